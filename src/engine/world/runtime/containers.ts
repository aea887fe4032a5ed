/**
 * Containers from creation to removal. Stands for the CRI calls CreateContainer, StartContainer, StopContainer and RemoveContainer.
 *
 * **Simplified:** no user namespaces, devices, capabilities or seccomp.
 */
import { compareStrings } from '../../../base/compare.ts';
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Millis } from '../../sim/time.ts';
import { behaviourOf } from '../behaviour/behaviour.ts';
import { behaviourAlarms } from '../behaviour/effects.ts';
import { shapedBehaviour } from '../behaviour/shape.ts';
import type { ContainerConfig, ContainerRecord, Reply, SandboxRecord } from '../contract.ts';
import { answerNow, asJson, begin, drawMs, isAlive, runtimeChanged } from '../core.ts';
import type { Begun } from '../core.ts';
import { startContainer as startProcesses } from '../programs/container.ts';
import { parseSignal } from '../programs/signals.ts';
import { emptyFileId } from '../volumes/trees.ts';
import { argvOf, copyId, layerId, specOf } from './container-spec.ts';
import { endTask } from './exits.ts';
import { newId } from './identifiers.ts';
import { timerKey } from './records.ts';
import type { Alarm, Runtime, Task } from './records.ts';
import { mendServer } from './server-faults.ts';
import { applyStep, changeTask, ioFor, setTimer, signalTask } from './tasks.ts';

export interface ContainerCreate extends Begun {
  readonly config: ContainerConfig;
  readonly reply: Reply;
}
export interface ContainerStart extends Begun {
  readonly containerId: string;
  readonly reply: Reply;
}

const RUNC_PREFIX =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
export function createContainer(rt: Runtime, config: ContainerConfig, reply: Reply): void {
  const machine = rt.sandboxes.get(config.sandboxId)?.machine;
  if (machine === undefined) {
    return answerNow(rt.core, reply, {
      ok: false,
      error: `failed to find sandbox id ${JSON.stringify(config.sandboxId)}: not found`,
    });
  }
  const delay = drawMs(rt.core, machine, 'container-create', rt.core.settings.containerCreateMs);
  const create: ContainerCreate = { config, reply, ...begin(rt.core, machine) };
  rt.core.sim.schedule(delay, 'world/container-created', config.sandboxId, { payload: asJson(create) });
}

export function containerCreated(rt: Runtime, { config, reply, machine, boot }: ContainerCreate): void {
  if (!isAlive(rt.core, { machine, boot })) return;
  const sandbox = rt.sandboxes.get(config.sandboxId);
  const checked =
    sandbox === undefined
      ? fail(`failed to find sandbox id ${JSON.stringify(config.sandboxId)}: not found`)
      : checkCreate(rt, sandbox, config);
  if (sandbox === undefined || !checked.ok)
    return answerNow(rt.core, reply, { ok: false, error: checked.ok ? '' : checked.error });
  const id = newId(rt.core, machine, `${sandbox.podUid} ${config.name} ${config.attempt}`);
  const behaviour = shapedBehaviour(rt, sandbox.podUid, config);
  const shaped = behaviour === config.behaviour ? config : { ...config, behaviour };
  rt.containers.put(id, newContainer(rt, id, sandbox, shaped, checked.value));
  answerNow(rt.core, reply, { ok: true, containerId: id });
}

/** **Why:** the spread comes last because adding fields after one is twenty times slower in V8. */
function newContainer(
  rt: Runtime,
  id: string,
  sandbox: SandboxRecord,
  config: ContainerConfig,
  image: ResolvedImage,
): ContainerRecord {
  return {
    id,
    machine: sandbox.machine,
    podUid: sandbox.podUid,
    state: 'created',
    createdAt: rt.core.sim.now,
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    reason: '',
    message: '',
    terminationMessage: '',
    imageRef: image.imageRef,
    imageId: image.imageId,
    entry: 0,
    ...config,
  };
}

type ResolvedImage = Pick<ContainerRecord, 'imageRef' | 'imageId'>;

function checkCreate(
  rt: Runtime,
  sandbox: SandboxRecord,
  config: ContainerConfig,
): Result<ResolvedImage, string> {
  if (sandbox.state !== 'ready')
    return fail(`sandbox container ${JSON.stringify(sandbox.id)} is not running`);
  const image = rt.images.has(sandbox.machine, config.image);
  if (image === undefined) return fail(`failed to resolve image ${JSON.stringify(config.image)}: not found`);
  const files = rt.images.config(image.ref);
  if (files === undefined || argvOf(config, files).length === 0)
    return fail('failed to generate container spec: no command specified');
  return ok({ imageRef: image.ref, imageId: image.repoDigest });
}

export function startContainer(rt: Runtime, containerId: string, reply: Reply): void {
  const container = rt.containers.get(containerId);
  if (container === undefined) return answerNow(rt.core, reply, noSuchContainer(containerId));
  const delay = drawMs(rt.core, container.machine, 'container-start', rt.core.settings.containerStartMs);
  const start: ContainerStart = { containerId, reply, ...begin(rt.core, container.machine) };
  rt.core.sim.schedule(delay, 'world/container-started', containerId, { payload: asJson(start) });
}

function noSuchContainer(containerId: string): { readonly ok: false; readonly error: string } {
  return {
    ok: false,
    error: `an error occurred when try to find container ${JSON.stringify(containerId)}: not found`,
  };
}

