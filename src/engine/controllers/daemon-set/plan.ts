/**
 * Which daemon pods to create and delete: first what each node needs, then the rolling update.
 *
 * **Upstream:** pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode and update.go rollingUpdate (v1.37).
 */
import { compareStrings } from '../../../base/compare.ts';
import type { DaemonSet } from '../../api/apps-v1.ts';
import { scaledValue } from '../../api/int-or-string.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { isAvailable, isReady } from '../control/pod-state.ts';
import { isUpdated } from './daemon-pod.ts';
import type { Eligibility } from './daemon-pod.ts';

export interface Budget {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Both are rounded up; when both come to nothing, one node may be without its pod. */
export function updateBudget(daemonSet: DaemonSet, desired: number): Budget {
  const { maxSurge = 0, maxUnavailable = 1 } = daemonSet.spec.updateStrategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, desired, 'up') ?? 0;
  const unavailable = scaledValue(maxUnavailable, desired, 'up') ?? 0;
  return surge === 0 && unavailable === 0
    ? { maxSurge: 0, maxUnavailable: 1 }
    : { maxSurge: surge, maxUnavailable: unavailable };
}

export function allowsSurge(daemonSet: DaemonSet): boolean {
  const surge = daemonSet.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0;
  return daemonSet.spec.updateStrategy?.type !== 'OnDelete' && surge !== 0 && surge !== '0%';
}

/** What a node needs apart from updates. */
export interface NodePlan {
  readonly create: boolean;
  readonly failed: readonly Pod[];
  readonly succeeded: readonly Pod[];
  readonly surplus: readonly Pod[];
}

const NOTHING: NodePlan = { create: false, failed: [], succeeded: [], surplus: [] };

export interface NodeSituation {
  readonly daemonSet: DaemonSet;
  readonly eligibility: Eligibility;
  readonly pods: readonly Pod[];
  readonly hash: string;
  readonly nowMs: number;
}

/** A pod being deleted still occupies its node: its replacement comes when it is gone. */
export function planNode(situation: NodeSituation): NodePlan {
  const { eligibility, pods } = situation;
  if (eligibility.shouldRun && pods.length === 0) return { ...NOTHING, create: true };
  const alive = pods.filter((pod) => !isBeingDeleted(pod));
  if (!eligibility.mayContinue) return { ...NOTHING, surplus: alive };
  const running = alive.filter(({ status }) => status?.phase !== 'Failed' && status?.phase !== 'Succeeded');
  const ended = (phase: string): readonly Pod[] => alive.filter(({ status }) => status?.phase === phase);
  return {
    create: false,
    failed: ended('Failed'),
    succeeded: ended('Succeeded'),
    surplus: surplusOf(situation, oldestPodsFirst(running)),
  };
}

function surplusOf({ daemonSet, hash, nowMs }: NodeSituation, running: readonly Pod[]): readonly Pod[] {
  if (running.length <= 1) return [];
  if (!allowsSurge(daemonSet)) return running.slice(1);
  const fresh = running.find((pod) => isUpdated(daemonSet, pod, hash));
  const stale = running.find((pod) => !isUpdated(daemonSet, pod, hash));
  const others = running.filter((pod) => pod !== fresh && pod !== stale);
  if (fresh === undefined || stale === undefined) return others;
  const done = !isReady(stale) || isAvailable(fresh, daemonSet.spec.minReadySeconds ?? 0, nowMs);
  return done ? [...others, stale] : others;
}

/** Bound ones before unbound ones, then by age. */
export function oldestPodsFirst(pods: readonly Pod[]): readonly Pod[] {
  const bound = (pod: Pod): number => ((pod.spec.nodeName ?? '') === '' ? 1 : 0);
  const created = (pod: Pod): string => pod.metadata.creationTimestamp ?? '';
  return [...pods].sort(
    (a, b) =>
      bound(a) - bound(b) ||
      compareStrings(created(a), created(b)) ||
      compareStrings(a.metadata.name, b.metadata.name),
  );
}

export interface UpdatePlan {
  readonly remove: readonly Pod[];
  readonly createOn: readonly string[];
}

export interface UpdateSituation {
  readonly daemonSet: DaemonSet;
  readonly podsByNode: ReadonlyMap<string, readonly Pod[]>;
  readonly hash: string;
  readonly budget: Budget;
  readonly nowMs: number;
}

export function planUpdate(situation: UpdateSituation): UpdatePlan {
  return situation.budget.maxSurge === 0 ? planWithoutSurge(situation) : planWithSurge(situation);
}

interface NodePair {
  readonly node: string;
  readonly fresh: Pod | undefined;
  readonly stale: Pod | undefined;
  /** Several pods of one kind: left to the next look at the node. */
  readonly crowded: boolean;
}

function pairs({ daemonSet, podsByNode, hash }: UpdateSituation): readonly NodePair[] {
  return Array.from(podsByNode, ([node, pods]) => {
    const alive = pods.filter((pod) => !isBeingDeleted(pod));
    const fresh = alive.filter((pod) => isUpdated(daemonSet, pod, hash));
    const stale = alive.filter((pod) => !isUpdated(daemonSet, pod, hash));
    return { node, fresh: fresh[0], stale: stale[0], crowded: fresh.length > 1 || stale.length > 1 };
  });
}

/** Old pods that are not available go at once; available ones as far as the budget reaches. */
function planWithoutSurge(situation: UpdateSituation): UpdatePlan {
  const { daemonSet, budget, nowMs } = situation;
  const available = (pod: Pod): boolean => isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, nowMs);
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const { fresh, stale, crowded } of pairs(situation)) {
    if (crowded || (fresh === undefined) === (stale === undefined)) unavailable++;
    else if (fresh !== undefined) unavailable += available(fresh) ? 0 : 1;
    else if (stale !== undefined && available(stale)) candidates.push(stale);
    else if (stale !== undefined) {
      broken.push(stale);
      unavailable++;
    }
  }
  return {
    remove: [...broken, ...candidates.slice(0, Math.max(0, budget.maxUnavailable - unavailable))],
    createOn: [],
  };
}

/** A second pod beside the old one, which goes when the new one is available. */
function planWithSurge(situation: UpdateSituation): UpdatePlan {
  const { daemonSet, budget, nowMs } = situation;
  const available = (pod: Pod): boolean => isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, nowMs);
  let surging = 0;
  const remove: Pod[] = [];
  const replace: string[] = [];
  const candidates: string[] = [];
  for (const { node, fresh, stale, crowded } of pairs(situation)) {
    if (crowded) surging++;
    else if (stale === undefined) continue;
    else if (fresh === undefined) (available(stale) ? candidates : replace).push(node);
    else if (available(fresh)) remove.push(stale);
    else surging++;
  }
  return { remove, createOn: [...replace, ...candidates.slice(0, Math.max(0, budget.maxSurge - surging))] };
}
