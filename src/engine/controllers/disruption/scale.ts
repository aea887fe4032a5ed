/**
 * How many pods the controllers of some pods ask for.
 *
 * **Upstream:** pkg/controller/disruption/disruption.go getExpectedScale, finders (v1.37).
 * **Simplified:** only the kinds with a scale that the engine serves.
 */
import type { OwnerReference } from '../../api/meta-v1.ts';
import { kindOf, resourceOf } from '../../api/resources.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';
import { controllerRefOf } from '../control/owner.ts';

export interface ExpectedScale {
  readonly scale: number;
  /** Names of pods without a controller. */
  readonly unmanaged: readonly string[];
}

/** The error is upstream's text. */
export function expectedScale(api: ApiClient, pods: readonly Pod[]): Result<ExpectedScale, string> {
  const scales = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const reference = controllerRefOf(pod.metadata);
    if (reference === undefined) {
      unmanaged.push(pod.metadata.name);
      continue;
    }
    const found = scaleOf(api, namespaceOf(pod), reference);
    if (!found.ok) return found;
    if (found.value === undefined) return fail(`found no controllers for pod "${pod.metadata.name}"`);
    scales.set(found.value.uid, found.value.replicas);
  }
  return ok({ scale: Array.from(scales.values()).reduce((sum, one) => sum + one, 0), unmanaged });
}

interface Scale {
  readonly uid: string;
  readonly replicas: number;
}

function scaleOf(
  api: ApiClient,
  namespace: string,
  reference: OwnerReference,
): Result<Scale | undefined, string> {
  const kind = kindOf(reference.apiVersion, reference.kind);
  switch (kind) {
    case 'ReplicaSet': {
      const set = api.get(kind, namespace, reference.name);
      if (set === undefined || uidOf(set) !== reference.uid) return ok(undefined);
      const above = controllerRefOf(set.metadata);
      if (above?.kind === 'Deployment') return scaleOf(api, namespace, above);
      return ok({ uid: reference.uid, replicas: set.spec.replicas ?? 1 });
    }
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicationController': {
      const owner = api.get(kind, namespace, reference.name);
      return ok(
        owner === undefined || uidOf(owner) !== reference.uid
          ? undefined
          : { uid: reference.uid, replicas: owner.spec.replicas ?? 1 },
      );
    }
    default: {
      const { plural, group } =
        kind === undefined ? { plural: reference.kind.toLowerCase(), group: '' } : resourceOf(kind);
      return fail(`${group === '' ? plural : `${plural}.${group}`} does not implement the scale subresource`);
    }
  }
}
