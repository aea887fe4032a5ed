/**
 * Conditions of a Deployment, which upstream keeps in the order of their last change.
 *
 * **Upstream:** pkg/controller/deployment/util NewDeploymentCondition, SetDeploymentCondition (v1.37).
 */
import type { DeploymentCondition, DeploymentStatus } from '../../api/apps-v1.ts';
import { findCondition, withoutCondition } from '../../api/conditions.ts';
import { formatTime } from '../../api/time.ts';

export type Conditions = readonly DeploymentCondition[];

export function newCondition(
  type: string,
  status: string,
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Nothing changes while status and reason are the same; the transition time stays while the status is. */
export function setCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const present = findCondition(conditions, condition.type);
  if (present !== undefined && present.status === condition.status && present.reason === condition.reason)
    return conditions;
  return replaceCondition(conditions, condition);
}

/** As {@link setCondition}, but also when the reason is the same: a new sign of progress moves lastUpdateTime. */
export function replaceCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const present = findCondition(conditions, condition.type);
  const keepsTime = present?.status === condition.status && present.lastTransitionTime !== undefined;
  const next = keepsTime ? { ...condition, lastTransitionTime: present.lastTransitionTime } : condition;
  return [...withoutCondition(conditions, condition.type), next];
}

export function conditionsOf(status: DeploymentStatus | undefined): Conditions {
  return status?.conditions ?? [];
}

export function withConditions(status: DeploymentStatus, conditions: Conditions): DeploymentStatus {
  const { conditions: _before, ...rest } = status;
  return conditions.length === 0 ? rest : { ...rest, conditions };
}
