/** A cluster for tests of the kubelet: real kernel, API server and world, machines, and nothing that schedules or controls. */
import { parse } from 'yaml';
import type { Event, Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { DEFAULT_ADMISSION } from '../../apiserver/admission/plugins.ts';
import { ApiServer } from '../../apiserver/api-server.ts';
import type { ApiClient, Change, NewObject } from '../../apiserver/client.ts';
import { Recorder } from '../../apiserver/event-recorder.ts';
import { Sim } from '../../sim/sim.ts';
import type { Because } from '../../sim/trace.ts';
import { DEFAULT_WORLD_SETTINGS } from '../../world/settings.ts';
import { createWorld } from '../../world/world.ts';
import type { ComposedWorld } from '../../world/world.ts';
import type { NodeTraits } from '../kubelet-context.ts';
import { createKubelet } from '../kubelet.ts';
import { DEFAULT_KUBELET_SETTINGS } from '../settings.ts';
import type { KubeletSettings } from '../settings.ts';

export const TEST: Because = { rule: 'KUBELET-01', text: 'the test wanted it' };
const GIBIBYTE = 1024 * 1024 * 1024;
const NO_RESERVES = {
  reservedCpuMilli: 0,
  reservedMemoryBytes: 0,
  reservedEphemeralStorageBytes: 0,
  podsMax: 110,
};
const EPOCH_MS = 1_767_225_600_000;

export interface Fixture {
  readonly sim: Sim;
  readonly world: ComposedWorld;
  readonly api: ApiClient;
  readonly changes: { readonly at: number; readonly change: Change }[];
  run(ms: number): void;
  runUntil(condition: () => boolean, limitMs?: number): void;
  create(manifest: string): Pod;
  pod(name: string): Pod | undefined;
  node(name: string): Node | undefined;
  /** Reason and message of the pod's (or node's) events in the order they came first, with counts. */
  events(name: string): readonly string[];
}

/** `traits`: the kubelet flags of every machine; left out: the kubelet's defaults. */
export function startCluster(
  machines = 1,
  settings: Partial<KubeletSettings> = {},
  seed = 7,
  traits?: Partial<NodeTraits>,
): Fixture {
  const sim = new Sim(seed);
  const server = new ApiServer(sim, EPOCH_MS, DEFAULT_ADMISSION);
  const world = createWorld(sim, DEFAULT_WORLD_SETTINGS, EPOCH_MS);
  const api = server.client('tester');
  const clientOf = (machine: string): ApiClient =>
    server.client(`kubelet/${machine}`, () => world.reachesApiServer(machine));
  const kubelet = createKubelet({
    sim,
    world,
    epochMs: EPOCH_MS,
    settings: { ...DEFAULT_KUBELET_SETTINGS, ...settings },
    client: clientOf,
    ...(traits === undefined ? {} : { traits: () => ({ ...NO_RESERVES, ...traits }) }),
    recorder: (machine) =>
      new Recorder(sim, clientOf(machine), EPOCH_MS, { component: 'kubelet', host: machine }),
  });
  for (const component of [world.component, kubelet])
    for (const [kind, handler] of Object.entries(component.handlers)) sim.on(kind, handler);
  const changes: { at: number; change: Change }[] = [];
  server.context.store.watch((change) => {
    changes.push({ at: sim.now, change });
    if (change.kind === 'Node' && change.type === 'ADDED')
      sim.schedule(5, 'test/node-added', change.object.metadata.name);
    kubelet.onChange?.(change);
  });
  sim.on('test/node-added', (event) => giveAddresses(api, event.target));
  createBasics(api);
  for (let i = 1; i <= machines; i++) addMachine(world, i);
  kubelet.start?.();
  return fixture(sim, world, api, changes);
}

/** Stands for the node IPAM controller. */
function giveAddresses(api: ApiClient, name: string): void {
  const index = Number(name.slice(name.lastIndexOf('-') + 1));
  const podCIDRs = [`10.244.${index}.0/24`, `fd00:10:244:${index}::/64`];
  api.modify('Node', '', name, (node) => ({ ...node, spec: { ...node.spec, podCIDRs } }), TEST);
}

function createBasics(api: ApiClient): void {
  for (const name of ['default', 'kube-node-lease', 'kube-system'])
    api.create('Namespace', { metadata: { name }, spec: {} }, TEST);
  api.create('ServiceAccount', { metadata: { name: 'default', namespace: 'default' } }, TEST);
  const metadata = { name: 'kube-root-ca.crt', namespace: 'default' };
  api.create('ConfigMap', { metadata, data: { 'ca.crt': 'ca' } }, TEST);
}

function addMachine(world: ComposedWorld, index: number): void {
  const size = { cpuMilli: 2000, memoryBytes: 8 * GIBIBYTE, ephemeralStorageBytes: 100 * GIBIBYTE };
  world.addMachine({ name: `node-${index}`, ...size, addresses: [`172.18.0.${index}`] }, 0);
}

function fixture(sim: Sim, world: ComposedWorld, api: ApiClient, changes: Fixture['changes']): Fixture {
  const run = (ms: number): void => {
    const until = sim.now + ms;
    while (sim.step(until));
    sim.advanceTo(until);
  };
  return {
    sim,
    world,
    api,
    changes,
    run,
    runUntil: (condition, limitMs = 600_000) => {
      const limit = sim.now + limitMs;
      while (!condition()) if (!sim.step(limit)) throw new Error(`not within ${limitMs} ms`);
    },
    create: (manifest) => {
      const made = api.create('Pod', parse(manifest) as NewObject<'Pod'>, TEST);
      if (!made.ok) throw new Error(made.error.message);
      return made.value;
    },
    pod: (name) => api.get('Pod', 'default', name),
    node: (name) => api.get('Node', '', name),
    events: (name) => eventsOf(api, name),
  };
}

function eventsOf(api: ApiClient, name: string): readonly string[] {
  const events: readonly Event[] = [...api.inNamespace('Event', 'default')].filter(
    (event) => event.involvedObject.name === name,
  );
  return events.map(
    (event) =>
      `${event.type} ${event.reason} ${event.message}${(event.count ?? 1) > 1 ? ` x${event.count}` : ''}`,
  );
}
