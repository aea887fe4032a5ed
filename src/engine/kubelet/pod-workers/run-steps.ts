/**
 * Carries out the steps of a sync, one after the other, across the replies they wait for.
 *
 * Upstream: the body of SyncPod in pkg/kubelet/kubelet.go and kuberuntime_manager.go (v1.37), which blocks where a step waits here.
 */
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import { must, unreachable } from '../../../base/assert.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import { beginStart, continueStart } from '../containers/start-container.ts';
import type { StepOutcome } from '../containers/start-container.ts';
import { allEnded, continueKill, onKillDue, startKills } from '../containers/kill-containers.ts';
import type { Victim } from '../containers/kill-containers.ts';
import { specOf } from '../containers/container-specs.ts';
import { removeForRestartAll, restartAllVictims } from '../containers/restart-all.ts';
import { changeRun, noteFailure } from '../containers/start-failure.ts';
import { onImagePulled } from '../images/ensure-image.ts';
import { beginVolumePull, continueVolumePull } from '../images/image-volumes.ts';
import { changeWorker, drawn, numberedReply } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { completeResize } from '../resize/resize-pod.ts';
import { mountVolumes, mountsTimedOut } from '../volumes/mount-volumes.ts';
import { completeSync } from './complete-sync.ts';
import { beginSandbox, continueSandbox, stopSandboxes } from './sandbox-steps.ts';
import { planSteps } from './plan-steps.ts';
import { finishTerminating } from './sync-terminated.ts';
import { newRun } from './sync-run.ts';
import type { SyncRun, SyncStep } from './sync-run.ts';

/** Begins a sync made of these steps. */
export function startRun(k: Kubelet, key: string, steps: readonly SyncStep[]): void {
  const worker = must(k.workers.get(key), key);
  changeWorker(k, key, { run: newRun(steps, worker.runtime, k.sim.now), wanted: false });
  advance(k, key);
}

/** Does steps until one has to wait or all are done. */
function advance(k: Kubelet, key: string): void {
  for (;;) {
    const run = must(k.workers.get(key)?.run, 'a sync under way');
    const step = run.steps[run.at];
    if (step === undefined) return finish(k, key, run);
    const outcome = begin(k, key, step);
    if (outcome === 'waits') return;
    stepOver(k, key, step, outcome);
  }
}

/** After a failed init container nothing else is started in this sync; other failures do not stop what follows. */
function stepOver(k: Kubelet, key: string, step: SyncStep, outcome: StepOutcome): void {
  const run = must(k.workers.get(key)?.run, 'a sync under way');
  const ends = outcome === 'failed' && (step.do !== 'start' || step.kind === 'init');
  changeRun(k, key, { at: ends ? run.steps.length : run.at + 1, call: 0, kills: [] });
}

function begin(k: Kubelet, key: string, step: SyncStep): StepOutcome {
  switch (step.do) {
    case 'mount-volumes':
      return mount(k, key);
    case 'plan':
      return plan(k, key);
    case 'kill-pod':
      return kill(k, key, runningVictims(k, key), {
        graceMs: step.graceMs,
        message: step.message,
        probe: undefined,
      });
    case 'kill-container': {
      const victims = runningVictims(k, key).filter((victim) => victim.containerId === step.containerId);
      const probe = step.reason === 'liveness' || step.reason === 'startup' ? step.reason : undefined;
      return kill(k, key, victims, { graceMs: null, message: step.message, probe });
    }
    case 'stop-sandboxes':
      return stopSandboxes(k, key);
    case 'restart-all':
      return kill(k, key, restartAllVictims(k, key, step.trigger), {
        graceMs: null,
        message: 'killing',
        probe: undefined,
      });
    case 'remove-all':
      return removeForRestartAll(k, key, step.trigger);
    case 'create-sandbox':
      return beginSandbox(k, key, step.attempt);
    case 'pull-volume':
      return beginVolumePull(k, key, step.volume);
    case 'start':
      return beginStart(k, key, step.kind, step.name);
    case 'resize':
      return beginResize(k, key);
    default:
      return unreachable(step);
  }
}

function plan(k: Kubelet, key: string): StepOutcome {
  const steps = planSteps(k, key);
  const run = must(k.workers.get(key)?.run, 'a sync under way');
  changeRun(k, key, { steps: [...run.steps, ...steps] });
  return 'done';
}

