/**
 * Where pods come from and go to: the API server's watch, the manifest folder, and what a new kubelet process finds on its machine.
 *
 * Upstream: pkg/kubelet/config/config.go, pkg/kubelet/kubelet.go HandlePodAdditions/Updates/Removes (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import { compareStrings } from '../../../base/compare.ts';
import type { ChangeOf } from '../../apiserver/client.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import { podRequest } from '../admission/pod-request.ts';
import { refusalOf } from '../admission/admit.ts';
import {
  changeWorker,
  drawn,
  podEvent,
  stateOf,
  workerKey,
  workerOf,
  workersOn,
} from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { currentRuntime } from '../pleg/relist.ts';
import { noteResize } from '../resize/resize-state.ts';
import { retryResizes } from '../resize/resize-pod.ts';
import { podOfManifest } from '../static-pods/manifest.ts';
import { isMirror } from '../static-pods/mirror.ts';
import { setStatus } from '../status/status-manager.ts';
import { EMPTY_RUNTIME, isStatic } from './pod-worker.ts';
import type { PodWorker } from './pod-worker.ts';
import { requestSync } from './request-sync.ts';
import { forgetPod, forgetWorker } from './sync-terminated.ts';
import { scheduleHousekeeping } from './housekeeping.ts';

/** A pod was written: its kubelet hears of it a moment later, unless only the kubelet's own words changed. */
export function notePodChange(k: Kubelet, change: ChangeOf<'Pod'>): void {
  const { object, before, type } = change;
  const machine = object.spec.nodeName;
  if (machine === undefined || machine === '' || isMirror(object)) return;
  const state = stateOf(k, machine);
  if (state === undefined || !state.ready || !state.watching) return;
  if (
    type === 'MODIFIED' &&
    before !== undefined &&
    before.spec.nodeName === machine &&
    onlyStatusChanged(before, object)
  ) {
    const worker = workerOf(k, machine, object.metadata.uid ?? '');
    if (worker === undefined) return;
    changeWorker(k, worker.key, { pod: object });
    if (!gatesChanged(before, object)) return;
  }
  const { namespace = 'default', name, uid } = object.metadata;
  k.sim.schedule(
    drawn(k, machine, 'watch', k.settings.watchLatencyMs),
    'kubelet/pod-changed',
    `${machine}/${uid}`,
    {
      payload: { machine, namespace, name, uid },
      cause: change.entry,
    },
  );
}

function onlyStatusChanged(before: Pod, after: Pod): boolean {
  const a = before.metadata;
  const b = after.metadata;
  return (
    a.generation === b.generation &&
    a.deletionTimestamp === b.deletionTimestamp &&
    a.deletionGracePeriodSeconds === b.deletionGracePeriodSeconds &&
    deepEqual(a.labels, b.labels) &&
    deepEqual(a.annotations, b.annotations) &&
    (before.spec === after.spec || deepEqual(before.spec, after.spec))
  );
}

function gatesChanged(before: Pod, after: Pod): boolean {
  return (after.spec.readinessGates ?? []).some(({ conditionType }) => {
    const of = (pod: Pod): string | undefined =>
      (pod.status?.conditions ?? []).find((condition) => condition.type === conditionType)?.status;
    return of(before) !== of(after);
  });
}

export function onPodChanged(k: Kubelet, event: SimEvent): void {
  const { machine, namespace, name, uid } = event.payload as {
    machine: string;
    namespace: string;
    name: string;
    uid: string;
  };
  const state = stateOf(k, machine);
  const client = k.client(machine);
  if (state === undefined || !state.ready || !client.reachable) return;
  const live = client.get('Pod', namespace, name);
  const worker = workerOf(k, machine, uid);
  if (live === undefined || live.metadata.uid !== uid) {
    if (worker !== undefined) removePod(k, worker);
  } else if (worker === undefined) {
    addPod(k, machine, live, 'api');
  } else {
    updatePod(k, worker, live);
  }
}

/** Takes over a pod. */
export function addPod(k: Kubelet, machine: string, pod: Pod, source: PodWorker['source']): void {
  const worker = newWorker(k, machine, pod, source);
  k.workers.put(worker.key, worker);
  const phase = pod.status?.phase;
  if (phase === 'Failed' || phase === 'Succeeded') return takeOverFinished(k, worker);
  if (pod.metadata.deletionTimestamp !== undefined) return endPod(k, worker);
  const refusal = source === 'orphan' ? undefined : refusalOf(k, worker);
  if (refusal !== undefined) return refuse(k, worker, refusal.reason, refusal.message);
  requestSync(k, worker.key);
}

function newWorker(k: Kubelet, machine: string, pod: Pod, source: PodWorker['source']): PodWorker {
  const uid = pod.metadata.uid ?? '';
  const request = podRequest(pod);
  const blank: PodWorker = {
    key: workerKey(machine, stateOf(k, machine)?.incarnation ?? 0, uid),
    machine,
    uid,
    source,
    pod,
    stage: 'syncing',
    rejected: false,
    removed: false,
    addedAt: k.sim.now,
    firstSyncAt: -1,
    lastSyncAt: -1,
    relistedAt: -1,
    wanted: false,
    wantedCause: 0,
    run: null,
    nextCall: 1,
    runtime: EMPTY_RUNTIME,
    failures: {},
    graceMs: null,
    kill: null,
    requestCpuMilli: request.cpuMilli,
    requestMemoryBytes: request.memoryBytes,
    requestStorageBytes: request.storageBytes,
    volumesMounted: false,
  };
  return { ...blank, runtime: currentRuntime(k, blank) };
}

