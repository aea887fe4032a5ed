/**
 * Chooses among the nodes on which preemption would help.
 *
 * Upstream: `pickOneNodeForPreemption` of pkg/scheduler/framework/preemption (v1.37). The criteria apply one after the
 * other, each to those that the one before left equal.
 */
import { compareStrings } from '../../../../base/compare.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { Candidate } from './dry-run.ts';
import { startTime } from './importance.ts';

/** Makes every priority positive, so that more victims always weigh more. */
const PRIORITY_OFFSET = 2_147_483_648;

/** Smaller is better. */
const CRITERIA: readonly ((candidate: Candidate) => number)[] = [
  (candidate) => candidate.budgetViolations,
  (candidate) => highestPriority(candidate),
  (candidate) => candidate.victims.reduce((sum, pod) => sum + pod.priority + PRIORITY_OFFSET, 0),
  (candidate) => candidate.victims.length,
];

/** All candidates that no criterion tells apart; never empty unless `candidates` is. */
export function bestCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  let best = candidates;
  for (const criterion of CRITERIA) {
    const smallest = best.reduce((least, one) => Math.min(least, criterion(one)), Number.MAX_SAFE_INTEGER);
    best = best.filter((candidate) => criterion(candidate) === smallest);
  }
  const latest = best.map(earliestStart).sort(compareStrings).at(-1);
  return best.filter((candidate) => earliestStart(candidate) === latest);
}

function highestPriority(candidate: Candidate): number {
  return candidate.victims[0]?.priority ?? 0;
}

/** When the first of the most important victims started: the node whose victims are youngest is spared least. */
function earliestStart(candidate: Candidate): string {
  const top = candidate.victims.filter((pod: PodInfo) => pod.priority === highestPriority(candidate));
  return top.map(startTime).sort(compareStrings)[0] ?? '';
}
