/**
 * Requests that programs of a pod send and get. The last ones are remembered in a table of the run, so that stepping back shows the same;
 * what is on its way is read from the servers that have not answered. Probes are not among them: their own history tells of those.
 */
import type { StoredObject } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import type { RequestResult, RequestSpec, World } from '../world/contract.ts';
import { CONTAINERS, SANDBOXES, TASKS } from '../world/runtime/records.ts';
import { realUid } from './build-pod-row.ts';
import type { ExchangeView } from './pod-inside.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

/** One request as it is remembered, for both of its ends. */
interface Exchanged {
  readonly at: Millis;
  readonly durationMs: Millis;
  /** Container ids; empty when an end is no container that is known. */
  readonly client: string;
  readonly server: string;
  readonly address: string;
  readonly port: number;
  readonly label: string;
  readonly outcome: string;
}

/** The last requests of a pod, oldest first, by pod uid as the machine knows it. */
const TRAFFIC = defineTable<readonly Exchanged[]>('view/traffic');
const KEPT = 12;

export function createTrafficWatch(sim: Sim, world: Pick<World, 'listen'>): Component {
  world.listen({
    requestSent: (spec, result, server) => {
      if (spec.fromContainerId !== undefined) remember(sim, spec, result, server ?? '');
    },
  });
  return { name: 'traffic-watch', handlers: {} };
}

function remember(sim: Sim, spec: RequestSpec, result: RequestResult, server: string): void {
  const containers = sim.table(CONTAINERS);
  const traffic = sim.table(TRAFFIC);
  const client = spec.fromContainerId ?? '';
  const exchanged: Exchanged = {
    at: sim.now - result.durationMs,
    durationMs: result.durationMs,
    client,
    server,
    address: spec.ip,
    port: spec.port,
    label: labelOf(spec),
    outcome: outcomeOf(spec, result),
  };
  const pods = new Set([containers.get(client)?.podUid, containers.get(server)?.podUid]);
  for (const uid of pods)
    if (uid !== undefined) traffic.put(uid, [...(traffic.get(uid) ?? []), exchanged].slice(-KEPT));
}

function labelOf({ protocol, method = 'GET', path = '/' }: RequestSpec): string {
  return protocol === 'http' || protocol === 'https'
    ? `${method} ${path}`.slice(0, 60)
    : protocol.toUpperCase();
}

function outcomeOf({ protocol }: RequestSpec, result: RequestResult): string {
  if (result.outcome !== 'response') return result.outcome;
  return protocol === 'tcp' ? 'connected' : String(result.status);
}

export function trafficOf(context: ViewContext, pod: StoredObject<'Pod'>): ExchangeView[] {
  const { sim } = context.engine;
  const uid = realUid(pod);
  const done = (sim.table(TRAFFIC).get(uid) ?? []).map((one) => exchangeView(context, uid, one));
  const containers = sim.table(CONTAINERS).byIndex('pod', uid);
  const pending = containers.flatMap(({ id }) =>
    (sim.table(TASKS).get(id)?.inbound ?? [])
      .filter(({ caller }) => caller.kind === 'process')
      .map(({ spec, startedAt }) =>
        exchangeView(context, uid, {
          at: startedAt,
          durationMs: sim.now - startedAt,
          client: spec.fromContainerId ?? '',
          server: id,
          address: spec.ip,
          port: spec.port,
          label: labelOf(spec),
          outcome: '',
        }),
      ),
  );
  return [...done, ...pending];
}

function exchangeView(context: ViewContext, uid: string, one: Exchanged): ExchangeView {
  const containers = context.engine.sim.table(CONTAINERS);
  const client = containers.get(one.client);
  const server = containers.get(one.server);
  return {
    at: visible(context, one.at),
    durationMs: one.durationMs,
    from: client?.name ?? '',
    fromPod: client === undefined || client.podUid === uid ? '' : podName(context, client.sandboxId),
    to: server?.name ?? '',
    toPod: server === undefined || server.podUid === uid ? '' : podName(context, server.sandboxId),
    address: one.address,
    port: one.port,
    loopback: one.address.startsWith('127.') || one.address === '::1' || one.address === 'localhost',
    label: one.label,
    outcome: one.outcome,
  };
}

function podName({ engine }: ViewContext, sandboxId: string): string {
  return engine.sim.table(SANDBOXES).get(sandboxId)?.podName ?? '';
}
