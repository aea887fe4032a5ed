/**
 * Where a load generator stands, and which address it asks: the part of a client before the connection.
 *
 * **Simplified:** a client keeps the answers of DNS for as long as their TTL says, and asks again for names that were not found. Of several
 * addresses it takes one at random, as CoreDNS shuffles them.
 */
import { defineTable } from '../../../sim/sim.ts';
import type { Millis } from '../../../sim/time.ts';
import { MACHINES } from '../../core.ts';
import type { RequestSpec } from '../../contract.ts';
import type { Runtime } from '../../runtime/records.ts';
import { ENTRY, OUTSIDE } from '../destination.ts';
import type { Trouble } from '../trouble.ts';
import type { LoadGenerator } from './load-generator.ts';

export type LoadSource = Pick<RequestSpec, 'fromMachine' | 'fromContainerId'>;

/** Undefined while the pod that should send does not run. */
export function sourceOf(
  rt: Runtime,
  { through, fromPod, namespace }: LoadGenerator,
): LoadSource | undefined {
  if (fromPod === '') return { fromMachine: through === 'entry' ? ENTRY : OUTSIDE };
  const sandbox = rt.sandboxes
    .byIndex('name', `${namespace}/${fromPod}`)
    .find(({ state }) => state === 'ready');
  const task = sandbox && rt.tasks.byIndex('sandbox', sandbox.id)[0];
  return task && { fromMachine: task.machine, fromContainerId: task.containerId };
}

export type LoadAddress =
  | { readonly ip: string; readonly port: number }
  /** `afterMs`: how long it takes until the client knows. */
  | { readonly trouble: Trouble; readonly afterMs: Millis };

export function addressOf(rt: Runtime, generator: LoadGenerator, source: LoadSource): LoadAddress {
  const { namespace, service: name, through } = generator;
  const service = rt.core.network?.service(namespace, name);
  const port =
    generator.port === 0 ? service?.ports[0] : service?.ports.find((one) => one.port === generator.port);
  if (through === 'node-port') return nodeAddress(rt, generator, port?.nodePort ?? 0);
  const number = port?.port ?? (generator.port === 0 ? 80 : generator.port);
  const found = lookUp(rt, generator, source);
  if ('trouble' in found) return found;
  const ip = found.addresses[draw(rt, generator, 'address', found.addresses.length)];
  return { ip: ip ?? '', port: number };
}

function draw(rt: Runtime, { name }: LoadGenerator, what: string, below: number): number {
  return below < 2 ? 0 : rt.core.sim.random(`world/load/${name}/${what}`, below);
}

function nodeAddress(rt: Runtime, generator: LoadGenerator, port: number): LoadAddress {
  const { service, node, due } = generator;
  if (port === 0)
    return {
      trouble: { fate: 'refused', text: `Service ${service} has no node port`, entry: 0 },
      afterMs: 1,
    };
  const machines = rt.core.sim.table(MACHINES);
  const all = machines.keys().sort();
  const name = node === '' ? (all[due % Math.max(1, all.length)] ?? '') : node;
  const ip = machines.get(name)?.addresses[0];
  return ip === undefined
    ? {
        trouble: { fate: 'timeout', text: `there is no machine ${name}`, entry: 0 },
        afterMs: generator.timeoutMs,
      }
    : { ip, port };
}

interface KnownName {
  /** Who asked: a container, or empty for those outside. */
  readonly client: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly until: Millis;
}
/** What each generator knows from DNS. */
const KNOWN_NAMES = defineTable<KnownName>('world/load-names');

type Found =
  { readonly addresses: readonly string[] } | { readonly trouble: Trouble; readonly afterMs: Millis };

function lookUp(rt: Runtime, generator: LoadGenerator, source: LoadSource): Found {
  const { sim, settings, network } = rt.core;
  const known = sim.table(KNOWN_NAMES);
  const name = `${generator.service}.${generator.namespace}.svc.cluster.local`;
  const client = source.fromContainerId ?? '';
  const kept = known.get(generator.name);
  if (kept !== undefined && kept.client === client && kept.name === name && sim.now < kept.until) return kept;
  const machine = sim.table(MACHINES).get(source.fromMachine);
  if (machine !== undefined && machine.link === 'cut')
    return {
      trouble: {
        fate: 'dns-failure',
        text: `no answer from DNS: the network of ${machine.name} is cut`,
        entry: machine.entry,
      },
      afterMs: generator.timeoutMs,
    };
  const answer = network?.resolve(name, generator.namespace);
  if (answer?.outcome !== 'found')
    return {
      trouble: { fate: 'dns-failure', text: `DNS knows no address for ${name}`, entry: 0 },
      afterMs: answer?.outcome === 'unknown-host' ? 1 : generator.timeoutMs,
    };
  known.put(generator.name, {
    client,
    name,
    addresses: answer.addresses,
    until: sim.now + settings.dnsTtlMs,
  });
  return answer;
}

export function forgetNames(rt: Runtime, generator: string): void {
  rt.core.sim.table(KNOWN_NAMES).delete(generator);
}