function mount(k: Kubelet, key: string): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const run = must(worker.run, 'a sync under way');
  if ((worker.pod.spec.volumes ?? []).length === 0 && worker.volumesMounted) return 'done';
  if (!worker.volumesMounted && run.since === k.sim.now) {
    k.sim.setTimer(
      `kubelet/mount/${key}`,
      k.sim.now + drawn(k, worker.machine, 'mount', k.settings.mountMs),
      'kubelet/mount-due',
      key,
    );
    return 'waits';
  }
  const outcome = mountVolumes(k, worker);
  if (outcome === 'mounted') {
    if (!worker.volumesMounted) changeWorker(k, key, { volumesMounted: true });
    return 'done';
  }
  if ('error' in outcome) return mountFailed(k, key, outcome.error);
  const giveUpAt = run.since + k.settings.mountWaitMsMax;
  if (k.sim.now >= giveUpAt) return mountFailed(k, key, mountsTimedOut(k, worker));
  k.sim.setTimer(`kubelet/mount/${key}`, Math.min(outcome.retryAt, giveUpAt), 'kubelet/mount-due', key);
  return 'waits';
}

function mountFailed(k: Kubelet, key: string, error: string): StepOutcome {
  noteFailure(k, key, { container: '', reason: 'FailedMount', message: error });
  return 'failed';
}

export function onMountDue(k: Kubelet, event: SimEvent): void {
  const run = k.workers.get(event.target)?.run;
  if (run?.steps[run.at]?.do === 'mount-volumes') advance(k, event.target);
}

/** Containers that run now, as a kill finds them. */
function runningVictims(k: Kubelet, key: string): readonly Victim[] {
  const worker = must(k.workers.get(key), key);
  return k.world
    .containers(worker.machine, worker.uid)
    .filter((record) => record.state === 'running')
    .map((record) => ({
      containerId: record.id,
      name: record.name,
      kind: specOf(worker.pod, record.name)?.kind ?? 'app',
    }));
}

function kill(
  k: Kubelet,
  key: string,
  victims: readonly Victim[],
  options: Parameters<typeof startKills>[3],
): StepOutcome {
  if (victims.length === 0) return 'done';
  return startKills(k, key, victims, options) ? 'done' : 'waits';
}

const RESIZE_MS = [50, 100] as const;

function beginResize(k: Kubelet, key: string): StepOutcome {
  const { call, reply } = numberedReply(k, key);
  const worker = must(k.workers.get(key), key);
  changeRun(k, key, { call, acted: true });
  k.sim.schedule(drawn(k, worker.machine, 'resize', RESIZE_MS), reply.kind, reply.target, {
    payload: { ...reply.payload, result: {} },
  });
  return 'waits';
}

/** A reply for a worker. Replies to syncs that are over, and to workers of an earlier kubelet, find nobody. */
export function onReplied(k: Kubelet, event: SimEvent): void {
  const { payload } = event;
  if (!isJsonObject(payload) || typeof payload.call !== 'number') return;
  deliver(k, event.target, payload.call, payload.result);
}

export function onPullReplied(k: Kubelet, event: SimEvent): void {
  const reply = onImagePulled(k, event);
  if (reply !== undefined) deliver(k, reply.key, reply.call, reply.result);
}

function deliver(k: Kubelet, key: string, call: number, result: Json | undefined): void {
  const run = k.workers.get(key)?.run;
  if (run === null || run === undefined) return;
  if (run.call === call) return settle(k, key, goOn(k, key, run, result));
  if (continueKill(k, key, call, result)) afterKillProgress(k, key);
}

function goOn(k: Kubelet, key: string, run: SyncRun, result: Json | undefined): StepOutcome {
  const step = run.steps[run.at];
  if (step?.do === 'start') return continueStart(k, key, result);
  if (step?.do === 'pull-volume') return continueVolumePull(k, key, step.volume, result);
  if (step?.do === 'create-sandbox') return continueSandbox(k, key, result);
  if (step?.do === 'stop-sandboxes') return stopSandboxes(k, key);
  return 'done';
}

function settle(k: Kubelet, key: string, outcome: StepOutcome): void {
  if (outcome === 'waits') return;
  const run = must(k.workers.get(key)?.run, 'a sync under way');
  stepOver(k, key, must(run.steps[run.at], 'a step under way'), outcome);
  advance(k, key);
}

/** When the last of the containers has ended, the step that killed them is done. */
function afterKillProgress(k: Kubelet, key: string): void {
  if (!allEnded(k, key)) return;
  const run = must(k.workers.get(key)?.run, 'a sync under way');
  settle(k, key, run.start === null ? 'done' : continueStart(k, key, undefined));
}

export function onKillTimeUp(k: Kubelet, event: SimEvent): void {
  if ((k.workers.get(event.target)?.run ?? null) === null) return;
  onKillDue(k, event);
  afterKillProgress(k, event.target);
}

function finish(k: Kubelet, key: string, run: SyncRun): void {
  const worker = must(k.workers.get(key), key);
  if (worker.stage === 'terminating') return finishTerminating(k, worker);
  completeSync(k, key, run.acted, run.failures);
  if (run.failures.length === 0 && run.acted) completeResize(k, key);
}
