/**
 * Which taints a pod tolerates.
 *
 * Upstream: staging/src/k8s.io/component-helpers/scheduling/corev1 (v1.37).
 * **Simplified:** the operators `Gt` and `Lt`, behind a gate that is off, match nothing.
 */
import type { Taint } from '../../api/core-v1.ts';
import type { Pod, Toleration } from '../../api/core-v1-pod.ts';

function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? 'Equal') {
    case 'Exists':
      return true;
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    default:
      return false;
  }
}

export function isTolerated(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some((toleration) => toleratesTaint(toleration, taint));
}

/** Whether some taint keeps new pods away and is not tolerated. */
export function hasUntoleratedTaint(taints: readonly Taint[], tolerations: readonly Toleration[]): boolean {
  return taints.some((taint) => taint.effect !== 'PreferNoSchedule' && !isTolerated(tolerations, taint));
}

const texts = new WeakMap<readonly Toleration[], string>();

/** The tolerations of a pod as text, equal for pods that tolerate the same. */
export function tolerationsText({ spec: { tolerations } }: Pod): string {
  if (tolerations === undefined) return '';
  const known = texts.get(tolerations) ?? JSON.stringify(tolerations);
  texts.set(tolerations, known);
  return known;
}
