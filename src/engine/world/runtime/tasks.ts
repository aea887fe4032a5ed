/**
 * Running containers: drives the processes of each and keeps its one timer. Stands for containerd-shim, runc and the kernel's part in
 * signals, memory limits and exits.
 *
 * **Simplified:** memory over the limit kills the whole container (cgroup v2 with memory.oom.group), machine-wide shortage kills nobody.
 */
import { must } from '../../../base/assert.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Millis } from '../../sim/time.ts';
import { behaviourOf } from '../behaviour/behaviour.ts';
import { grownOf } from '../behaviour/effects.ts';
import { answerNow, isAlive } from '../core.ts';
import { advance, memoryUse, sendSignal } from '../programs/container.ts';
import type { Effect, Neighbour, ProcessIo, SignalName, Step } from '../programs/contract.ts';
import { endTask } from './exits.ts';
import { findClash } from './port-clash.ts';
import type { Clash } from './port-clash.ts';
import { copyTask, timerKey } from './records.ts';
import type { Alarm, Runtime, Task, TrafficAnswer } from './records.ts';

/** Text of an exec's output is cut to this many characters. */
const EXEC_OUTPUT_MAX = 10 * 1024;
/** A person sees the end of it. */
const PERSON_OUTPUT_MAX = 64 * 1024;

/** `containerId`: of the container whose processes ask, so that they see the others of a shared process namespace. */
export function ioFor(rt: Runtime, machine: string, containerId?: string): ProcessIo {
  const { sim, epochMs } = rt.core;
  return {
    now: sim.now,
    wallMs: epochMs + sim.now,
    files: rt.volumes.trees,
    random: (bound, reason) => sim.random(`world/${machine}/process/${reason}`, bound),
    neighbours: () => (containerId === undefined ? [] : neighboursOf(rt, containerId)),
  };
}

const PAUSE: Neighbour = { pid: 1, uid: 65_535, argv: ['/pause'] };

function neighboursOf(rt: Runtime, containerId: string): readonly Neighbour[] {
  const sandbox = rt.sandboxes.get(rt.tasks.get(containerId)?.sandboxId ?? '');
  if (sandbox?.shareProcessNamespace !== true) return [];
  const others = rt.tasks
    .byIndex('sandbox', sandbox.id)
    .filter((task) => task.containerId !== containerId)
    .flatMap(({ processes }) =>
      processes.processes.map(({ pid, argv }) => ({ pid, uid: processes.identity.who.uid, argv })),
    );
  return [PAUSE, ...others];
}

/** A process signals another container's, or the pause process: the kernel delivers it right after. */
export function outsideSignalled(rt: Runtime, { containerId, pid, signal }: OutsideSignal): void {
  const from = rt.tasks.get(containerId);
  if (from === undefined) return;
  const to = rt.tasks
    .byIndex('sandbox', from.sandboxId)
    .find(({ processes }) => processes.processes.some((process) => process.pid === pid));
  if (to !== undefined) signalTask(rt, to.containerId, signal, pid);
}

export interface OutsideSignal {
  readonly containerId: string;
  readonly pid: number;
  readonly signal: SignalName;
}

export function taskOf(rt: Runtime, containerId: string): Task {
  return must(rt.tasks.get(containerId), `container ${containerId} has no task`);
}

/** Changes the execution of a container that may have ended meanwhile. */
export function changeTask(rt: Runtime, containerId: string, fields: (task: Task) => Partial<Task>): void {
  const task = rt.tasks.get(containerId);
  if (task !== undefined) rt.tasks.put(containerId, { ...task, ...fields(task) });
}

/** Stores what a call to the processes left behind, carries its effects out, and sets the timer. */
export function applyStep(rt: Runtime, containerId: string, step: Step): void {
  const before = rt.tasks.get(containerId);
  const clash = before && findClash(rt, before, step.container);
  if (before !== undefined) {
    const after = copyTask(before);
    after.processes = step.container;
    after.program = firstProgram(step) ?? before.program;
    after.wakeAt = step.wakeAt;
    after.cpuSample = sampleCpu(rt, before);
    rt.tasks.put(containerId, after);
  }
  for (const effect of joinOutput(step.effects)) carryOut(rt, containerId, effect);
  if (clash !== undefined) return giveUpPort(rt, containerId, clash);
  if (isOverLimit(rt, containerId)) return endTask(rt, containerId, { kind: 'out-of-memory' });
  setTimer(rt, containerId);
}

