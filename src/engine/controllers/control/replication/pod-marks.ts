/**
 * What a sync needs to know of each of an owner's pods, kept from one sync to the next.
 *
 * **Upstream:** no counterpart; pkg/controller/replicaset (v1.37) walks all pods at every sync, which is what this spares a large ReplicaSet.
 *
 * **Invariant:** a mark is a function of the pod and of its owner's uid and spec alone; objects are never changed in place, so a mark holds for
 * as long as these are the same objects. Nothing here is part of a saved run.
 */
import type { Pod } from '../../../api/core-v1-pod.ts';
import type { LabelSelector } from '../../../api/meta-v1.ts';
import { matchesLabelSelector } from '../../../api/selectors.ts';
import { claimOf } from '../claim.ts';
import { uidOf } from '../keys.ts';
import { PodNotes } from '../pod-notes.ts';
import { isActive, isReady, isTerminating } from '../pod-state.ts';
import type { ReplicaOwner } from './replica-owner.ts';

/** Bits of a mark. */
const ACTIVE = 1;
const READY = 2;
/** Carries the template's labels. */
const LABELLED = 4;
/** The owner's own, and matched by its selector. */
const MINE = 8;
const TERMINATING = 16;

/** How many of the owned pods are what. Active, ready and labelled ones are counted among the claimed. */
export interface PodCounts {
  readonly active: number;
  readonly ready: number;
  readonly labelled: number;
  readonly terminating: number;
  /** True when some active pod has to be adopted, let go or passed over. */
  readonly unclaimed: boolean;
}

/** Remembers the marks of the pods of each owner, by the owner's key. */
export class PodMarks {
  private readonly notes = new PodNotes<number>();

  forget(key: string): void {
    this.notes.forget(key);
  }

  count(
    key: string,
    owner: ReplicaOwner,
    selector: LabelSelector | undefined,
    pods: readonly Pod[],
  ): PodCounts {
    return sum(this.notes.of(key, [owner.spec, uidOf(owner)], pods, (pod) => markOf(owner, selector, pod)));
  }
}

/** Counts pods of which nothing is remembered. */
export function countPods(
  owner: ReplicaOwner,
  selector: LabelSelector | undefined,
  pods: readonly Pod[],
): PodCounts {
  return sum(pods.map((pod) => markOf(owner, selector, pod)));
}

function markOf(owner: ReplicaOwner, selector: LabelSelector | undefined, pod: Pod): number {
  const matches = matchesLabelSelector(selector, pod.metadata.labels);
  const mine = claimOf(owner, pod, matches) === 'mine' ? MINE : 0;
  if (isTerminating(pod)) return mine | TERMINATING;
  if (!isActive(pod)) return mine;
  const { labels } = pod.metadata;
  const template = owner.spec.template?.metadata?.labels ?? {};
  const labelled = Object.keys(template).every((key) => labels?.[key] === template[key]);
  return mine | ACTIVE | (isReady(pod) ? READY : 0) | (labelled ? LABELLED : 0);
}

function sum(marks: readonly number[]): PodCounts {
  let [active, ready, labelled, terminating, unclaimed] = [0, 0, 0, 0, false];
  for (const mark of marks) {
    if ((mark & MINE) === 0) unclaimed ||= (mark & ACTIVE) !== 0;
    else if ((mark & TERMINATING) !== 0) terminating++;
    else if ((mark & ACTIVE) !== 0) {
      active++;
      ready += (mark & READY) >> 1;
      labelled += (mark & LABELLED) >> 2;
    }
  }
  return { active, ready, labelled, terminating, unclaimed };
}
