/** Pods the kubelet never evicts and makes room for. Upstream: pkg/kubelet/types/pod_update.go IsCriticalPod (v1.37). */
import type { Pod } from '../../api/core-v1-pod.ts';

export function isCritical(pod: Pod): boolean {
  return (
    (pod.spec.priority ?? 0) >= 2_000_000_000 ||
    pod.metadata.annotations?.['kubernetes.io/config.source'] === 'file'
  );
}
