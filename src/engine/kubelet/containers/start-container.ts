/**
 * The start of one container within a sync: back-off, image, configuration, create, start, postStart. Each stage that takes time waits for
 * a reply and goes on from there.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer, kuberuntime_manager.go doBackOff (v1.37).
 */
import { jsonText } from '../../../base/json.ts';
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import { must } from '../../../base/assert.ts';
import type { Container } from '../../api/core-v1-pod.ts';
import { hookError, runHook } from '../hooks/hooks.ts';
import { afterPull, ensureImage } from '../images/ensure-image.ts';
import { volumeError } from '../images/image-volumes.ts';
import type { ImageOutcome } from '../images/ensure-image.ts';
import { containerEvent, numberedReply } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { noteRuntimeChange } from '../pleg/relist.ts';
import { podDescription } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { StartProgress } from '../pod-workers/sync-run.ts';
import { statusOfContainer } from '../status/status-cache.ts';
import { containerConfig } from './container-config.ts';
import { containerHash } from './container-hash.ts';
import { specOf } from './container-specs.ts';
import type { ContainerKind } from './container-specs.ts';
import { backOffUntil, delayInForce, goSeconds, nextBackOff } from './crash-backoff.ts';
import type { BackOffLimits } from './crash-backoff.ts';
import { startKills } from './kill-containers.ts';
import { changeRun, forgetFailure, noteFailure } from './start-failure.ts';

export type StepOutcome = 'done' | 'waits' | 'failed';

/** Begins the start of a container. */
export function beginStart(k: Kubelet, key: string, kind: ContainerKind, name: string): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const spec = specOf(worker.pod, name);
  if (spec === undefined) return 'done';
  changeRun(k, key, { acted: true });
  if (inCrashBackOff(k, worker, kind, name)) return 'failed';
  const start: StartProgress = {
    kind,
    name,
    stage: 'image',
    attempt: nextAttempt(k, worker, name),
    containerId: '',
    imageRef: '',
    failure: '',
  };
  changeRun(k, key, { start });
  const unmountable = volumeError(worker, spec.container);
  if (unmountable !== undefined)
    return fails(k, key, unmountable.reason, unmountable.message, unmountable.reason);
  return withImage(k, key, ensureImage(k, must(k.workers.get(key), key), start, spec.container));
}

/** Number of the run to come; a container whose runs were all removed goes on counting from its status. */
function nextAttempt(k: Kubelet, worker: PodWorker, name: string): number {
  const newest = k.world.containers(worker.machine, worker.uid).find((record) => record.name === name);
  return newest === undefined ? (statusOfContainer(k, worker, name)?.restartCount ?? 0) : newest.attempt + 1;
}

function limits(k: Kubelet): BackOffLimits {
  return { initialMs: k.settings.crashLoopBackOffMs, maxMs: k.settings.crashLoopBackOffMsMax };
}

/** The pause counts from the newest run that the sync saw dead, and doubles when it is over. */
function inCrashBackOff(k: Kubelet, worker: PodWorker, kind: ContainerKind, name: string): boolean {
  const dead = worker.run?.runtime.containers.find(
    (record) => record.name === name && record.state === 'exited',
  );
  if (dead === undefined) return false;
  const image = specOf(worker.pod, name)?.container.image ?? '';
  const entryKey = `${worker.key}/c/${name}/${containerHash(name, image)}`;
  const entry = k.backOffs.get(entryKey);
  const until = backOffUntil(entry, dead.finishedAt, k.sim.now, limits(k));
  if (until === undefined) {
    k.backOffs.put(entryKey, nextBackOff(entry, dead.finishedAt, k.sim.now, limits(k)));
    return false;
  }
  const pod = podDescription(worker.pod, worker.uid);
  containerEvent(
    k,
    worker,
    { kind, name },
    'Warning',
    'BackOff',
    `Back-off restarting failed container ${name} in pod ${pod}`,
  );
  const delay = goSeconds(delayInForce(entry, dead.finishedAt, limits(k)));
  const message = `back-off ${delay} restarting failed container=${name} pod=${pod}`;
  noteFailure(k, worker.key, { container: name, reason: 'CrashLoopBackOff', message, until });
  return true;
}

function withImage(k: Kubelet, key: string, outcome: ImageOutcome): StepOutcome {
  if (outcome.image === 'pulling') {
    changeRun(k, key, { call: outcome.call });
    return 'waits';
  }
  if (outcome.image === 'failed') return fails(k, key, outcome.reason, outcome.message, outcome.reason);
  return create(k, key, outcome.ref);
}

