/** The states of one object that a watcher can see, without what differs between runs anyway. */
import type { FlatValue, HistoryEntry } from './trace-format.ts';

export interface VisibleState {
  readonly from: number;
  readonly to: number;
  readonly gone: boolean;
  readonly key: string;
  readonly state: Readonly<Record<string, FlatValue>>;
}

const IGNORED: readonly RegExp[] = [
  /(^|\.)(uid|containerID|startedAt|finishedAt|lastTransitionTime|lastProbeTime|lastUpdateTime|startTime|lastScheduleTime|lastSuccessfulTime|completionTime|renewTime|timeAdded|creationTimestamp|deletionTimestamp|lastScaleTime)$/,
  // The recording host names one of several tags of the same content.
  /Statuses\[[^\]]*\]\.image$/,
  /\.(resourceVersion|uid)$/,
  /^status\.(podIP|podIPs|hostIP|hostIPs)/,
  /^metadata\.(uid|annotations\.kubectl|annotations\.deprecated\.daemonset)/,
  /ownerReferences.*\.uid$/,
  /^metadata\.annotations\.(endpoints\.kubernetes\.io\/last-change-trigger-time|kubernetes\.io\/config\.)/,
  /^status\.(capacity|allocatable|addresses|daemonEndpoints|volumesInUse|volumesAttached)/,
];

function isIgnored(path: string, value: FlatValue): boolean {
  return (
    IGNORED.some((pattern) => pattern.test(path)) || (typeof value === 'string' && /^\+-?\d+s$/.test(value))
  );
}

export function visibleStates(
  history: readonly HistoryEntry[],
  endMs: number,
  mask: (text: string) => string,
): VisibleState[] {
  const states: VisibleState[] = [];
  let current: Record<string, FlatValue> = {};
  const push = (next: VisibleState): void => {
    const last = states.pop();
    if (last !== undefined) states.push({ ...last, to: next.from });
    states.push(next);
  };
  for (const entry of history) {
    if (entry.deleted === true) {
      push({ from: entry.t, to: endMs, gone: true, key: 'GONE', state: {} });
      current = {};
      continue;
    }
    for (const path of entry.unset ?? []) delete current[path];
    Object.assign(current, entry.set);
    const state = stateOf(current, mask);
    const key = JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (states.at(-1)?.key !== key) push({ from: entry.t, to: endMs, gone: false, key, state });
  }
  return states;
}

function stateOf(
  current: Readonly<Record<string, FlatValue>>,
  mask: (text: string) => string,
): Record<string, FlatValue> {
  const state: Record<string, FlatValue> = {};
  const endpoints: Record<string, string[]> = {};
  for (const [path, value] of Object.entries(current)) {
    // Changes of an EndpointSlice are batched, so its generation depends on chance.
    if ((path === 'metadata.generation' && 'addressType' in current) || isIgnored(path, value)) continue;
    const endpoint = /^endpoints\[(\d+)\]\.(conditions\..*|targetRef\.kind|hostname|zone)$/.exec(path);
    if (endpoint !== null) (endpoints[endpoint[1] ?? ''] ??= []).push(`${endpoint[2]}=${String(value)}`);
    else if (!path.startsWith('endpoints['))
      state[mask(path)] = typeof value === 'string' ? mask(value) : value;
  }
  // The order of endpoints means nothing.
  const lines = Object.values(endpoints).map((parts) => parts.sort().join(' '));
  if (lines.length > 0) state['endpoints'] = lines.sort().join(' | ');
  return state;
}

export function diffStates(
  a: Readonly<Record<string, FlatValue>>,
  b: Readonly<Record<string, FlatValue>>,
): string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys]
    .filter((key) => a[key] !== b[key])
    .map((key) => `${key}: ${JSON.stringify(a[key])} -> ${JSON.stringify(b[key])}`);
}
