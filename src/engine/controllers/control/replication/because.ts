/** Why a ReplicaSet or ReplicationController did what it did, in words. */
import type { ReplicaSetStatus } from '../../../api/apps-v1.ts';
import type { Because } from '../../../sim/trace.ts';

export function becauseTooFew(wanted: number, active: number, terminating: number): Because {
  return { rule: 'RS-01', text: `wanted ${wanted} and counted ${active}${uncounted(terminating)}` };
}

export function becauseTooMany(wanted: number, active: number): Because {
  return {
    rule: 'RS-03',
    text: `wanted ${wanted} and counted ${active}, so ${active - wanted} must go and this one ranks first for deletion`,
  };
}

export function becauseStatus(status: ReplicaSetStatus): Because {
  const { replicas, readyReplicas = 0, availableReplicas = 0, terminatingReplicas = 0 } = status;
  const ending = terminatingReplicas === 0 ? '' : `, and ${terminatingReplicas} being deleted`;
  return {
    rule: 'RS-05',
    text: `counted ${replicas} pods, ${readyReplicas} of them ready and ${availableReplicas} available${ending}`,
  };
}

function uncounted(terminating: number): string {
  if (terminating === 0) return '';
  return terminating === 1
    ? ', because a pod being deleted does not count'
    : `, because ${terminating} pods being deleted do not count`;
}
