/**
 * Taints on nodes and the tolerations of pods.
 *
 * **Upstream:** pkg/util/taints and component-helpers/scheduling/corev1/helpers.go (v1.37).
 */
import type { Taint } from '../../api/core-v1.ts';
import type { Toleration } from '../../api/core-v1-pod.ts';

/** Taints are the same when key and effect are. */
export function sameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

export function hasTaint(taints: readonly Taint[] | undefined, taint: Taint): boolean {
  return (taints ?? []).some((one) => sameTaint(one, taint));
}

/** Adds at the end, or replaces in place what has the same key and effect. */
export function withTaints(taints: readonly Taint[], added: readonly Taint[]): readonly Taint[] {
  const replaced = taints.map((one) => added.find((taint) => sameTaint(taint, one)) ?? one);
  return [...replaced, ...added.filter((taint) => !hasTaint(taints, taint))];
}

export function withoutTaints(taints: readonly Taint[], removed: readonly Taint[]): readonly Taint[] {
  return taints.filter((one) => !hasTaint(removed, one));
}

export function noExecuteTaints(taints: readonly Taint[] | undefined): readonly Taint[] {
  return (taints ?? []).filter((taint) => taint.effect === 'NoExecute');
}

/** An empty key with Exists tolerates every key; an empty effect every effect. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false;
  if ((toleration.key ?? '') !== '' && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? 'Equal') {
    case 'Exists':
      return true;
    case 'Equal':
      return (toleration.key ?? '') !== '' && (toleration.value ?? '') === (taint.value ?? '');
    case 'Gt':
      return comparesAs(taint.value, toleration.value, (a, b) => a > b);
    case 'Lt':
      return comparesAs(taint.value, toleration.value, (a, b) => a < b);
    default:
      return false;
  }
}

function comparesAs(
  taintValue: string | undefined,
  tolerationValue: string | undefined,
  holds: (a: number, b: number) => boolean,
): boolean {
  const whole = /^(0|-?[1-9]\d*)$/;
  if (!whole.test(taintValue ?? '') || !whole.test(tolerationValue ?? '')) return false;
  return holds(Number(taintValue), Number(tolerationValue));
}
