/** Mirror pods: the API's reflection of a static pod. **Upstream:** pkg/kubelet/types/pod_update.go (v1.37). */
import type { ObjectMeta } from '../../api/meta-v1.ts';

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

export function isMirrorPod(pod: { readonly metadata: ObjectMeta }): boolean {
  return pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}