/** Gives up: event, reason for the status, outcome of the sync. */
function fails(k: Kubelet, key: string, reason: string, message: string, eventText = message): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const start = must(worker.run?.start, 'a start under way');
  containerEvent(k, worker, start, 'Warning', 'Failed', `Error: ${eventText}`);
  noteFailure(k, key, { container: start.name, reason, message });
  changeRun(k, key, { start: null });
  return 'failed';
}

function create(k: Kubelet, key: string, imageRef: string): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const run = must(worker.run, 'a sync under way');
  const start = must(run.start, 'a start under way');
  const container = must(specOf(worker.pod, start.name), start.name).container;
  const config = containerConfig(k, worker, container, {
    kind: start.kind,
    attempt: start.attempt,
    sandboxId: run.sandboxId,
  });
  if (!config.ok) return fails(k, key, 'CreateContainerConfigError', config.error);
  const { call, reply } = numberedReply(k, key);
  changeRun(k, key, { call, start: { ...start, stage: 'create', imageRef } });
  k.world.createContainer(config.value, reply);
  return 'waits';
}

/** Goes on with the start after the reply it waited for. */
export function continueStart(k: Kubelet, key: string, result: Json | undefined): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const start = must(worker.run?.start, 'a start under way');
  const fields = isJsonObject(result) ? result : {};
  if (start.stage === 'image') {
    const image = specOf(worker.pod, start.name)?.container.image ?? '';
    return withImage(k, key, afterPull(k, worker, start, image, result));
  }
  if (start.stage === 'create') return afterCreate(k, worker, start, fields);
  if (start.stage === 'start') return afterStart(k, worker, start, fields);
  if (start.stage === 'post-start') return afterPostStart(k, worker, start, result);
  return afterKill(k, worker, start);
}

function afterCreate(
  k: Kubelet,
  worker: PodWorker,
  start: StartProgress,
  result: { readonly [key: string]: Json | undefined },
): StepOutcome {
  noteRuntimeChange(k, worker.machine, worker.uid);
  if (result.ok !== true) return fails(k, worker.key, 'CreateContainerError', jsonText(result.error));
  containerEvent(k, worker, start, 'Normal', 'Created', 'Container created');
  const containerId = jsonText(result.containerId);
  const { call, reply } = numberedReply(k, worker.key);
  changeRun(k, worker.key, { call, start: { ...start, stage: 'start', containerId } });
  k.world.startContainer(containerId, reply);
  return 'waits';
}

function afterStart(
  k: Kubelet,
  worker: PodWorker,
  start: StartProgress,
  result: { readonly [key: string]: Json | undefined },
): StepOutcome {
  noteRuntimeChange(k, worker.machine, worker.uid);
  if (result.ok !== true) return fails(k, worker.key, 'RunContainerError', jsonText(result.error));
  containerEvent(k, worker, start, 'Normal', 'Started', 'Container started');
  const container = must(specOf(worker.pod, start.name), start.name).container as Container;
  const hook = container.lifecycle?.postStart;
  if (hook === undefined) return started(k, worker.key, start.name);
  changeRun(k, worker.key, { start: { ...start, stage: 'post-start' } });
  const call = runHook(k, worker, hook, container, start.containerId);
  changeRun(k, worker.key, { call });
  return 'waits';
}

function started(k: Kubelet, key: string, name: string): StepOutcome {
  forgetFailure(k, key, name);
  changeRun(k, key, { start: null });
  return 'done';
}

function afterPostStart(
  k: Kubelet,
  worker: PodWorker,
  start: StartProgress,
  result: Json | undefined,
): StepOutcome {
  const hook = must(specOf(worker.pod, start.name)?.container.lifecycle?.postStart, 'a postStart hook');
  const error = hookError(worker, hook, start.name, result);
  if (error === undefined) return started(k, worker.key, start.name);
  containerEvent(k, worker, start, 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
  changeRun(k, worker.key, { start: { ...start, stage: 'post-start-kill', failure: error } });
  const victims = [{ containerId: start.containerId, name: start.name, kind: start.kind }];
  const ended = startKills(k, worker.key, victims, {
    graceMs: null,
    message: 'FailedPostStartHook',
    probe: undefined,
  });
  return ended ? afterKill(k, worker, { ...start, failure: error }) : 'waits';
}

/** The container is dead after its postStart hook failed. */
function afterKill(k: Kubelet, worker: PodWorker, start: StartProgress): StepOutcome {
  noteFailure(k, worker.key, { container: start.name, reason: 'PostStartHookError', message: start.failure });
  changeRun(k, worker.key, { start: null });
  return 'failed';
}
