/**
 * Removal of images nobody uses: every five minutes when the disk is fuller than the high threshold, oldest use first, down to the low
 * threshold; all of them at once when the disk is under pressure.
 *
 * Upstream: pkg/kubelet/images/image_gc_manager.go (v1.37; 85 %, 80 %, minimum age 2 minutes, no maximum age).
 */
import { compareStrings } from '../../../base/compare.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Millis } from '../../sim/time.ts';
import type { ImageRecord } from '../../world/contract.ts';
import { diskUse } from '../eviction/pod-usage.ts';
import { changeState, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import type { SeenImage } from '../machine-state.ts';
import { traitsOf } from '../node/node-object.ts';
import { nodeEvent } from '../node/node-status.ts';

/** The runtime's own image is pinned. */
const PINNED = /^registry\.k8s\.io\/pause:/;

export function scheduleImageGc(k: Kubelet, machine: string): void {
  k.sim.setTimer(
    `kubelet/image-gc/${machine}`,
    k.sim.now + k.settings.imageGcPeriodMs,
    'kubelet/image-gc-due',
    machine,
    { cause: 0 },
  );
}

export function onImageGcDue(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const hardware = k.world.machine(machine);
  if (stateOf(k, machine) === undefined || hardware === undefined) return;
  scheduleImageGc(k, machine);
  noteImages(k, machine);
  const capacity = hardware.ephemeralStorageBytes;
  const share = (percent: number): number => Math.floor((capacity / 100) * percent);
  const used = diskUse(k, hardware, traitsOf(k, hardware)).bytes;
  if (used < share(k.settings.imageGcHighPercent))
    return void changeState(k, machine, { imageGcFailed: false });
  const wanted = used - share(k.settings.imageGcLowPercent);
  const freed = removeImages(k, machine, wanted, k.settings.imageMinimumGcAgeMs);
  if (freed >= wanted) return void changeState(k, machine, { imageGcFailed: false });
  reportFailure(k, machine, Math.floor((used * 100) / capacity), capacity, freed);
}

/** Said at once, and as a failure of the collection from the second time in a row on. */
function reportFailure(k: Kubelet, machine: string, percent: number, capacity: number, freed: number): void {
  const text =
    `Insufficient free disk space on the node's image filesystem (${percent}% of ${inGibibytes(capacity)} used). ` +
    `Failed to free sufficient space by deleting unused images (freed ${freed} bytes). ` +
    'Investigate disk usage, as it could be used by active images, logs, volumes, or other data.';
  nodeEvent(k, machine, 'Warning', 'FreeDiskSpaceFailed', text);
  if (stateOf(k, machine)?.imageGcFailed === true) nodeEvent(k, machine, 'Warning', 'ImageGCFailed', text);
  changeState(k, machine, { imageGcFailed: true });
}

const GIBIBYTE = 1024 * 1024 * 1024;

function inGibibytes(bytes: number): string {
  const tenths = Math.floor((bytes * 10) / GIBIBYTE + 0.5);
  return `${Math.floor(tenths / 10)}.${tenths % 10} GiB`;
}

/** Removes every image that no container uses. */
export function deleteUnusedImages(k: Kubelet, machine: string): void {
  noteImages(k, machine);
  removeImages(k, machine, Number.MAX_SAFE_INTEGER, 0);
}

/** Notes which images there are and which are in use. */
function noteImages(k: Kubelet, machine: string): void {
  const known = stateOf(k, machine)?.images ?? [];
  const inUse = imagesInUse(k, machine);
  // What a new kubelet finds on its machine counts as old.
  const now = known.length === 0 ? -k.settings.imageMinimumGcAgeMs : k.sim.now;
  const images = k.world.images(machine).map(({ ref }): SeenImage => {
    const before = known.find((image) => image.ref === ref);
    const lastUsedAt = inUse.has(ref) ? k.sim.now : (before?.lastUsedAt ?? 0);
    return { ref, detectedAt: before?.detectedAt ?? now, lastUsedAt };
  });
  changeState(k, machine, { images });
}

function imagesInUse(k: Kubelet, machine: string): ReadonlySet<string> {
  const uids = k.world.podUids(machine);
  return new Set(uids.flatMap((uid) => k.world.containers(machine, uid).map(({ imageRef }) => imageRef)));
}

/** Returns the bytes freed. */
function removeImages(k: Kubelet, machine: string, wanted: number, minimumAgeMs: Millis): number {
  const inUse = imagesInUse(k, machine);
  const onDisk = new Map(k.world.images(machine).map((image): [string, ImageRecord] => [image.ref, image]));
  const candidates = (stateOf(k, machine)?.images ?? [])
    .filter(({ ref }) => !inUse.has(ref) && !PINNED.test(ref))
    .sort(
      (a, b) => a.lastUsedAt - b.lastUsedAt || a.detectedAt - b.detectedAt || compareStrings(a.ref, b.ref),
    );
  let freed = 0;
  for (const { ref, detectedAt } of candidates) {
    if (freed >= wanted) break;
    if (k.sim.now - detectedAt < minimumAgeMs) continue;
    k.world.removeImage(machine, ref);
    freed += onDisk.get(ref)?.sizeBytes ?? 0;
  }
  return freed;
}
