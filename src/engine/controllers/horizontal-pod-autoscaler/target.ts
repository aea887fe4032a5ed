/** What an autoscaler scales: the workload's size, its selector, its pods. **Upstream:** the scale subresource (v1.37). */
import type { HorizontalPodAutoscaler } from '../../api/autoscaling-v2.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { LabelSelector } from '../../api/meta-v1.ts';
import { kindOf, resourceOf } from '../../api/resources.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { namespaceOf } from '../control/keys.ts';

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
    default:
      return fail(
        `no matches for kind "${kindName}" in group "${apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''}"`,
      );
  }
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
