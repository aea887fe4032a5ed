/**
 * The ReplicaSet that a Deployment creates for a new template.
 *
 * **Upstream:** pkg/controller/deployment/sync.go getNewReplicaSet (v1.37).
 */
import type { Deployment, ReplicaSet } from '../../api/apps-v1.ts';
import { DefaultDeploymentUniqueLabelKey } from '../../api/well-known.ts';
import type { NewObject } from '../../apiserver/client.ts';
import { namespaceOf } from '../control/keys.ts';
import { controllerRefTo } from '../control/owner.ts';
import { safeHash } from '../control/safe-encode.ts';
import { newReplicaSetAnnotations, replicasAnnotations } from './annotations.ts';
import { totalSize } from './replica-sets.ts';
import { newReplicaSetSize } from './rolling.ts';

const NAME_CHARS_MAX = 253;

export type NewReplicaSet = NewObject<'ReplicaSet'> & {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number };
};

/** Name, labels and selector carry the template's hash; the size follows the strategy. */
export function buildNewReplicaSet(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: number,
  historyCharsMax: number,
): NewReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = safeHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [DefaultDeploymentUniqueLabelKey]: hash };
  return {
    metadata: {
      name: replicaSetName(deployment.metadata.name, hash),
      namespace: namespaceOf(deployment),
      labels,
      annotations: {
        ...newReplicaSetAnnotations(deployment, {}, revision, historyCharsMax),
        ...replicasAnnotations(deployment),
      },
      ownerReferences: [controllerRefTo(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, totalSize(old), 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: {
        ...selector,
        matchLabels: { ...selector.matchLabels, [DefaultDeploymentUniqueLabelKey]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** `<deployment>-<hash>`, with the Deployment's name cut so that the whole fits. */
export function replicaSetName(deployment: string, hash: string): string {
  return `${deployment.slice(0, NAME_CHARS_MAX - hash.length - 1)}-${hash}`;
}
