/**
 * What a failed pod means for its Job.
 *
 * **Upstream:** pkg/controller/job/pod_failure_policy.go (v1.37).
 */
import type { Job, PodFailurePolicyRule } from '../../api/batch-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { namespaceOf } from '../control/keys.ts';

export interface FailureVerdict {
  readonly action: 'Count' | 'Ignore' | 'FailJob' | 'FailIndex';
  /** Set for FailJob. */
  readonly message?: string;
}

/** The first rule that matches decides; without one the failure counts. */
export function judgeFailure(job: Job, pod: Pod): FailureVerdict {
  const rules = job.spec.podFailurePolicy?.rules ?? [];
  for (const [i, rule] of rules.entries()) {
    const message = rule.onExitCodes === undefined ? matchConditions(rule, pod) : matchExitCodes(rule, pod);
    if (message !== undefined)
      return rule.action === 'FailJob'
        ? { action: 'FailJob', message: `${message} matching FailJob rule at index ${i}` }
        : { action: rule.action };
  }
  return { action: 'Count' };
}

function matchExitCodes({ onExitCodes }: PodFailurePolicyRule, pod: Pod): string | undefined {
  if (onExitCodes === undefined) return undefined;
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  for (const { name, state } of statuses) {
    const exitCode = state?.terminated?.exitCode;
    if (exitCode === undefined || exitCode === 0) continue;
    if (onExitCodes.containerName !== undefined && onExitCodes.containerName !== name) continue;
    if (onExitCodes.values.includes(exitCode) === (onExitCodes.operator === 'In')) {
      return `Container ${name} for pod ${namespaceOf(pod)}/${pod.metadata.name} failed with exit code ${exitCode}`;
    }
  }
  return undefined;
}

function matchConditions({ onPodConditions = [] }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const matches = (type: string, status: string): boolean =>
    (pod.status?.conditions ?? []).some((one) => one.type === type && one.status === status);
  const pattern = onPodConditions.find(({ type, status = 'True' }) => matches(type, status));
  return pattern === undefined
    ? undefined
    : `Pod ${namespaceOf(pod)}/${pod.metadata.name} has condition ${pattern.type}`;
}
