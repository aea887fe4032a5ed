/**
 * An indexed Job may succeed before all its indexes have.
 *
 * **Upstream:** pkg/controller/job/success_policy.go (v1.37).
 */
import type { Job } from '../../api/batch-v1.ts';
import { parseIndexes } from './indexes.ts';
import type { Indexes } from './indexes.ts';

/** Message of the first rule that is met, undefined when none is. */
export function matchSuccessPolicy(job: Job, succeeded: Indexes): string | undefined {
  const completions = job.spec.completions ?? 0;
  const rules = job.spec.successPolicy?.rules ?? [];
  const met = rules.findIndex(({ succeededIndexes, succeededCount }) => {
    const wanted = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes, completions);
    const counted = wanted === undefined ? succeeded : wanted.filter((index) => succeeded.includes(index));
    return counted.length >= (succeededCount ?? wanted?.length ?? completions);
  });
  return met < 0 ? undefined : `Matched rules at index ${met}`;
}
