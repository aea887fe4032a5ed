/** Whether a pod's Ready condition is True. */
import type { Pod } from '../../api/core-v1-pod.ts';

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