export function containerStarted(rt: Runtime, { containerId, reply, ...begun }: ContainerStart): void {
  if (!isAlive(rt.core, begun)) return;
  const container = rt.containers.get(containerId);
  const sandbox = container && rt.sandboxes.get(container.sandboxId);
  if (container === undefined || sandbox === undefined)
    return answerNow(rt.core, reply, noSuchContainer(containerId));
  if (container.state !== 'created')
    return answerNow(rt.core, reply, {
      ok: false,
      error: `container is in CONTAINER_${container.state.toUpperCase()} state`,
    });
  if (sandbox.state !== 'ready')
    return answerNow(rt.core, reply, {
      ok: false,
      error: `sandbox container ${JSON.stringify(sandbox.id)} is not running`,
    });
  const outcome = startProcesses(specOf(rt, container, sandbox), ioFor(rt, container.machine, container.id));
  if (!outcome.started) return failStart(rt, container, outcome.message, reply);
  rt.containers.put(containerId, { ...container, state: 'running', startedAt: rt.core.sim.now });
  rt.tasks.put(containerId, newTask(rt, container, { ...outcome.container, processes: [] }));
  answerNow(rt.core, reply, { ok: true });
  applyStep(rt, containerId, outcome);
}

function failStart(rt: Runtime, container: ContainerRecord, why: string, reply: Reply): void {
  const message = `${RUNC_PREFIX}exec: ${why}`;
  rt.containers.put(container.id, {
    ...container,
    state: 'exited',
    finishedAt: rt.core.sim.now,
    exitCode: 128,
    reason: 'StartError',
    message,
  });
  answerNow(rt.core, reply, { ok: false, error: message });
}

function newTask(rt: Runtime, container: ContainerRecord, processes: Task['processes']): Task {
  const { sim } = rt.core;
  return {
    containerId: container.id,
    machine: container.machine,
    sandboxId: container.sandboxId,
    processes,
    program: '',
    wakeAt: null,
    alarms: behaviourAlarms(container, sim.now, 0),
    stopWaiters: [],
    sessions: [],
    inbound: [],
    nextSession: 1,
    nextConnection: 1,
    signalled: null,
    grown: { bytes: 0, at: sim.now },
    cpuSample: { at: sim.now, cpuMs: 0 },
  };
}

/** The stop signal now, KILL when the grace is over. A second call may shorten the grace, never lengthen it. */
export function stopContainer(
  rt: Runtime,
  containerId: string,
  signalName: string,
  graceMs: Millis,
  reply: Reply,
): void {
  const container = rt.containers.get(containerId);
  if (container === undefined || !rt.tasks.has(containerId)) return answerNow(rt.core, reply, {});
  const signal = parseSignal(signalName) ?? 'TERM';
  const kill: Alarm = { at: rt.core.sim.now + graceMs, kind: 'kill' };
  const waiter = { begun: begin(rt.core, container.machine), reply };
  changeTask(rt, containerId, (task) => ({
    stopWaiters: [...task.stopWaiters, waiter],
    alarms: [...task.alarms, kill],
    signalled: { signal, cause: rt.core.sim.cause },
  }));
  if (graceMs <= 0) return signalTask(rt, containerId, 'KILL');
  if (signal !== 'KILL' && behaviourOf(container).ignoresTerm) return setTimer(rt, containerId);
  signalTask(rt, containerId, signal);
}

export function deleteContainer(rt: Runtime, containerId: string): void {
  endTask(rt, containerId, { kind: 'killed' });
  rt.containers
    .get(containerId)
    ?.mounts.forEach((_mount, index) => rt.volumes.trees.delete(copyId(containerId, index)));
  rt.containers.delete(containerId);
  rt.logs.remove(containerId);
  rt.volumes.trees.delete(layerId(containerId));
  rt.volumes.trees.delete(emptyFileId(`${containerId}/termination`));
}

/** Newest attempt first, then by name. */
export function containersOf(rt: Runtime, machine: string, podUid: string): readonly ContainerRecord[] {
  const here = rt.containers.byIndex('pod', podUid).filter((container) => container.machine === machine);
  return here.sort((a, b) => b.attempt - a.attempt || compareStrings(a.name, b.name));
}

/** Power loss: every process is gone at once; nobody is told, for nobody is there. */
export function dropTasks(rt: Runtime, machine: string): void {
  for (const task of rt.tasks.byIndex('machine', machine)) {
    rt.core.sim.cancelTimer(timerKey(task.containerId));
    rt.tasks.delete(task.containerId);
    for (const pending of task.inbound) rt.traffic.answered(task.containerId, pending, { kind: 'hang' });
  }
}

/** After a boot: what ran is found dead. Exit code and reason are containerd's for a task it does not find. */
export function findDead(rt: Runtime, machine: string): void {
  const { sim } = rt.core;
  for (const container of rt.containers.byIndex('machine', machine)) {
    if (container.state !== 'running') continue;
    rt.logs.close(container.id);
    mendServer(rt, container.id);
    rt.containers.put(container.id, {
      ...container,
      state: 'exited',
      finishedAt: sim.now,
      exitCode: 255,
      reason: 'Unknown',
      entry: sim.cause,
    });
  }
  for (const sandbox of rt.sandboxes.byIndex('machine', machine)) {
    rt.sandboxes.put(sandbox.id, {
      ...sandbox,
      state: 'not-ready',
      ips: [],
      entry: sandbox.entry === 0 ? sim.cause : sandbox.entry,
    });
    runtimeChanged(rt.core, machine, sandbox.podUid);
  }
}
