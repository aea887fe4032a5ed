/**
 * Which lists a strategic merge patch merges element by element, and by which key. Lists not named here are replaced
 * whole.
 *
 * Upstream: the patchStrategy and patchMergeKey tags of k8s.io/api (v1.37).
 */

export interface MergeRule {
  /** Field that tells elements apart; absent for lists of plain values, which merge as sets. */
  readonly key?: string;
  /** `$retainKeys` is expected: fields of the element that the patch does not name are dropped with it. */
  readonly retainKeys?: true;
}

const byKey = (key: string): MergeRule => ({ key });
const asSet: MergeRule = {};

const containerRules: Readonly<Record<string, MergeRule>> = {
  env: byKey('name'),
  ports: byKey('containerPort'),
  volumeDevices: byKey('devicePath'),
  volumeMounts: byKey('mountPath'),
};

const conditions: Readonly<Record<string, MergeRule>> = { conditions: byKey('type') };

/** Type name of the schema, then field name. */
export const mergeRules: Readonly<Record<string, Readonly<Record<string, MergeRule>>>> = {
  CSINodeSpec: { drivers: byKey('name') },
  Container: containerRules,
  ContainerStatus: { allocatedResourcesStatus: byKey('name'), volumeMounts: byKey('mountPath') },
  DaemonSetStatus: conditions,
  DeploymentStatus: conditions,
  EphemeralContainer: containerRules,
  HorizontalPodAutoscalerStatus: conditions,
  JobStatus: conditions,
  NamespaceStatus: conditions,
  NodeSpec: { podCIDRs: asSet },
  NodeStatus: { addresses: byKey('type'), conditions: byKey('type') },
  ObjectMeta: { finalizers: asSet, ownerReferences: byKey('uid') },
  PersistentVolumeClaimStatus: conditions,
  PodDisruptionBudgetStatus: conditions,
  PodSpec: {
    containers: byKey('name'),
    ephemeralContainers: byKey('name'),
    hostAliases: byKey('ip'),
    imagePullSecrets: byKey('name'),
    initContainers: byKey('name'),
    resourceClaims: { key: 'name', retainKeys: true },
    schedulingGates: byKey('name'),
    topologySpreadConstraints: byKey('topologyKey'),
    volumes: { key: 'name', retainKeys: true },
  },
  PodStatus: {
    conditions: byKey('type'),
    hostIPs: byKey('ip'),
    podIPs: byKey('ip'),
    resourceClaimStatuses: { key: 'name', retainKeys: true },
  },
  ReplicaSetStatus: conditions,
  ReplicationControllerStatus: conditions,
  ServiceAccount: { secrets: byKey('name') },
  ServiceSpec: { ports: byKey('port') },
  ServiceStatus: conditions,
  StatefulSetStatus: conditions,
};

/** Structs whose fields go when a patch does not name them and says `$retainKeys`. */
export const retainKeysFields: Readonly<Record<string, readonly string[]>> = { DeploymentSpec: ['strategy'] };

/** Structs that a patch replaces whole instead of merging. */
export const replacedFields: Readonly<Record<string, readonly string[]>> = {
  PodDisruptionBudgetSpec: ['selector'],
};

/** The rule of a list field, or undefined when the list is replaced whole. */
export function mergeRuleOf(typeName: string, field: string): MergeRule | undefined {
  const rules = Object.hasOwn(mergeRules, typeName) ? mergeRules[typeName] : undefined;
  return rules !== undefined && Object.hasOwn(rules, field) ? rules[field] : undefined;
}

export function isReplaced(typeName: string, field: string): boolean {
  return Object.hasOwn(replacedFields, typeName) && (replacedFields[typeName] ?? []).includes(field);
}

export function retainsKeys(typeName: string, field: string): boolean {
  return Object.hasOwn(retainKeysFields, typeName) && (retainKeysFields[typeName] ?? []).includes(field);
}
