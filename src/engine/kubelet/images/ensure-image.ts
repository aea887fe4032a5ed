/**
 * Makes sure a container's image is on the machine: pull policy, back-off of failed pulls, and one pull at a time per machine.
 *
 * Upstream: pkg/kubelet/images/image_manager.go, puller.go (v1.37; serializeImagePulls true).
 * **Simplified:** pull secrets are not looked at, and no image is verified again that was pulled with other credentials.
 */
import { jsonText } from '../../../base/json.ts';
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import { backOffUntil, goMillis, nextBackOff } from '../containers/crash-backoff.ts';
import type { BackOffLimits } from '../containers/crash-backoff.ts';
import { containerEvent, changeState, changeWorker, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { PullTicket } from '../machine-state.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { ContainerKind } from '../containers/container-specs.ts';

export type ImageOutcome =
  | { readonly image: 'ready'; readonly ref: string }
  | { readonly image: 'pulling'; readonly call: number }
  | { readonly image: 'failed'; readonly reason: string; readonly message: string };

/** A container, or with an empty name the pod itself. */
interface Place {
  readonly kind: ContainerKind;
  readonly name: string;
}

/** What is wanted of an image, by a container or a volume. */
interface ImageWish {
  readonly image?: string;
  readonly imagePullPolicy?: string;
}

function pullPolicyOf(container: ImageWish): string {
  if (container.imagePullPolicy !== undefined) return container.imagePullPolicy;
  const image = container.image ?? '';
  const name = image.slice(image.lastIndexOf('/') + 1);
  const tagged = name.includes(':') && !name.endsWith(':latest');
  return tagged || image.includes('@') ? 'IfNotPresent' : 'Always';
}

export function ensureImage(k: Kubelet, worker: PodWorker, place: Place, container: ImageWish): ImageOutcome {
  const image = container.image ?? '';
  const parsed = k.world.normalizeImage(image);
  if (!parsed.ok) return invalidName(k, worker, place, image, parsed.error);
  const present = k.world.hasImage(worker.machine, image);
  const policy = pullPolicyOf(container);
  if (present !== undefined && policy !== 'Always') {
    containerEvent(
      k,
      worker,
      place,
      'Normal',
      'Pulled',
      `Container image "${image}" already present on machine and can be accessed by the pod`,
    );
    return { image: 'ready', ref: present.ref };
  }
  if (policy === 'Never') return neverPulled(k, worker, place, image);
  return pausedPull(k, worker, place, image) ?? askForPull(k, worker, place, image);
}

function invalidName(
  k: Kubelet,
  worker: PodWorker,
  place: Place,
  image: string,
  error: string,
): ImageOutcome {
  const message = `Failed to apply default image tag "${image}": ${error}`;
  containerEvent(k, worker, place, 'Warning', 'InspectFailed', message);
  return { image: 'failed', reason: 'InvalidImageName', message };
}

function neverPulled(k: Kubelet, worker: PodWorker, place: Place, image: string): ImageOutcome {
  const message = `Container image "${image}" is not present with pull policy of Never`;
  containerEvent(k, worker, place, 'Warning', 'ErrImageNeverPull', message);
  return { image: 'failed', reason: 'ErrImageNeverPull', message };
}

function backOffKey(worker: PodWorker, image: string): string {
  return `${worker.key}/i/${image}`;
}

function limits(k: Kubelet): BackOffLimits {
  return { initialMs: k.settings.imagePullBackOffMs, maxMs: k.settings.imagePullBackOffMsMax };
}

function pausedPull(k: Kubelet, worker: PodWorker, place: Place, image: string): ImageOutcome | undefined {
  const entry = k.backOffs.get(backOffKey(worker, image));
  if (entry === undefined || backOffUntil(entry, entry.updatedAt, k.sim.now, limits(k)) === undefined)
    return undefined;
  const message = `Back-off pulling image "${image}"`;
  containerEvent(k, worker, place, 'Normal', 'BackOff', message);
  return {
    image: 'failed',
    reason: 'ImagePullBackOff',
    message: `${message}: ErrImagePull: ${entry.lastError ?? ''}`,
  };
}

/** Puts the pull into the machine's queue. */
function askForPull(k: Kubelet, worker: PodWorker, place: Place, image: string): ImageOutcome {
  containerEvent(k, worker, place, 'Normal', 'Pulling', `Pulling image "${image}"`);
  const call = worker.nextCall;
  changeWorker(k, worker.key, { nextCall: call + 1 });
  const waiting = stateOf(k, worker.machine)?.pulls ?? [];
  const ticket = { key: worker.key, image, call, askedAt: k.sim.now };
  changeState(k, worker.machine, { pulls: [...waiting, ticket] });
  if (waiting.length === 0 || !k.settings.serializeImagePulls) pull(k, worker.machine, ticket);
  return { image: 'pulling', call };
}

function pull(k: Kubelet, machine: string, ticket: PullTicket): void {
  const incarnation = stateOf(k, machine)?.incarnation ?? 0;
  k.world.pullImage(machine, ticket.image, {
    kind: 'kubelet/image-pulled',
    target: machine,
    payload: { incarnation, key: ticket.key, call: ticket.call },
  });
}

/** What a pull came to, as the waiting start is told. */
export interface PullReply {
  readonly key: string;
  readonly call: number;
  readonly result: Json;
}

/** Starts the next pull of the machine and says whose turn is over; undefined when the kubelet has been restarted since. */
export function onImagePulled(k: Kubelet, event: SimEvent): PullReply | undefined {
  const { incarnation, key, call, result } = event.payload as {
    incarnation: number;
    key: string;
    call: number;
    result: Json;
  };
  const state = stateOf(k, event.target);
  if (state === undefined || state.incarnation !== incarnation) return undefined;
  const done = state.pulls.find((ticket) => ticket.key === key && ticket.call === call);
  const waiting = state.pulls.filter((ticket) => ticket !== done);
  changeState(k, event.target, { pulls: waiting });
  if (k.settings.serializeImagePulls && waiting[0] !== undefined) pull(k, event.target, waiting[0]);
  const waitedMs = k.sim.now - (done?.askedAt ?? k.sim.now);
  return { key, call, result: { ...(isJsonObject(result) ? result : {}), waitedMs } };
}

/** Events and back-off after a pull. */
export function afterPull(
  k: Kubelet,
  worker: PodWorker,
  place: Place,
  image: string,
  result: Json | undefined,
): ImageOutcome {
  const fields = isJsonObject(result) ? result : {};
  if (fields.ok === true && isJsonObject(fields.image)) {
    const times = `${goMillis(Number(fields.durationMs))} (${goMillis(Number(fields.waitedMs))} including waiting)`;
    const size = `Image size: ${jsonText(fields.image.sizeBytes)} bytes.`;
    containerEvent(
      k,
      worker,
      place,
      'Normal',
      'Pulled',
      `Successfully pulled image "${image}" in ${times}. ${size}`,
    );
    return { image: 'ready', ref: jsonText(fields.image.ref) };
  }
  const error = typeof fields.error === 'string' ? fields.error : 'unknown error';
  containerEvent(k, worker, place, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`);
  const key = backOffKey(worker, image);
  const entry = k.backOffs.get(key);
  k.backOffs.put(key, { ...nextBackOff(entry, k.sim.now, k.sim.now, limits(k)), lastError: error });
  return { image: 'failed', reason: 'ErrImagePull', message: error };
}