function giveUpPort(rt: Runtime, containerId: string, { pid, text }: Clash): void {
  const task = rt.tasks.get(containerId);
  if (task === undefined) return;
  rt.logs.write(containerId, 'stderr', text);
  if (pid === task.processes.firstPid)
    return endTask(rt, containerId, { kind: 'ended', code: 1, signal: null });
  applyStep(rt, containerId, sendSignal(task.processes, 'KILL', ioFor(rt, task.machine, containerId), pid));
}

function firstProgram({ container }: Step): string | undefined {
  return container.processes.find(({ pid }) => pid === container.firstPid)?.program;
}

/** Writes that follow one another become one: a program that greets with ten lines costs one write of the log. */
function joinOutput(effects: readonly Effect[]): readonly Effect[] {
  if (effects.length < 2) return effects;
  const joined: Effect[] = [];
  for (const effect of effects) {
    const last = joined.at(-1);
    const follows = effect.kind === 'output' && last?.kind === 'output';
    if (follows && last.session === effect.session && last.stream === effect.stream) {
      joined[joined.length - 1] = { ...last, text: last.text + effect.text };
    } else joined.push(effect);
  }
  return joined;
}

function sampleCpu(rt: Runtime, { cpuSample, processes }: Task): Task['cpuSample'] {
  const { now } = rt.core.sim;
  return now - cpuSample.at < 10_000 ? cpuSample : { at: now, cpuMs: processes.cpuMs };
}

function carryOut(rt: Runtime, containerId: string, effect: Effect): void {
  switch (effect.kind) {
    case 'output':
      return effect.session === null
        ? rt.logs.write(containerId, effect.stream, effect.text)
        : changeTask(rt, containerId, (task) => withOutput(task, effect.session, effect.text));
    case 'request':
      return rt.traffic.asked(containerId, effect.id, effect.request);
    case 'request-dropped':
      return undefined;
    case 'answer':
      return answerInbound(rt, containerId, effect.connection, effect.answer);
    case 'session-ended':
      return endSession(rt, containerId, effect.session, effect.code, false);
    case 'outside-signal': {
      const payload = { containerId, pid: effect.pid, signal: effect.signal };
      return rt.core.sim.schedule(0, 'world/outside-signal', containerId, { payload });
    }
    case 'ended':
      return endTask(rt, containerId, { kind: 'ended', code: effect.code, signal: effect.signal });
  }
}

function withOutput(task: Task, session: string | null, text: string): Partial<Task> {
  return {
    sessions: task.sessions.map((known) => {
      if (known.id !== session) return known;
      const all = known.output + text;
      const output = known.name === '' ? all.slice(0, EXEC_OUTPUT_MAX) : all.slice(-PERSON_OUTPUT_MAX);
      return { ...known, output, printed: known.printed + text.length };
    }),
  };
}

/** Tells the caller how its command ended, and forgets the session. */
export function endSession(
  rt: Runtime,
  containerId: string,
  session: string,
  exitCode: number,
  timedOut: boolean,
): void {
  const task = rt.tasks.get(containerId);
  const ended = task?.sessions.find((known) => known.id === session);
  if (task === undefined || ended === undefined) return;
  const alarms = task.alarms.filter((alarm) => alarm.kind !== 'exec-timeout' || alarm.session !== session);
  rt.tasks.put(containerId, { ...task, alarms, sessions: task.sessions.filter((known) => known !== ended) });
  if (isAlive(rt.core, ended.begun))
    answerNow(rt.core, ended.reply, {
      exitCode,
      output: ended.output,
      timedOut,
      ...(ended.name === '' ? {} : { printed: ended.printed }),
    });
}

function answerInbound(rt: Runtime, containerId: string, connection: number, answer: TrafficAnswer): void {
  const task = rt.tasks.get(containerId);
  const pending = task?.inbound.find((known) => known.connection === connection);
  if (task === undefined || pending === undefined) return;
  if (answer.kind === 'hang' && pending.spec.protocol !== 'tcp') return;
  const after = copyTask(task);
  after.inbound = task.inbound.filter((known) => known !== pending);
  after.alarms = withoutTimeout(task.alarms, connection);
  rt.tasks.put(containerId, after);
  rt.traffic.answered(containerId, pending, answer);
}

export function withoutInbound(task: Task, connection: number): Pick<Task, 'inbound' | 'alarms'> {
  return {
    inbound: task.inbound.filter((known) => known.connection !== connection),
    alarms: withoutTimeout(task.alarms, connection),
  };
}

