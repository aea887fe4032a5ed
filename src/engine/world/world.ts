/**
 * The simulated world behind the contract: composes its rooms and registers their simulator events.
 *
 * The rooms: machine/ (hardware, static pod folder), registry/ (images), runtime/ (sandboxes, containers, their processes), volumes/,
 * logs/, traffic/ (requests), behaviour/ (annotations). All state is in tables of the run.
 */
import { compareStrings } from '../../base/compare.ts';
import type { Component } from '../apiserver/component.ts';
import type { Sim } from '../sim/sim.ts';
import type { Reply, RequestSpec, World, WorldCommands, WorldSettings } from './contract.ts';
import { answerHandlers, begin, payloadOf } from './core.ts';
import type { Handlers, WorldCore } from './core.ts';
import { shapeContainer } from './behaviour/shape.ts';
import { createLogs } from './logs/logs.ts';
import { createMachines } from './machine/machines.ts';
import type { Machines } from './machine/machines.ts';
import { createManifests } from './machine/manifests.ts';
import type { Manifests } from './machine/manifests.ts';
import { imageTree } from './registry/image-files.ts';
import { parseSignal } from './programs/signals.ts';
import { createImages, normalizeImage } from './registry/images.ts';
import * as containers from './runtime/containers.ts';
import type { ContainerCreate, ContainerStart } from './runtime/containers.ts';
import { attachView, exec, execInput, execStarted, execView } from './runtime/exec.ts';
import type { ExecStart } from './runtime/exec.ts';
import { CONTAINERS, SANDBOXES, TASKS } from './runtime/records.ts';
import type { Exchange, Runtime } from './runtime/records.ts';
import { runtimeFileTree } from './runtime/runtime-files.ts';
import * as sandboxes from './runtime/sandboxes.ts';
import type { SandboxRun } from './runtime/sandboxes.ts';
import { breakServer, mendServer, serverFault } from './runtime/server-faults.ts';
import { outsideSignalled, signalTask, taskDue } from './runtime/tasks.ts';
import type { OutsideSignal } from './runtime/tasks.ts';
import { usageOf } from './runtime/usage.ts';
import { exchangeEnded } from './traffic/answers.ts';
import type { ExchangeEnd } from './traffic/exchange-end.ts';
import { loadDue, loadEnded, removeLoadGenerator, setLoadGenerator } from './traffic/load/send-load.ts';
import { processAsked, requestSent } from './traffic/process-requests.ts';
import type { ProcessRequest } from './traffic/process-requests.ts';
import { NO_CARGO, sendRequest, serverAnswered } from './traffic/requests.ts';
import { createTrees, sharedMemoryId } from './volumes/trees.ts';
import { createVolumes } from './volumes/volumes.ts';

/** The world, what people can do to it, and its part of the simulator's event loop. */
export type ComposedWorld = World & WorldCommands & { readonly component: Component };

/** `epochMs` is the UTC time at the run's time 0, for file times and clocks in containers. */
export function createWorld(sim: Sim, settings: WorldSettings, epochMs = 0): ComposedWorld {
  const core: WorldCore = { sim, settings, epochMs, listeners: [], network: undefined };
  const rt = createRuntime(core);
  const manifests = createManifests(core);
  const machines = createMachines(core, {
    powerLost: (machine) => containers.dropTasks(rt, machine),
    booted: (machine) => containers.findDead(rt, machine),
    removed: (machine) => {
      for (const { id } of rt.sandboxes.byIndex('machine', machine)) sandboxes.removeSandbox(rt, id);
      rt.volumes.removeAll(machine);
      manifests.removeAll(machine);
    },
  });
  return {
    ...outerFace(core, machines),
    ...imageFace(rt),
    ...runtimeFace(rt),
    ...volumeFace(rt),
    ...commandFace(rt, machines, manifests),
    manifests: manifests.list,
    component: { name: 'world', handlers: handlersOf(rt) },
  };
}

