/**
 * Which ordinal of a StatefulSet waits for which: the order that the plan keeps, told instead of carried out. Pure, and read by the view
 * only.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { isAvailable, isReady, isTerminal } from '../control/pod-state.ts';
import { podRevision, startOrdinal } from './identity.ts';
import { isOrdered, maxUnavailable, sortPods } from './plan.ts';
import type { SetSeen, Slot } from './plan.ts';

export interface OrdinalWait {
  readonly ordinal: number;
  /** The ordinal it waits for. */
  readonly waitsFor: number;
  /** What keeps the other one, as the rest of a sentence about it: `is not ready`. */
  readonly because: string;
}

export interface Waits {
  readonly waits: readonly OrdinalWait[];
  /**
   * The ordinal that holds up an ordered set, and would be replaced by the update but for being unready: nothing but a deletion by hand
   * leads on. Undefined when there is none.
   */
  readonly stuck: number | undefined;
}

export function ordinalWaits(seen: SetSeen): Waits {
  const { slots, condemned } = sortPods(seen);
  if (!isOrdered(seen.set)) return { waits: updateWaits(seen, slots), stuck: undefined };
  const first = slots.find((slot) => unfinished(seen, slot) !== undefined);
  if (first === undefined)
    return {
      waits: [...scaleDownWaits(seen, condemned), ...(condemned.length > 0 ? [] : updateWaits(seen, slots))],
      stuck: undefined,
    };
  const because = unfinished(seen, first) ?? '';
  const behind = slots.filter(
    (slot) =>
      slot.ordinal > first.ordinal &&
      (slot.pod === undefined || isTerminal(slot.pod) || isBeingDeleted(slot.pod)),
  );
  const isBehind = new Set(behind);
  const turns = slots.filter((slot) => slot !== first && !isBehind.has(slot) && isOutdated(seen, slot));
  const leaving = condemned.filter(({ pod }) => !isBeingDeleted(pod));
  return {
    waits: [...behind, ...turns, ...leaving].map(({ ordinal }) => ({
      ordinal,
      waitsFor: first.ordinal,
      because,
    })),
    stuck: isStuck(seen, first) ? first.ordinal : undefined,
  };
}

/** An old pod that is neither ended nor leaving: an ordered set waits for it to be ready, also when it never will be. */
function isStuck(seen: SetSeen, slot: Slot): boolean {
  const { pod } = slot;
  return pod !== undefined && !isTerminal(pod) && !isBeingDeleted(pod) && isOutdated(seen, slot);
}

/** Whether the rolling update will come to this ordinal. */
function isOutdated(seen: SetSeen, slot: Slot): boolean {
  const { type, rollingUpdate } = seen.set.spec.updateStrategy ?? {};
  if (type === 'OnDelete' || slot.pod === undefined) return false;
  return (
    slot.ordinal - startOrdinal(seen.set) >= (rollingUpdate?.partition ?? 0) &&
    podRevision(slot.pod) !== seen.updateRevision
  );
}

/** What keeps an ordinal from being finished; undefined when nothing does. */
function unfinished({ set, nowMs }: SetSeen, { pod }: Slot): string | undefined {
  if (pod === undefined) return 'does not exist yet';
  return unavailable(pod, set.spec.minReadySeconds ?? 0, nowMs);
}

function unavailable(pod: Pod, minReadySeconds: number, nowMs: number): string | undefined {
  if (isBeingDeleted(pod)) return 'is going away';
  if (isTerminal(pod)) return 'has ended';
  if (pod.status?.phase !== 'Running') return 'is Pending';
  if (!isReady(pod)) return 'is not ready';
  if (!isAvailable(pod, minReadySeconds, nowMs)) return `is not ready for ${minReadySeconds} s yet`;
  return undefined;
}

/** Pods beyond the wanted number go one by one, the highest first. */
function scaleDownWaits(seen: SetSeen, condemned: readonly (Slot & { readonly pod: Pod })[]): OrdinalWait[] {
  const [highest, ...others] = condemned;
  if (highest === undefined) return [];
  return others
    .filter(({ pod }) => !isBeingDeleted(pod))
    .map(({ ordinal }) => ({
      ordinal,
      waitsFor: highest.ordinal,
      because: isBeingDeleted(highest.pod) ? 'is going away' : 'goes first',
    }));
}

/** Old pods whose turn has not come: the highest ordinals go first, as many at a time as maxUnavailable allows. */
function updateWaits(seen: SetSeen, slots: readonly Slot[]): OrdinalWait[] {
  const busy = slots.filter((slot) => unfinished(seen, slot) !== undefined);
  const holder = busy.at(-1);
  if (holder === undefined || busy.length < maxUnavailable(seen.set)) return [];
  const because = unfinished(seen, holder) ?? '';
  const isBusy = new Set(busy);
  return slots
    .filter((slot) => !isBusy.has(slot) && isOutdated(seen, slot))
    .map(({ ordinal }) => ({ ordinal, waitsFor: holder.ordinal, because }));
}
