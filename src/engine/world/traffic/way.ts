/**
 * The way of a connection: through the rules of the machine at which a service's address is translated, over the links between machines, to
 * the container that listens.
 *
 * **Simplified:** a node port is translated on the machine that is asked, and on none before it.
 */
import { behaviourOf } from '../behaviour/behaviour.ts';
import type { ContainerRecord, RequestSpec, Route, RouteEndpoint } from '../contract.ts';
import { MACHINES } from '../core.ts';
import type { Runtime, Task } from '../runtime/records.ts';
import { findDestination, findServer, isOpen, machineAt } from './destination.ts';
import { deafTrouble, goneTrouble, machineTrouble } from './trouble.ts';
import type { Trouble } from './trouble.ts';

export type Way =
  | {
      readonly kind: 'server';
      readonly server: Task;
      readonly container: ContainerRecord;
      readonly port: number;
      readonly loopback: boolean;
    }
  /** Refused at once, unanswered, or answered with "no such host". `trouble` says why; it is asked for only where somebody wants to know. */
  | { readonly kind: 'refused' | 'silent' | 'no-host'; trouble(): Trouble };

type From = Pick<RequestSpec, 'fromMachine' | 'fromContainerId'>;

export function findWay(
  rt: Runtime,
  from: From,
  to: { readonly ip: string; readonly port: number },
  transport: 'TCP' | 'UDP',
): Way {
  const asked = machineAt(rt, to.ip);
  if (asked !== undefined && !isOpen(rt, from.fromMachine, asked))
    return silent(rt, to.ip, [asked.name, from.fromMachine]);
  const at = asked?.name ?? from.fromMachine;
  const pick = (below: number): number =>
    rt.core.sim.random(`world/${from.fromMachine}/service-choice`, below);
  const route = rt.core.network?.route(to.ip, to.port, transport, at, pick);
  if (route !== undefined && route.kind !== 'endpoint') return noEndpoint(route, at);
  const target: RouteEndpoint = route?.endpoint ?? { ...to, pod: '', podUid: '' };
  const destination = findDestination(rt, { ...from, fromMachine: at }, target.ip);
  if (destination.kind === 'silent') return silent(rt, target.ip, [destination.machine, at]);
  if (destination.kind === 'no-host')
    return { kind: 'no-host', trouble: () => goneTrouble(rt, target.pod, target.podUid, target.ip) };
  const server = findServer(rt, destination, target.port, transport);
  const container = server && rt.containers.get(server.containerId);
  if (server === undefined || container === undefined || isWarmingUp(rt, container)) {
    const podUid = destination.sandboxes[0]?.podUid ?? '';
    return { kind: 'refused', trouble: () => deafTrouble(rt, podUid, target.port) };
  }
  return { kind: 'server', server, container, port: target.port, loopback: destination.loopback };
}

/** Packets vanish between these machines, or because nobody has the address. */
function silent(rt: Runtime, ip: string, between: readonly string[]): Way {
  const machines = rt.core.sim.table(MACHINES);
  const [culprit] = between
    .flatMap((name) => machines.get(name) ?? [])
    .filter(({ power, link }) => power === 'off' || link === 'cut');
  return {
    kind: 'silent',
    trouble: () =>
      culprit === undefined
        ? { fate: 'timeout', text: `nobody has the address ${ip}`, entry: 0 }
        : machineTrouble(culprit),
  };
}

function noEndpoint(
  { kind, service, entry }: Exclude<Route, { readonly kind: 'endpoint' }>,
  at: string,
): Way {
  const name = service.slice(service.indexOf('/') + 1);
  return kind === 'rejected'
    ? {
        kind: 'refused',
        trouble: () => ({ fate: 'no-endpoints', text: `Service ${name} has no ready endpoints`, entry }),
      }
    : {
        kind: 'silent',
        trouble: () => ({
          fate: 'no-endpoints',
          text: `Service ${name} has no ready endpoint on ${at}, and its traffic policy is Local`,
          entry,
        }),
      };
}

function isWarmingUp(rt: Runtime, container: ContainerRecord): boolean {
  const warmUpMs = Math.max(
    behaviourOf(container).startDelayMs,
    rt.images.config(container.imageRef)?.readyAfterMs ?? 0,
  );
  return rt.core.sim.now - container.startedAt < warmUpMs;
}
