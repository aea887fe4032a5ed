/**
 * What a StatefulSet does next: replicas in order, then the ones scaled away, then the rolling update. Pure: pods in, steps out.
 *
 * **Upstream:** pkg/controller/statefulset/stateful_set_control.go (v1.37), with gate MaxUnavailableStatefulSet on.
 * **Simplified:** a pod whose volumes were tampered with is not repaired.
 */
import type { StatefulSet } from '../../api/apps-v1.ts';
import { scaledValue } from '../../api/int-or-string.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { isAvailable, isReady, isTerminal } from '../control/pod-state.ts';
import { hasIdentity, ordinalOf, podRevision, replicasOf, startOrdinal } from './identity.ts';

export type Step =
  | { readonly kind: 'create'; readonly ordinal: number; readonly revision: 'current' | 'update' }
  | { readonly kind: 'replace-ended'; readonly pod: Pod }
  | { readonly kind: 'complete-claims'; readonly ordinal: number }
  /** Labels and owners of the claims are looked at, and put right where they differ. */
  | { readonly kind: 'mend'; readonly pod: Pod; readonly ordinal: number }
  /** The claims of a pod that is scaled away get the owner that the retention policy says. */
  | { readonly kind: 'own-claims'; readonly pod: Pod; readonly ordinal: number }
  | { readonly kind: 'scale-down'; readonly pod: Pod }
  | { readonly kind: 'update'; readonly pod: Pod };

export interface SetSeen {
  readonly set: StatefulSet;
  readonly pods: readonly Pod[];
  /** Names of the revisions. */
  readonly currentRevision: string;
  readonly updateRevision: string;
  /** Size of the current revision as the status has it, for sets without a rollingUpdate block. */
  readonly currentReplicas: number;
  readonly nowMs: number;
}

export interface Slot {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

export function isOrdered(set: StatefulSet): boolean {
  return set.spec.podManagementPolicy !== 'Parallel';
}

/** The ordinals that should exist, each with its pod if it has one, and the pods beyond them, highest first. */
export function sortPods({ set, pods }: Pick<SetSeen, 'set' | 'pods'>): {
  readonly slots: readonly Slot[];
  readonly condemned: readonly (Slot & { readonly pod: Pod })[];
} {
  const numbered = pods.flatMap((pod) => {
    const ordinal = ordinalOf(set, pod);
    return ordinal === undefined ? [] : [{ ordinal, pod }];
  });
  const byOrdinal = new Map(numbered.map(({ ordinal, pod }) => [ordinal, pod]));
  const start = startOrdinal(set);
  const end = start + replicasOf(set);
  const slots = Array.from({ length: replicasOf(set) }, (_, i) => ({
    ordinal: start + i,
    pod: byOrdinal.get(start + i),
  }));
  const condemned = numbered
    .filter(({ ordinal }) => ordinal < start || ordinal >= end)
    .sort((a, b) => b.ordinal - a.ordinal);
  return { slots, condemned };
}

/** Steps of this sync, in order. An ordered set stops at the first pod that is not finished. */
export function planSync(seen: SetSeen): readonly Step[] {
  const { slots, condemned } = sortPods(seen);
  const steps: Step[] = [];
  for (const slot of slots) {
    const { steps: own, finished } = planSlot(seen, slot);
    steps.push(...own);
    if (!finished && isOrdered(seen.set)) return steps;
  }
  const down = planCondemned(seen, slots, condemned);
  steps.push(...down.steps);
  if (down.stopped || seen.set.spec.updateStrategy?.type === 'OnDelete') return steps;
  return [...steps, ...planUpdate(seen, slots)];
}

interface SlotPlan {
  readonly steps: readonly Step[];
  readonly finished: boolean;
}

function planSlot(seen: SetSeen, { ordinal, pod }: Slot): SlotPlan {
  if (pod === undefined)
    return {
      steps: [{ kind: 'create', ordinal, revision: needsCurrent(seen, ordinal) ? 'current' : 'update' }],
      finished: false,
    };
  if (isTerminal(pod))
    return { steps: isBeingDeleted(pod) ? [] : [{ kind: 'replace-ended', pod }], finished: false };
  const steps: Step[] = [];
  if (pod.status?.phase === 'Pending') steps.push({ kind: 'complete-claims', ordinal });
  const finished = !isBeingDeleted(pod) && !isUnavailable(seen, pod);
  if ((finished || !isOrdered(seen.set)) && (hasClaims(seen.set) || !hasIdentity(seen.set, ordinal, pod)))
    steps.push({ kind: 'mend', pod, ordinal });
  return { steps, finished };
}

function hasClaims(set: StatefulSet): boolean {
  return (set.spec.volumeClaimTemplates ?? []).length > 0;
}

/** Whether a new pod of this ordinal is still of the current revision: below the partition it is. */
function needsCurrent({ set, currentReplicas }: SetSeen, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === 'OnDelete') return false;
  const kept = rollingUpdate === undefined ? currentReplicas : (rollingUpdate.partition ?? 0);
  return ordinal < startOrdinal(set) + kept;
}

