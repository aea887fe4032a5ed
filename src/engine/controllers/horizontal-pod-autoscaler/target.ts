/** What an autoscaler scales: the workload's size, its selector, its pods. **Upstream:** the scale subresource (v1.37). */
import { compareStrings } from '../../../base/compare.ts';
import type { HorizontalPodAutoscaler } from '../../api/autoscaling-v2.ts';
import { findCondition } from '../../api/conditions.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { LabelSelector } from '../../api/meta-v1.ts';
import { kindOf, resourceOf } from '../../api/resources.ts';
import { printSelector } from '../../api/selector-text.ts';
import { matchesLabelSelector, selectorOf } from '../../api/selectors.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';

export type ScalableKind = 'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet';

export interface ScaleTarget {
  readonly kind: ScalableKind;
  readonly name: string;
  readonly replicas: number;
  /** As its status has it. */
  readonly statusReplicas: number;
  readonly selector: LabelSelector | undefined;
}

/** The error is upstream's text. */
export function scaleTarget(
  api: ApiClient,
  autoscaler: HorizontalPodAutoscaler,
): Result<ScaleTarget, string> {
  const { apiVersion = '', kind: kindName, name } = autoscaler.spec.scaleTargetRef;
  const kind = kindOf(apiVersion, kindName);
  const namespace = namespaceOf(autoscaler);
  switch (kind) {
    case 'ReplicationController': {
      const found = api.get(kind, namespace, name);
      return found === undefined
        ? notFound(kind, name)
        : ok({
            ...sizesOf(kind, name, found),
            selector: found.spec.selector === undefined ? undefined : { matchLabels: found.spec.selector },
          });
    }
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet': {
      const found = api.get(kind, namespace, name);
      return found === undefined
        ? notFound(kind, name)
        : ok({ ...sizesOf(kind, name, found), selector: found.spec.selector });
    }
    case undefined:
      return fail(
        `no matches for kind "${kindName}" in group "${apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''}"`,
      );
    default:
      return fail('the server could not find the requested resource');
  }
}

/**
 * Why nobody may size these pods: other autoscalers have looked at some of them, too. The list names every one of them, and its order is
 * by name, where upstream's is that of a map. Undefined when this autoscaler is the only one.
 */
export function sharedWith(
  api: ApiClient,
  autoscaler: HorizontalPodAutoscaler,
  target: ScaleTarget,
): string | undefined {
  const namespace = namespaceOf(autoscaler);
  const others = api
    .inNamespace('HorizontalPodAutoscaler', namespace)
    .filter((one) => uidOf(one) !== uidOf(autoscaler) && hasLookedAtPods(one));
  if (others.length === 0) return undefined;
  const pods = podsOf(api, namespace, target);
  const sharing = others.filter((one) => {
    const other = scaleTarget(api, one);
    return other.ok && pods.some((pod) => matchesLabelSelector(other.value.selector, pod.metadata.labels));
  });
  if (sharing.length === 0) return undefined;
  const names = [autoscaler, ...sharing]
    .map(({ metadata }) => `{${metadata.name} ${namespace}}`)
    .sort(compareStrings);
  const selector = target.selector === undefined ? '' : printSelector(selectorOf(target.selector));
  return `pods by selector ${selector} are controlled by multiple HPAs: [${names.join(' ')}]`;
}

/** One that only knows the bounds, or whose target is at zero, has not asked for any pods yet. */
function hasLookedAtPods({ status }: HorizontalPodAutoscaler): boolean {
  const active = findCondition(status?.conditions, 'ScalingActive');
  return active !== undefined && active.reason !== 'ScalingDisabled';
}

function notFound(kind: ScalableKind, name: string): Result<ScaleTarget, string> {
  const { plural, group } = resourceOf(kind);
  return fail(`${group === '' ? plural : `${plural}.${group}`} "${name}" not found`);
}

interface Sized {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

function sizesOf(kind: ScalableKind, name: string, { spec, status }: Sized): Omit<ScaleTarget, 'selector'> {
  return { kind, name, replicas: spec.replicas ?? 1, statusReplicas: status?.replicas ?? 0 };
}

export function podsOf(api: ApiClient, namespace: string, { selector }: ScaleTarget): readonly Pod[] {
  return api
    .inNamespace('Pod', namespace)
    .filter((pod) => matchesLabelSelector(selector, pod.metadata.labels));
}