function withoutTimeout(alarms: Task['alarms'], connection: number): Task['alarms'] {
  return alarms.filter((alarm) => alarm.kind !== 'request-timeout' || alarm.connection !== connection);
}

/** Memory of the processes and of what annotations add, in bytes. */
export function memoryOf(rt: Runtime, task: Task): number {
  const container = rt.containers.get(task.containerId);
  if (container === undefined) return 0;
  const { memoryBytes } = behaviourOf(container);
  return memoryUse(task.processes) + memoryBytes + grownOf(container, task, rt.core.sim.now);
}

function isOverLimit(rt: Runtime, containerId: string): boolean {
  const limit = rt.containers.get(containerId)?.memoryLimitBytes;
  if (limit === undefined) return false;
  const task = rt.tasks.get(containerId);
  return task !== undefined && memoryOf(rt, task) > limit;
}

/** Sets the container's one timer to whatever comes first. */
export function setTimer(rt: Runtime, containerId: string): void {
  const task = rt.tasks.get(containerId);
  if (task === undefined) return;
  const { sim } = rt.core;
  let at = task.wakeAt;
  for (const alarm of task.alarms) at = earlier(at, alarm.at);
  const key = timerKey(containerId);
  if (at === null) sim.cancelTimer(key);
  else if (sim.timer(key)?.at !== at) sim.setTimer(key, at, 'world/task-due', containerId);
}

function earlier(a: Millis | null, b: Millis): Millis {
  return a === null ? b : Math.min(a, b);
}

export function taskDue(rt: Runtime, event: SimEvent): void {
  const containerId = event.target;
  const { now } = rt.core.sim;
  const task = taskOf(rt, containerId);
  if (task.alarms.length > 0) ringDue(rt, task);
  const awake = rt.tasks.get(containerId);
  if (awake === undefined) return;
  if (awake.wakeAt !== null && awake.wakeAt <= now)
    applyStep(rt, containerId, advance(awake.processes, ioFor(rt, awake.machine, containerId)));
  else setTimer(rt, containerId);
}

function ringDue(rt: Runtime, task: Task): void {
  const { now } = rt.core.sim;
  const due = task.alarms.filter((alarm) => alarm.at <= now);
  if (due.length === 0) return;
  rt.tasks.put(task.containerId, { ...task, alarms: task.alarms.filter((alarm) => alarm.at > now) });
  for (const alarm of due) ring(rt, task.containerId, alarm);
}

function ring(rt: Runtime, containerId: string, alarm: Alarm): void {
  switch (alarm.kind) {
    case 'kill':
      return endTask(rt, containerId, { kind: 'killed' });
    case 'crash':
      return endTask(rt, containerId, { kind: 'crashed' });
    case 'memory':
      return isOverLimit(rt, containerId) ? endTask(rt, containerId, { kind: 'out-of-memory' }) : undefined;
    case 'exec-timeout':
      return cutSession(rt, containerId, alarm.session);
    case 'request-timeout':
      return answerInbound(rt, containerId, alarm.connection, { kind: 'timeout' });
  }
}

/** The runtime gives the caller its answer and kills the command. */
function cutSession(rt: Runtime, containerId: string, session: string): void {
  endSession(rt, containerId, session, 137, true);
  const task = rt.tasks.get(containerId);
  const pid = task?.processes.sessions.find((known) => known.id === session)?.pid;
  if (task !== undefined && pid !== undefined)
    applyStep(rt, containerId, sendSignal(task.processes, 'KILL', ioFor(rt, task.machine, containerId), pid));
}

/** A signal from outside. KILL to the first process ends the container whatever it does. */
export function signalTask(
  rt: Runtime,
  containerId: string,
  signal: SignalName,
  pid: number | 'main' = 'main',
): void {
  const task = rt.tasks.get(containerId);
  if (task === undefined) return;
  const { firstPid } = task.processes;
  const toFirst = pid === 'main' || pid === firstPid;
  if (toFirst) rt.tasks.put(containerId, { ...task, signalled: { signal, cause: rt.core.sim.cause } });
  if (toFirst && signal === 'KILL') return endTask(rt, containerId, { kind: 'killed' });
  applyStep(
    rt,
    containerId,
    sendSignal(task.processes, signal, ioFor(rt, task.machine, containerId), pid === 'main' ? firstPid : pid),
  );
}
