/**
 * In-place resize: grant the wish if the node has room, tell the runtime, say so.
 *
 * Upstream: pkg/kubelet/allocation, kuberuntime_manager.go doPodResizeAction (v1.37).
 * **Simplified:** pod-level resources cannot be resized; lowering memory never fails.
 */
import { compareStrings } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import { milliValue, wholeValue } from '../../api/quantity.ts';
import type { ResourceRequirements } from '../../api/core-v1-pod.ts';
import { must } from '../../../base/assert.ts';
import { shortageFor } from '../admission/resources.ts';
import { changeWorker, podEvent, workersOn } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { requestSync } from '../pod-workers/request-sync.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { RESIZES, resizableContainers, resourcesByName } from './resize-state.ts';
import type { ResizeState } from './resize-state.ts';
import { podRequest } from '../admission/pod-request.ts';

function change(k: Kubelet, key: string, fields: Partial<ResizeState>): ResizeState {
  const table = k.sim.table(RESIZES);
  const next = { ...must(table.get(key), `no resize of ${key}`), ...fields };
  table.put(key, next);
  return next;
}

/** Looks at a wish at the start of a sync: grants it, or says why not. */
export function decideResize(k: Kubelet, worker: PodWorker): void {
  const state = k.sim.table(RESIZES).get(worker.key);
  const wanted = resourcesByName(worker.pod);
  if (state === undefined || deepEqual(wanted, state.allocated)) {
    if (state?.pending) change(k, worker.key, { pending: null });
    return;
  }
  const generation = worker.pod.metadata.generation ?? 0;
  const request = podRequest(worker.pod);
  const shortage = shortageFor(k, worker, request);
  if (shortage !== undefined) return postpone(k, worker, state, generation, shortage);
  podEvent(k, worker, 'Normal', 'ResizeStarted', `Pod resize started: ${described(wanted, generation)}`);
  change(k, worker.key, { allocated: wanted, pending: null, inProgress: generation });
  changeWorker(k, worker.key, {
    requestCpuMilli: request.cpuMilli,
    requestMemoryBytes: request.memoryBytes,
    requestStorageBytes: request.storageBytes,
  });
}

function postpone(
  k: Kubelet,
  worker: PodWorker,
  state: ResizeState,
  generation: number,
  shortage: { readonly reason: string; readonly message: string },
): void {
  k.sim.setTimer(
    `kubelet/resize/${worker.key}`,
    k.sim.now + k.settings.resizeRetryMs,
    'kubelet/resize-due',
    worker.key,
  );
  if (state.pending?.generation === generation && state.pending.message === shortage.message) return;
  const text = `Pod resize ${shortage.reason}: ${described(resourcesByName(worker.pod), generation, shortage.message)}`;
  podEvent(k, worker, 'Warning', 'ResizeDeferred', text);
  change(k, worker.key, { pending: { reason: 'Deferred', message: shortage.message, generation } });
}

/** A pod has left: those that wait for room look again. */
export function retryResizes(k: Kubelet, machine: string): void {
  const table = k.sim.table(RESIZES);
  if (table.size === 0) return;
  for (const worker of workersOn(k, machine)) if (table.get(worker.key)?.pending) requestSync(k, worker.key);
}

/** The JSON in the events' messages: only the containers that have resources. */
function described(
  resources: Readonly<Record<string, ResourceRequirements>>,
  generation: number,
  error?: string,
): string {
  const containers = Object.keys(resources)
    .filter((name) => Object.keys(resources[name] ?? {}).length > 0)
    .map((name) => ({ name, resources: ordered(resources[name] ?? {}) }));
  return JSON.stringify(error === undefined ? { containers, generation } : { containers, generation, error });
}

/** As Go writes them: fields in the order of the type, names of a map by letter. */
function ordered({ limits, requests }: ResourceRequirements): ResourceRequirements {
  return {
    ...(limits === undefined ? {} : { limits: byName(limits) }),
    ...(requests === undefined ? {} : { requests: byName(requests) }),
  };
}

function byName(
  list: NonNullable<ResourceRequirements['limits']>,
): NonNullable<ResourceRequirements['limits']> {
  return Object.fromEntries(Object.entries(list).sort(([a], [b]) => compareStrings(a, b)));
}

/** True when the container must be restarted for its new resources. */
export function resizeNeedsRestart(k: Kubelet, worker: PodWorker, name: string): boolean {
  const state = k.sim.table(RESIZES).get(worker.key);
  const allocated = state?.allocated[name];
  const actuated = state?.actuated[name];
  if (allocated === undefined || actuated === undefined || deepEqual(allocated, actuated)) return false;
  const policies =
    resizableContainers(worker.pod).find((container) => container.name === name)?.resizePolicy ?? [];
  return policies.some(
    ({ resourceName, restartPolicy }) =>
      restartPolicy === 'RestartContainer' && !sameAmount(resourceName, allocated, actuated),
  );
}

function sameAmount(name: string, a: ResourceRequirements, b: ResourceRequirements): boolean {
  const value = name === 'cpu' ? milliValue : wholeValue;
  return (
    value(a.limits?.[name]) === value(b.limits?.[name]) &&
    value(a.requests?.[name]) === value(b.requests?.[name])
  );
}

/** True when something is to be told to the runtime. */
export function resizeIsDue(k: Kubelet, worker: PodWorker): boolean {
  const state = k.sim.table(RESIZES).get(worker.key);
  return state !== undefined && state.inProgress !== 0 && !deepEqual(state.allocated, state.actuated);
}

/** All containers have what was promised. */
export function completeResize(k: Kubelet, key: string): void {
  const state = k.sim.table(RESIZES).get(key);
  if (state === undefined || state.inProgress === 0) return;
  const worker = must(k.workers.get(key), key);
  podEvent(
    k,
    worker,
    'Normal',
    'ResizeCompleted',
    `Pod resize completed: ${described(state.allocated, state.inProgress)}`,
  );
  change(k, key, { actuated: state.allocated, inProgress: 0 });
  requestSync(k, key);
}
