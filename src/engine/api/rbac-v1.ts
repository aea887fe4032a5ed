/**
 * The API group rbac/v1, spelled as in JSON.
 *
 * Written by `generate/generate.mjs`; change the generator, not this file. Field names and types
 * follow Kubernetes 1.37. See `generate/README.md` for the source and its licence.
 *
 * **Simplified:** quantities are strings in canonical form and times are RFC 3339 strings; enumerations
 * are closed unions although a server accepts unknown values in some status fields.
 */
import type { LabelSelector } from './meta-v1.ts';
import type { NamedMeta } from './named-meta.ts';

export interface AggregationRule {
  readonly clusterRoleSelectors?: readonly LabelSelector[];
}

export interface ClusterRole {
  readonly kind: 'ClusterRole';
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly metadata: NamedMeta;
  readonly rules?: readonly PolicyRule[];
  readonly aggregationRule?: AggregationRule;
}

export interface ClusterRoleBinding {
  readonly kind: 'ClusterRoleBinding';
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly metadata: NamedMeta;
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export interface Role {
  readonly kind: 'Role';
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly metadata: NamedMeta;
  readonly rules?: readonly PolicyRule[];
}

export interface RoleBinding {
  readonly kind: 'RoleBinding';
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly metadata: NamedMeta;
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}

export interface RoleRef {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

export interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}