/** A pod that has ended before: what is left of it is cleaned up, its object stays. */
function takeOverFinished(k: Kubelet, worker: PodWorker): void {
  const alive =
    worker.runtime.sandboxes.some((sandbox) => sandbox.state === 'ready') ||
    worker.runtime.containers.some((record) => record.state === 'running');
  changeWorker(k, worker.key, { stage: alive ? 'terminating' : 'finished' });
  if (alive) requestSync(k, worker.key);
}

function refuse(k: Kubelet, worker: PodWorker, reason: string, message: string): void {
  podEvent(k, worker, 'Warning', reason, message);
  const { status = {}, metadata } = worker.pod;
  const refused = changeWorker(k, worker.key, { rejected: true, stage: 'finished' });
  setStatus(k, refused, {
    ...status,
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    startTime: k.timeText(k.sim.now),
  });
}

function updatePod(k: Kubelet, worker: PodWorker, live: Pod): void {
  noteResize(k, worker, live);
  const next = changeWorker(k, worker.key, { pod: live });
  if (live.metadata.deletionTimestamp !== undefined && next.stage === 'syncing') endPod(k, next);
  else if (next.stage === 'syncing') requestSync(k, next.key);
  else if (next.stage === 'finished') confirmAgain(k, next);
}

/** A pod that had ended is deleted now: its deletion is confirmed as soon as the status is through. */
function confirmAgain(k: Kubelet, worker: PodWorker): void {
  if (worker.pod.metadata.deletionTimestamp === undefined) return;
  k.sim.setTimer(
    `kubelet/status/${worker.key}`,
    k.sim.now + k.settings.statusWriteMs[0],
    'kubelet/status-due',
    worker.key,
  );
}

/** Ends a pod, with the grace its object names unless told otherwise. A sync under way is not interrupted. */
export function endPod(k: Kubelet, worker: PodWorker, seconds = graceSeconds(worker.pod)): void {
  changeWorker(k, worker.key, {
    stage: 'terminating',
    graceMs: worker.kill?.graceMs ?? Math.max(1, seconds) * 1000,
  });
  requestSync(k, worker.key);
}

function graceSeconds({ metadata, spec }: Pod): number {
  return metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

/** The pod is gone from its source: its containers must go, and nobody is told. A forced deletion leaves them no time. */
export function removePod(k: Kubelet, worker: PodWorker): void {
  retryResizes(k, worker.machine);
  if (worker.stage === 'finished') return isStatic(worker) ? swept(k, worker) : forgetPod(k, worker);
  const removed = changeWorker(k, worker.key, { removed: true });
  if (worker.stage === 'syncing') endPod(k, removed, isStatic(worker) ? graceSeconds(worker.pod) : 1);
}

function swept(k: Kubelet, worker: PodWorker): void {
  changeWorker(k, worker.key, { removed: true });
  scheduleHousekeeping(k, worker.machine);
}

/** Everything the machine should run, as a new process or a watch that is back finds it. */
export function listPods(k: Kubelet, machine: string): void {
  const client = k.client(machine);
  if (!client.reachable) return;
  const live = [...client.podsOnNode(machine)].filter((pod) => !isMirror(pod)).sort(byAge);
  const uids = new Set(live.map((pod) => pod.metadata.uid));
  for (const worker of workersOn(k, machine))
    if (worker.source === 'api' && !uids.has(worker.uid)) removePod(k, worker);
  for (const pod of live) {
    const worker = workerOf(k, machine, pod.metadata.uid ?? '');
    if (worker === undefined) addPod(k, machine, pod, 'api');
    else if (onlyStatusChanged(worker.pod, pod)) changeWorker(k, worker.key, { pod });
    else updatePod(k, worker, pod);
  }
}

function byAge(a: Pod, b: Pod): number {
  const older = compareStrings(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '');
  return older === 0 ? compareStrings(a.metadata.name, b.metadata.name) : older;
}

/** Pods in the runtime that nobody wants any more. */
export function adoptOrphans(k: Kubelet, machine: string): void {
  for (const uid of k.world.podUids(machine)) {
    if (workerOf(k, machine, uid) !== undefined) continue;
    const sandbox = k.world.sandboxes(machine, uid)[0];
    const metadata = { name: sandbox?.podName ?? uid, namespace: sandbox?.namespace ?? 'default', uid };
    addPod(k, machine, { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] } }, 'orphan');
    const worker = workerOf(k, machine, uid);
    if (worker !== undefined) endPod(k, worker);
  }
}

/** Compares the manifest folder with the static pods known. */
export function readManifests(k: Kubelet, machine: string): void {
  const state = stateOf(k, machine);
  if (state === undefined || !state.ready) return;
  const pods = k.world.manifests(machine).flatMap(({ file, content }) => {
    const pod = podOfManifest(machine, file, content, k.epochMs + k.sim.now);
    return pod === undefined ? [] : [pod];
  });
  const uids = new Set(pods.map((pod) => pod.metadata.uid));
  for (const worker of workersOn(k, machine))
    if (isStatic(worker) && !worker.removed && !uids.has(worker.uid)) removePod(k, worker);
  for (const pod of pods)
    if (workerOf(k, machine, pod.metadata.uid ?? '') === undefined) addPod(k, machine, pod, 'file');
}

/** Forgets every pod of a kubelet process that is no more. */
export function forgetAll(k: Kubelet, machine: string): void {
  for (const worker of workersOn(k, machine)) forgetWorker(k, worker);
}