function createRuntime(core: WorldCore): Runtime {
  const { sim } = core;
  const sandboxTable = sim.table(SANDBOXES);
  const rt: Runtime = {
    core,
    sandboxes: sandboxTable,
    containers: sim.table(CONTAINERS),
    tasks: sim.table(TASKS),
    logs: createLogs(core),
    images: createImages(core),
    volumes: createVolumes(
      core,
      createTrees(core, {
        image: imageTree,
        runtimeFile: (id) => runtimeFileTree(id, (sandboxId) => sandboxTable.get(sandboxId)),
      }),
    ),
    traffic: {
      asked: (containerId, request, asked) => processAsked(rt, containerId, request, asked),
      answered: (containerId, pending, answer) => serverAnswered(rt, containerId, pending, answer),
      loadEnded: (exchange, attempt, answer) => loadEnded(rt, exchange, attempt, answer),
    },
  };
  return rt;
}

function handlersOf(rt: Runtime): Handlers {
  return {
    ...answerHandlers(rt.core),
    ...rt.images.handlers,
    'world/sandbox-made': (event) => sandboxes.sandboxMade(rt, payloadOf<SandboxRun>(event)),
    'world/container-created': (event) => containers.containerCreated(rt, payloadOf<ContainerCreate>(event)),
    'world/container-started': (event) => containers.containerStarted(rt, payloadOf<ContainerStart>(event)),
    'world/exec-started': (event) => execStarted(rt, payloadOf<ExecStart>(event)),
    // Nobody waits for the end of a command that a person ran through the command log.
    'world/exec-unheard': () => {},
    'world/outside-signal': (event) => {
      const sent = payloadOf<OutsideSignal>(event);
      const sandboxId = rt.tasks.get(sent.containerId)?.sandboxId ?? '';
      if (sent.pid === 1) sandboxes.signalSandbox(rt, sandboxId, sent.signal);
      else outsideSignalled(rt, sent);
    },
    'world/task-due': (event) => taskDue(rt, event),
    'world/request-sent': (event) => requestSent(rt, payloadOf<ProcessRequest>(event)),
    'world/load-due': (event) => loadDue(rt, event.target),
    'world/exchange-ended': (event) => exchangeEnded(rt, payloadOf<ExchangeEnd>(event)),
  };
}

type Face<K extends keyof (World & WorldCommands)> = Pick<World & WorldCommands, K>;

function outerFace(
  core: WorldCore,
  machines: Machines,
): Face<
  'listen' | 'useNetwork' | 'machines' | 'machine' | 'setPodCidrs' | 'letShutDown' | 'reachesApiServer'
> {
  return {
    listen: (listener) => void core.listeners.push(listener),
    useNetwork: (network) => void (core.network = network),
    machines: machines.list,
    machine: machines.get,
    setPodCidrs: machines.setPodCidrs,
    letShutDown: machines.letShutDown,
    reachesApiServer: (name) => {
      const machine = machines.get(name);
      return machine !== undefined && machine.power === 'on' && machine.link === 'up';
    },
  };
}

function imageFace({
  images,
}: Runtime): Face<
  | 'hasImage'
  | 'images'
  | 'normalizeImage'
  | 'pullImage'
  | 'removeImage'
  | 'setRegistry'
  | 'registry'
  | 'setTagServed'
> {
  return {
    hasImage: images.has,
    images: images.list,
    normalizeImage,
    pullImage: images.pull,
    removeImage: images.remove,
    setRegistry: images.setRegistryState,
    registry: images.registryState,
    setTagServed: images.setTagServed,
  };
}

type RuntimeCalls =
  | 'runSandbox'
  | 'sandboxes'
  | 'stopSandbox'
  | 'removeSandbox'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'removeContainer'
  | 'containers'
  | 'container'
  | 'podUids'
  | 'exec'
  | 'openExec'
  | 'execInput'
  | 'execView'
  | 'attachView'
  | 'request'
  | 'log'
  | 'usage';

