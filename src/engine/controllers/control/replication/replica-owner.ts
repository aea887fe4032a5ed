/**
 * What ReplicaSets and ReplicationControllers have in common, so that one piece of code serves both.
 *
 * **Upstream:** pkg/controller/replication/conversion.go (v1.37), which runs ReplicationControllers through the ReplicaSet controller.
 */
import type { ReplicaSetStatus } from '../../../api/apps-v1.ts';
import type { Pod, PodTemplateSpec } from '../../../api/core-v1-pod.ts';
import type { LabelSelector } from '../../../api/meta-v1.ts';
import type { KubeObject } from '../../../api/types.ts';
import type { ApiResult } from '../../../apiserver/client.ts';
import type { Because } from '../../../sim/trace.ts';

export interface ReplicaOwner extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly template?: PodTemplateSpec;
  };
  readonly status?: ReplicaSetStatus;
}

/** How the shared code reads and writes one of the two kinds. */
export interface ReplicaKind {
  readonly kind: 'ReplicaSet' | 'ReplicationController';
  readonly get: (namespace: string, name: string) => ReplicaOwner | undefined;
  readonly inNamespace: (namespace: string) => readonly ReplicaOwner[];
  readonly selectorOf: (owner: ReplicaOwner) => LabelSelector | undefined;
  /** Pods that count when the surplus is chosen: those of all replica sets under the same owner. */
  readonly relatedPods: (owner: ReplicaOwner) => readonly Pod[];
  readonly writeStatus: (
    owner: ReplicaOwner,
    status: ReplicaSetStatus,
    because: Because,
  ) => ApiResult<unknown>;
  /** Whether status.terminatingReplicas is kept. */
  readonly countsTerminating: boolean;
}
