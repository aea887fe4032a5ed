/** The condition of a `wait` step, looked up in the present state of a run. */
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Run } from '../engine/index.ts';
import { list, record, text } from './tokens.ts';

type Reader = ReturnType<Run['engine']['reader']>;
type Kind = Parameters<Reader['list']>[0];

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
]);

/** The engine knows every kind that cases name. */
export function kindNamed(kind: string): Kind {
  return kind as Kind;
}

export const DEFAULT_TIMEOUT_S = 60;

export function timeoutMs(wait: JsonObject): number {
  return 1000 * (typeof wait['timeout'] === 'number' ? wait['timeout'] : DEFAULT_TIMEOUT_S);
}

export function isMet(run: Run, namespace: string, wait: JsonObject): boolean {
  return wait['event'] === undefined ? objectsMatch(run, namespace, wait) : eventsSeen(run, namespace, wait);
}

function objectsIn(run: Run, namespace: string, kind: string, selector?: Json): readonly JsonObject[] {
  const place = CLUSTER_SCOPED.has(kind) ? {} : { namespace };
  const labels = typeof selector === 'string' ? { labelSelector: selector } : {};
  return run.engine
    .reader()
    .list(kindNamed(kind), { ...place, ...labels }) as readonly object[] as readonly JsonObject[];
}

function objectsMatch(run: Run, namespace: string, wait: JsonObject): boolean {
  const { name, prefix } = wait;
  const all = objectsIn(run, namespace, text(wait['kind']), wait['selector']).filter((object) => {
    const mine = text(record(object['metadata'])['name']);
    return (name === undefined || mine === name) && (prefix === undefined || mine.startsWith(text(prefix)));
  });
  if (wait['gone'] === true) return all.length === 0;
  const matching = all.filter((object) => valueMatches(object, wait)).length;
  return typeof wait['count'] === 'number' ? matching === wait['count'] : matching >= 1;
}

function valueMatches(object: JsonObject, wait: JsonObject): boolean {
  if (typeof wait['path'] !== 'string') return true;
  const value = valueAt(object, wait['path']);
  if (wait['equals'] !== undefined) return shown(value) === shown(wait['equals']);
  if (wait['notEquals'] !== undefined)
    return value !== undefined && shown(value) !== shown(wait['notEquals']);
  if (wait['atLeast'] !== undefined) return Number(value) >= Number(wait['atLeast']);
  return value !== undefined;
}

/** Cases write "1" and 1 alike. */
function shown(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** `status.conditions[type=Ready].status`, `spec.containers[0].image`. */
export function valueAt(object: Json | undefined, path: string): Json | undefined {
  let value = object;
  for (const [, name, key, wanted, index] of path.matchAll(/([^.[\]]+)|\[([^\]=]+)=([^\]]*)\]|\[(\d+)\]/g)) {
    if (name !== undefined) value = isJsonObject(value) ? value[name] : undefined;
    else if (index !== undefined) value = list(value)[Number(index)];
    else value = list(value).find((item) => shown(record(item)[key ?? '']) === wanted);
  }
  return value;
}

function eventsSeen(run: Run, namespace: string, wait: JsonObject): boolean {
  const found = objectsIn(run, namespace, 'Event').filter((event) => {
    const about = text(record(event['involvedObject'])['name']);
    return (
      event['reason'] === wait['event'] &&
      (wait['name'] === undefined || about === wait['name']) &&
      text(event['message']).includes(text(wait['message']))
    );
  });
  const times = found.reduce((sum, event) => sum + occurrences(event), 0);
  return times >= (typeof wait['times'] === 'number' ? wait['times'] : 1);
}

function occurrences(event: JsonObject): number {
  const count = event['count'] ?? record(event['series'])['count'];
  return typeof count === 'number' ? Math.max(1, count) : 1;
}
