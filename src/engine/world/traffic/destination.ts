/**
 * Where a packet goes: the address's owner, whether the way there is open, and which container listens.
 *
 * **Simplified:** no network policies, no packet loss; IPv4 and IPv6 addresses of a pod reach the same listeners.
 */
import type { Machine, RequestSpec, SandboxRecord } from '../contract.ts';
import { MACHINES } from '../core.ts';
import { contains } from '../runtime/addresses.ts';
import type { Runtime, Task } from '../runtime/records.ts';

/** In the place of a machine's name: somebody outside the cluster, who reaches machines by their own addresses only. */
export const OUTSIDE = '(outside)';
/** In the place of a machine's name: the proxy that lets outside users in and reaches pods. */
export const ENTRY = '(entry)';

export type Destination =
  /** Sandboxes that share the address; more than one only for a machine's own. */
  | {
      readonly kind: 'found';
      readonly machine: string;
      readonly sandboxes: readonly SandboxRecord[];
      readonly loopback: boolean;
    }
  /** Packets vanish: no power, cut link, or nobody knows the address (then `machine` is empty). */
  | { readonly kind: 'silent'; readonly machine: string }
  /** The machine answers that it has no such pod. */
  | { readonly kind: 'no-host' };

export function isLoopback(ip: string): boolean {
  return ip.startsWith('127.') || ip === '::1' || ip === 'localhost';
}

export function findDestination(
  rt: Runtime,
  from: Pick<RequestSpec, 'fromMachine' | 'fromContainerId'>,
  ip: string,
): Destination {
  if (isLoopback(ip)) return ownLoopback(rt, from);
  const sandbox = rt.sandboxes.byIndex('ip', ip)[0];
  const machines = rt.core.sim.table(MACHINES);
  const owner =
    sandbox === undefined
      ? (machineAt(rt, ip) ?? machineOfPods(machines.values(), ip))
      : machines.get(sandbox.machine);
  if (owner === undefined || !isOpen(rt, from.fromMachine, owner))
    return { kind: 'silent', machine: owner?.name ?? '' };
  if (from.fromMachine === OUTSIDE && !owner.addresses.includes(ip)) return { kind: 'silent', machine: '' };
  if (sandbox?.state === 'ready')
    return { kind: 'found', machine: owner.name, sandboxes: [sandbox], loopback: false };
  if (!owner.addresses.includes(ip)) return { kind: 'no-host' };
  return { kind: 'found', machine: owner.name, sandboxes: hostSandboxes(rt, owner.name), loopback: false };
}

function ownLoopback(rt: Runtime, from: Pick<RequestSpec, 'fromMachine' | 'fromContainerId'>): Destination {
  const container = from.fromContainerId === undefined ? undefined : rt.containers.get(from.fromContainerId);
  const sandbox = container && rt.sandboxes.get(container.sandboxId);
  const sandboxes =
    sandbox === undefined || sandbox.hostNetwork ? hostSandboxes(rt, from.fromMachine) : [sandbox];
  return { kind: 'found', machine: from.fromMachine, sandboxes, loopback: true };
}

function hostSandboxes(rt: Runtime, machine: string): readonly SandboxRecord[] {
  return rt.sandboxes
    .byIndex('machine', machine)
    .filter((sandbox) => sandbox.hostNetwork && sandbox.state === 'ready');
}

/** The machine whose range of pod addresses has this one. */
function machineOfPods(machines: readonly Machine[], ip: string): Machine | undefined {
  return machines.find(({ podCidrs }) => podCidrs.some((cidr) => contains(cidr, ip)));
}

/** The machine that has the address itself, not one of its pods. */
export function machineAt(rt: Runtime, ip: string): Machine | undefined {
  return rt.core.sim.table(MACHINES).byIndex('address', ip)[0];
}

/** Between two machines both links must be up; inside one nothing can be cut. */
export function isOpen(rt: Runtime, from: string, to: Machine): boolean {
  if (to.power === 'off') return false;
  if (from === OUTSIDE || from === ENTRY) return to.link === 'up';
  const here = rt.core.sim.table(MACHINES).get(from);
  return here !== undefined && (here.name === to.name || (here.link === 'up' && to.link === 'up'));
}

/** The container that accepts connections on the port, in the order of the containers' creation. */
export function findServer(
  rt: Runtime,
  at: Destination & { readonly kind: 'found' },
  port: number,
  protocol: 'TCP' | 'UDP',
): Task | undefined {
  for (const sandbox of at.sandboxes) {
    const server = rt.tasks
      .byIndex('sandbox', sandbox.id)
      .find((task) => listensOn(task, port, protocol, at.loopback));
    if (server !== undefined) return server;
  }
  return undefined;
}

function listensOn(task: Task, port: number, protocol: 'TCP' | 'UDP', loopback: boolean): boolean {
  return task.processes.processes.some(({ listening }) =>
    listening.some(
      (listener) =>
        listener.port === port &&
        listener.protocol === protocol &&
        (loopback || !listener.address.startsWith('127.')),
    ),
  );
}