function runtimeFace(rt: Runtime): Face<RuntimeCalls> {
  return {
    runSandbox: (machine, config, reply) => sandboxes.runSandbox(rt, machine, config, reply),
    sandboxes: (machine, podUid) => sandboxes.sandboxesOf(rt, machine, podUid),
    stopSandbox: (id, reply) => sandboxes.stopSandbox(rt, id, reply),
    removeSandbox: (id) => sandboxes.removeSandbox(rt, id),
    createContainer: (config, reply) => containers.createContainer(rt, config, reply),
    startContainer: (id, reply) => containers.startContainer(rt, id, reply),
    stopContainer: (id, signal, graceMs, reply) => containers.stopContainer(rt, id, signal, graceMs, reply),
    removeContainer: (id) => containers.deleteContainer(rt, id),
    containers: (machine, podUid) => containers.containersOf(rt, machine, podUid),
    container: (id) => rt.containers.get(id),
    podUids: (machine) => podUids(rt, machine),
    exec: (id, argv, stdin, timeoutMs, reply) => exec(rt, id, argv, stdin, timeoutMs, reply),
    openExec: (id, argv, session, { stdin, open }, reply) =>
      exec(rt, id, argv, stdin, 0, reply, { session, open }),
    execInput: (id, session, input) => execInput(rt, id, session, input),
    execView: (session) => execView(rt, session),
    attachView: (id) => attachView(rt, id),
    request: (request, reply) => sendRequest(rt, outsideExchange(rt.core, request, reply), NO_CARGO),
    log: (id) => (rt.containers.has(id) ? rt.logs.lines(id) : undefined),
    usage: (id) => usageOf(rt, id),
  };
}

function podUids(rt: Runtime, machine: string): readonly string[] {
  const bearers = [...rt.sandboxes.byIndex('machine', machine), ...rt.containers.byIndex('machine', machine)];
  return [...new Set(bearers.map(({ podUid }) => podUid))].sort(compareStrings);
}

function outsideExchange(core: WorldCore, spec: RequestSpec, reply: Reply): Exchange {
  const { now } = core.sim;
  return {
    spec,
    caller: { kind: 'outside', begun: begin(core, spec.fromMachine), reply },
    startedAt: now,
    deadline: now + spec.timeoutMs,
  };
}

function volumeFace({
  volumes,
}: Runtime): Face<
  | 'putVolume'
  | 'readVolumeFile'
  | 'hasVolume'
  | 'volumeBytes'
  | 'volumeInodes'
  | 'removeVolume'
  | 'volumeTree'
  | 'sharedMemory'
  | 'hostPathKind'
> {
  return {
    putVolume: volumes.put,
    readVolumeFile: volumes.text,
    hasVolume: volumes.has,
    volumeBytes: volumes.bytes,
    volumeInodes: volumes.inodes,
    removeVolume: volumes.remove,
    volumeTree: volumes.tree,
    sharedMemory: (sandboxId) => volumes.trees.read(sharedMemoryId(sandboxId)),
    hostPathKind: volumes.hostPathKind,
  };
}

type OtherCommands = Exclude<keyof WorldCommands, 'setRegistry' | 'registry' | 'setTagServed'>;

function commandFace(rt: Runtime, machines: Machines, manifests: Manifests): Face<OtherCommands> {
  return {
    addMachine: machines.add,
    removeMachine: machines.remove,
    powerOff: machines.powerOff,
    shutDown: machines.shutDown,
    powerOn: machines.powerOn,
    cutLink: machines.cutLink,
    healLink: machines.healLink,
    stopKubelet: machines.stopKubelet,
    startKubelet: machines.startKubelet,
    setManifest: manifests.set,
    killProcess: (id, pid, signal, entry) =>
      rt.core.sim.withCause(entry, () => signalTask(rt, id, parseSignal(signal) ?? 'TERM', pid)),
    killSandbox: (id, signal, entry) =>
      rt.core.sim.withCause(entry, () => sandboxes.signalSandbox(rt, id, parseSignal(signal) ?? 'TERM')),
    breakServer: (id, fault, entry) => breakServer(rt, id, fault, entry),
    mendServer: (id) => mendServer(rt, id),
    serverFault: (id) => serverFault(rt, id),
    shapeContainer: (id, name, value, entry) =>
      rt.core.sim.withCause(entry, () => shapeContainer(rt, id, name, value)),
    setLoadGenerator: (settings, entry) =>
      rt.core.sim.withCause(entry, () => setLoadGenerator(rt, settings, entry)),
    removeLoadGenerator: (name) => removeLoadGenerator(rt, name),
  };
}
