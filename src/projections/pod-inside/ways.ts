/**
 * The ways that messages take in and around an opened pod: from the kubelet's probes, between its containers, in and out through the wall.
 * Ends are named by the sockets that the drawing has.
 */
import type { ContainerInside, ExchangeView, PodInside, ProbeInside } from '../../protocol/pod-inside.ts';

export interface WayModel {
  readonly id: string;
  readonly kind: 'probe' | 'local' | 'in' | 'out';
  /** Sockets: `kubelet`, `service web`, `cell server`, `door server 80`. */
  readonly from: string;
  readonly to: string;
  /** Who asks whom, in words: `puller to localhost:80`. */
  readonly who: string;
  /** `GET /`. */
  readonly label: string;
  readonly outcome: string;
  readonly failed: boolean;
  readonly port: number;
  /** When the last message was sent. */
  readonly atMs: number;
  /** Still without an answer. */
  readonly pending: boolean;
  /** Messages remembered in the last second before `atMs`. */
  readonly perSecond: number;
}

/** Longer ago than this nobody speaks of a way any more. */
export const WAY_MS = 30_000;
/** So long a message is left standing while time stands still. */
export const STANDS_MS = 1000;

const PROBE_BAD = { o: false, f: true, t: true } as const;

function probeWay(container: ContainerInside, probe: ProbeInside): WayModel {
  const last = probe.results.at(-1) ?? 'o';
  const exec = probe.handler === 'exec';
  const answered = probe.lastLabel.split(': ');
  return {
    id: `probe ${container.name} ${probe.kind}`,
    kind: 'probe',
    from: 'kubelet',
    to: exec ? `cell ${container.name}` : `door ${container.name} ${probe.port}`,
    who: `kubelet, ${probe.kind} probe of ${container.name}`,
    label: answered[0] ?? '',
    outcome: last === 'o' ? 'passed' : last === 't' ? 'timed out' : (answered[1] ?? 'failed'),
    failed: PROBE_BAD[last],
    port: probe.port,
    atMs: probe.lastAt,
    pending: false,
    perSecond: 1,
  };
}

/** Where an exchange begins and ends in the drawing; null when it does not touch the pod. */
function ends(pod: PodInside, one: ExchangeView): Pick<WayModel, 'kind' | 'from' | 'to' | 'who'> | null {
  const inside = one.fromPod === '';
  const toInside = one.to !== '' && one.toPod === '';
  const where = one.loopback ? `localhost:${one.port}` : `${one.address}:${one.port}`;
  const from = one.from === '' ? 'outside' : `cell ${one.from}`;
  if (inside && toInside)
    return one.loopback
      ? { kind: 'local', from, to: `cell ${one.to}`, who: `${one.from} to ${where}` }
      : { kind: 'in', from, to: `door ${one.to} ${portAt(pod, one)}`, who: `${one.from} to ${where}` };
  // Nobody listens at localhost: the message never leaves the wall, and reaches nobody.
  if (inside && one.loopback) return { kind: 'local', from, to: '', who: `${one.from} to ${where}` };
  if (inside) return { kind: 'out', from, to: 'outside', who: `${one.from} to ${one.toPod || where}` };
  const service = pod.services.find(({ addresses }) => addresses.includes(one.address));
  return {
    kind: 'in',
    from: service === undefined ? 'outside' : `service ${service.name}`,
    to: `door ${one.to} ${portAt(pod, one)}`,
    who: service === undefined ? `${one.fromPod} to ${where}` : `${one.fromPod} by Service ${service.name}`,
  };
}

/** The door a request came in by: a Service may have changed its port on the way. */
function portAt(pod: PodInside, { to, port }: ExchangeView): number {
  const ports = pod.containers.find(({ name }) => name === to)?.ports ?? [];
  return (ports.find((known) => known.port === port) ?? ports[0])?.port ?? port;
}

const GOOD = /^([123]\d\d|connected|)$/;

function exchangeWay(pod: PodInside, one: ExchangeView): WayModel | null {
  const found = ends(pod, one);
  if (found === null) return null;
  return {
    ...found,
    id: `${found.kind} ${found.from} ${found.to} ${one.port}`,
    label: one.label,
    outcome: one.outcome,
    failed: !GOOD.test(one.outcome),
    port: one.port,
    atMs: one.at,
    pending: one.outcome === '',
    perSecond: 1,
  };
}

/** One way per pair of ends, with its newest message. */
export function waysOf(pod: PodInside, nowMs: number): readonly WayModel[] {
  const probes = pod.containers.flatMap((container) =>
    container.probes.filter(({ lastAt }) => lastAt > 0).map((probe) => probeWay(container, probe)),
  );
  const found = new Map<string, WayModel>();
  for (const one of pod.traffic) {
    const way = exchangeWay(pod, one);
    if (way === null) continue;
    const known = found.get(way.id);
    const near = known !== undefined && way.atMs - known.atMs < 1000;
    found.set(way.id, near ? { ...way, perSecond: known.perSecond + 1 } : way);
  }
  const order = { in: 0, local: 1, out: 2, probe: 3 } as const;
  return [...found.values(), ...probes]
    .filter(({ atMs, pending }) => pending || (atMs <= nowMs && nowMs - atMs <= WAY_MS))
    .sort((a, b) => order[a.kind] - order[b.kind]);
}

/** What is on its way while time stands still: numbered in this order. */
export function standingWays(ways: readonly WayModel[], nowMs: number): readonly WayModel[] {
  return ways.filter(({ atMs, pending }) => pending || nowMs - atMs <= STANDS_MS);
}