/** Running, ready and for long enough: what an ordered set waits for. */
function isUnavailable({ set, nowMs }: SetSeen, pod: Pod): boolean {
  return (
    pod.status?.phase !== 'Running' ||
    !isReady(pod) ||
    !isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs)
  );
}

function planCondemned(
  seen: SetSeen,
  slots: readonly Slot[],
  condemned: readonly (Slot & { readonly pod: Pod })[],
): { readonly steps: readonly Step[]; readonly stopped: boolean } {
  const steps: Step[] = hasClaims(seen.set)
    ? condemned.map(({ pod, ordinal }) => ({ kind: 'own-claims', pod, ordinal }))
    : [];
  const ordered = isOrdered(seen.set);
  const firstUnhealthy = firstUnhealthyPod(seen, slots, condemned);
  for (const { pod } of condemned) {
    const blocked = isBeingDeleted(pod) || (isUnavailable(seen, pod) && pod !== firstUnhealthy);
    if (ordered && blocked) return { steps, stopped: true };
    if (isBeingDeleted(pod)) continue;
    steps.push({ kind: 'scale-down', pod });
    if (ordered) return { steps, stopped: true };
  }
  return { steps, stopped: false };
}

function firstUnhealthyPod(
  seen: SetSeen,
  slots: readonly Slot[],
  condemned: readonly Slot[],
): Pod | undefined {
  const byOrdinal = [...slots, ...condemned.toReversed()];
  return byOrdinal.find(({ pod }) => pod !== undefined && (isBeingDeleted(pod) || isUnavailable(seen, pod)))
    ?.pod;
}

/** Old pods from the highest ordinal down to the partition: those that are unavailable anyway, and others as far as maxUnavailable allows. */
function planUpdate(seen: SetSeen, slots: readonly Slot[]): readonly Step[] {
  const { rollingUpdate } = seen.set.spec.updateStrategy ?? {};
  const unavailable = slots.filter(
    ({ pod }) => pod === undefined || isBeingDeleted(pod) || isUnavailable(seen, pod),
  ).length;
  let budget = maxUnavailable(seen.set) - unavailable;
  const steps: Step[] = [];
  for (const { pod } of slots.slice(rollingUpdate?.partition ?? 0).reverse()) {
    if (pod === undefined || isBeingDeleted(pod) || podRevision(pod) === seen.updateRevision) continue;
    const free = isUnavailable(seen, pod);
    if (!free && budget <= 0) continue;
    if (!free) budget--;
    steps.push({ kind: 'update', pod });
  }
  return steps;
}

/** Percentages are rounded up; at least 1. */
export function maxUnavailable(set: StatefulSet): number {
  const value = set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1;
  return Math.max(1, scaledValue(value, replicasOf(set), 'up') ?? 1);
}
