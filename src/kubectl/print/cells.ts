/** Cells of kinds whose table says more than a field. */
import type { Job } from '../../engine/api/batch-v1.ts';
import type { Event, Node, Service } from '../../engine/api/core-v1.ts';
import type { EndpointSlice } from '../../engine/api/discovery-v1.ts';
import { timeMs } from '../../engine/api/time.ts';
import { humanDuration } from './human-duration.ts';

const SHOWN_MAX = 3;
const ROLE = 'node-role.kubernetes.io/';

export function nodeStatus({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

export function nodeRoles({ metadata }: Node): string {
  const { labels = {} } = metadata;
  const named = labels['kubernetes.io/role'];
  const roles = Object.keys(labels)
    .filter((key) => key.startsWith(ROLE))
    .map((key) => key.slice(ROLE.length));
  const all = [...new Set([...roles, ...(named === undefined ? [] : [named])])]
    .filter((role) => role !== '')
    .sort();
  return all.length === 0 ? '<none>' : all.join(',');
}

export function jobStatus({ metadata, spec, status }: Job): string {
  const has = (type: string): boolean =>
    status?.conditions?.some((one) => one.type === type && one.status === 'True') === true;
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  const told = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has);
  return told ?? (spec?.suspend === true ? 'Suspended' : 'Running');
}

export function jobCompletions({ spec, status }: Job): string {
  const done = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${done}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

export function jobDuration({ status }: Job, nowMs: number): string {
  const start = timeMs(status?.startTime);
  return start === undefined ? '' : humanDuration((timeMs(status?.completionTime) ?? nowMs) - start);
}

export function externalAddress({ spec, status }: Service): string {
  const own = spec?.externalIPs ?? [];
  if (spec?.type === 'ExternalName') return spec.externalName ?? '';
  if (spec?.type !== 'LoadBalancer') return own.length === 0 ? '<none>' : own.join(',');
  const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '');
  return [...given, ...own].join(',') || '<pending>';
}

export function servicePorts({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(
    ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`,
  );
  return ports.length === 0 ? '<none>' : ports.join(',');
}

export function slicePorts({ ports }: EndpointSlice): string {
  const numbers = (ports ?? []).map(({ port }) => String(port ?? '*'));
  return numbers.length === 0 ? '<unset>' : shortened(numbers);
}

export function sliceEndpoints(addresses: readonly string[], none = '<unset>'): string {
  return addresses.length === 0 ? none : shortened(addresses);
}

function shortened(items: readonly string[]): string {
  const more = items.length - SHOWN_MAX;
  return items.slice(0, SHOWN_MAX).join(',') + (more > 0 ? ` + ${more} more...` : '');
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

export function accessModes(modes: unknown): string {
  return Array.isArray(modes)
    ? (modes as readonly string[]).map((mode) => MODES[mode] ?? mode).join(',')
    : '';
}

function lastSeen(event: Event, nowMs: number): string {
  const at =
    timeMs(event.series?.lastObservedTime) ??
    timeMs(event.lastTimestamp) ??
    timeMs(event.firstTimestamp) ??
    timeMs(event.eventTime);
  return at === undefined ? '<unknown>' : humanDuration(nowMs - at);
}

interface EventCell {
  readonly header: string;
  readonly wide?: true;
  readonly cell: (event: Event, nowMs: number) => string;
}

function firstSeen(event: Event, nowMs: number): string {
  const at = timeMs(event.firstTimestamp) ?? timeMs(event.eventTime);
  return at === undefined ? '<unknown>' : humanDuration(nowMs - at);
}

export const eventCells: readonly EventCell[] = [
  { header: 'LAST SEEN', cell: lastSeen },
  { header: 'TYPE', cell: ({ type = '' }) => type },
  { header: 'REASON', cell: ({ reason = '' }) => reason },
  {
    header: 'OBJECT',
    cell: ({ involvedObject }) => `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`,
  },
  { header: 'SUBOBJECT', wide: true, cell: ({ involvedObject }) => involvedObject.fieldPath ?? '' },
  {
    header: 'SOURCE',
    wide: true,
    cell: ({ source, reportingComponent = '' }) =>
      [source?.component || reportingComponent, source?.host ?? ''].filter((word) => word !== '').join(', '),
  },
  { header: 'MESSAGE', cell: ({ message = '' }) => message.trim() },
  { header: 'FIRST SEEN', wide: true, cell: firstSeen },
  {
    header: 'COUNT',
    wide: true,
    cell: ({ count, series }) => String(series?.count ?? (count === undefined || count === 0 ? 1 : count)),
  },
  { header: 'NAME', wide: true, cell: ({ metadata }) => metadata.name },
];
