/**
 * The table of kinds: how each is spelled in URLs and on the command line, and which subresources it has.
 * Upstream keeps this in the REST storage of each group and serves it as discovery; the order here is that of
 * `kubectl api-resources`.
 *
 * **Simplified:** one version per kind, so a name never has to be resolved by preferred version.
 */
import type { Kind } from './types.ts';

export interface Resource {
  readonly kind: Kind;
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
  readonly categories: readonly string[];
}

interface Traits {
  readonly shortNames?: readonly string[];
  readonly subresources?: readonly string[];
  readonly categories?: readonly string[];
  readonly clusterScoped?: true;
}

const clusterScoped = true as const;
const all = ['all'] as const;
const status = ['status'] as const;
const statusAndScale = ['status', 'scale'] as const;

function resource(apiVersion: string, kind: Kind, plural: string, traits: Traits = {}): Resource {
  const slash = apiVersion.indexOf('/');
  return {
    kind,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    apiVersion,
    plural,
    singular: kind.toLowerCase(),
    shortNames: traits.shortNames ?? [],
    namespaced: traits.clusterScoped !== true,
    subresources: traits.subresources ?? [],
    categories: traits.categories ?? [],
  };
}

const podSubresources = [
  'attach',
  'binding',
  'ephemeralcontainers',
  'eviction',
  'exec',
  'log',
  'portforward',
  'proxy',
  'resize',
  'status',
];

/** All resources, in discovery order: core first, then the groups by name. */
export const resources: readonly Resource[] = [
  resource('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  resource('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'] }),
  resource('v1', 'Event', 'events', { shortNames: ['ev'] }),
  resource('v1', 'LimitRange', 'limitranges', { shortNames: ['limits'] }),
  resource('v1', 'Namespace', 'namespaces', {
    shortNames: ['ns'],
    clusterScoped,
    subresources: ['finalize', 'status'],
  }),
  resource('v1', 'Node', 'nodes', { shortNames: ['no'], clusterScoped, subresources: ['proxy', 'status'] }),
  resource('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    shortNames: ['pvc'],
    subresources: status,
  }),
  resource('v1', 'PersistentVolume', 'persistentvolumes', {
    shortNames: ['pv'],
    clusterScoped,
    subresources: status,
  }),
  resource('v1', 'Pod', 'pods', { shortNames: ['po'], categories: all, subresources: podSubresources }),
  resource('v1', 'PodTemplate', 'podtemplates'),
  resource('v1', 'ReplicationController', 'replicationcontrollers', {
    shortNames: ['rc'],
    categories: all,
    subresources: statusAndScale,
  }),
  resource('v1', 'ResourceQuota', 'resourcequotas', { shortNames: ['quota'], subresources: status }),
  resource('v1', 'Secret', 'secrets'),
  resource('v1', 'ServiceAccount', 'serviceaccounts', { shortNames: ['sa'], subresources: ['token'] }),
  resource('v1', 'Service', 'services', {
    shortNames: ['svc'],
    categories: all,
    subresources: ['proxy', 'status'],
  }),
  resource('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  resource('apps/v1', 'DaemonSet', 'daemonsets', {
    shortNames: ['ds'],
    categories: all,
    subresources: status,
  }),
  resource('apps/v1', 'Deployment', 'deployments', {
    shortNames: ['deploy'],
    categories: all,
    subresources: statusAndScale,
  }),
  resource('apps/v1', 'ReplicaSet', 'replicasets', {
    shortNames: ['rs'],
    categories: all,
    subresources: statusAndScale,
  }),
  resource('apps/v1', 'StatefulSet', 'statefulsets', {
    shortNames: ['sts'],
    categories: all,
    subresources: statusAndScale,
  }),
  resource('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    shortNames: ['hpa'],
    categories: all,
    subresources: status,
  }),
  resource('batch/v1', 'CronJob', 'cronjobs', { shortNames: ['cj'], categories: all, subresources: status }),
  resource('batch/v1', 'Job', 'jobs', { categories: all, subresources: status }),
  resource('coordination.k8s.io/v1', 'Lease', 'leases'),
  resource('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  resource('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { clusterScoped }),
  resource('networking.k8s.io/v1', 'Ingress', 'ingresses', { shortNames: ['ing'], subresources: status }),
  resource('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }),
  resource('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', { clusterScoped }),
  resource('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    shortNames: ['pdb'],
    subresources: status,
  }),
  resource('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', { clusterScoped }),
  resource('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { clusterScoped }),
  resource('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  resource('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  resource('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { shortNames: ['pc'], clusterScoped }),
  resource('storage.k8s.io/v1', 'CSIDriver', 'csidrivers', { clusterScoped }),
  resource('storage.k8s.io/v1', 'CSINode', 'csinodes', { clusterScoped }),
  resource('storage.k8s.io/v1', 'CSIStorageCapacity', 'csistoragecapacities'),
  resource('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { shortNames: ['sc'], clusterScoped }),
  resource('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', {
    clusterScoped,
    subresources: status,
  }),
];

const byKind: ReadonlyMap<string, Resource> = new Map(resources.map((one) => [one.kind, one]));

/** Every spelling `kubectl` accepts, lower case; earlier resources win. */
const byName: ReadonlyMap<string, Resource> = new Map(
  [...resources].reverse().flatMap((one) => spellings(one).map((name) => [name, one] as const)),
);

function spellings(one: Resource): readonly string[] {
  const bare = [one.plural, one.singular, ...one.shortNames];
  const qualified = [one.plural, one.singular].flatMap((name) => [
    `${name}.${one.group}`,
    `${name}.${one.version}.${one.group}`,
  ]);
  return [...bare, ...qualified];
}

/** The resource of a kind. */
export function resourceOf(kind: Kind): Resource {
  const found = byKind.get(kind);
  if (found === undefined) throw new Error(`kind ${kind} is missing from the table of resources`);
  return found;
}

/** The kind, if this apiVersion and kind name one the engine serves. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  const found = byKind.get(kind);
  return found !== undefined && found.apiVersion === apiVersion ? found.kind : undefined;
}

/** The kind behind a resource argument: `po`, `pods`, `Pod`, `deployments.apps`, `deployments.v1.apps`. */
export function kindForResourceName(name: string): Kind | undefined {
  return byName.get(name.toLowerCase())?.kind;
}

/** The resource at a URL's group and plural name. */
export function resourceAt(group: string, plural: string): Resource | undefined {
  return resources.find((one) => one.group === group && one.plural === plural);
}
