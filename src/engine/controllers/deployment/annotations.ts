/**
 * Bookkeeping annotations on the ReplicaSets of a Deployment: revision, revision history, desired and maximal size.
 *
 * **Upstream:** pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations, SetReplicasAnnotations (v1.37).
 */
import { sortedKeys } from '../../../base/compare.ts';
import type { Deployment } from '../../api/apps-v1.ts';
import {
  DesiredReplicasAnnotation,
  LastAppliedConfigAnnotation,
  MaxReplicasAnnotation,
  RevisionAnnotation,
  RevisionHistoryAnnotation,
} from '../../api/well-known.ts';
import { maxSurgeOf, replicasOf } from './strategy.ts';

export type Annotations = Readonly<Record<string, string>>;

const DEPRECATED_ROLLBACK_TO = 'deprecated.deployment.rollback.to';
const NOT_COPIED: readonly string[] = [
  LastAppliedConfigAnnotation,
  RevisionAnnotation,
  RevisionHistoryAnnotation,
  DesiredReplicasAnnotation,
  MaxReplicasAnnotation,
  DEPRECATED_ROLLBACK_TO,
];

/** The sizes a ReplicaSet remembers, for proportional scaling later. */
export function replicasAnnotations(deployment: Deployment): Annotations {
  const wanted = replicasOf(deployment);
  return {
    [DesiredReplicasAnnotation]: String(wanted),
    [MaxReplicasAnnotation]: String(wanted + maxSurgeOf(deployment)),
  };
}

/** Annotations of the new ReplicaSet: the Deployment's own, and a revision that is never lowered. */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  present: Annotations,
  revision: number,
  historyCharsMax: number,
): Annotations {
  const copied = copyAnnotations(deployment.metadata.annotations ?? {}, present);
  const earlier = present[RevisionAnnotation];
  if (earlier !== undefined && earlier !== '' && !/^[+-]?\d+$/.test(earlier)) return present;
  if (Number(earlier ?? 0) >= revision) return copied;
  const raised = { ...copied, [RevisionAnnotation]: String(revision) };
  if (earlier === undefined) return raised;
  return { ...raised, ...historyWith(present[RevisionHistoryAnnotation] ?? '', earlier, historyCharsMax) };
}

function copyAnnotations(from: Annotations, to: Annotations): Annotations {
  const copied: Record<string, string> = { ...to };
  for (const key of sortedKeys(from)) if (!NOT_COPIED.includes(key)) copied[key] = from[key] ?? '';
  return copied;
}

/** Appends to the comma list; the oldest numbers go when it would become too long. */
function historyWith(history: string, revision: string, charsMax: number): Annotations {
  if (history === '') return { [RevisionHistoryAnnotation]: revision };
  const numbers = [...history.split(','), revision];
  while (numbers.length > 1 && numbers.join(',').length > charsMax) numbers.shift();
  const joined = numbers.join(',');
  return joined.length > charsMax ? {} : { [RevisionHistoryAnnotation]: joined };
}
