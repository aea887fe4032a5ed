/**
 * Defaults of Services, storage, namespaces and the other small kinds.
 *
 * Upstream: pkg/apis/{core,storage,networking,rbac,scheduling,discovery}/v1/defaults.go (v1.37).
 * **Simplified:** what the API server allocates or derives (cluster IPs, node ports, finalizers, stringData) is not a
 * default and is done there.
 */
import type {
  Endpoints,
  LimitRange,
  LimitRangeItem,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Secret,
  Service,
  ServicePort,
} from '../core-v1.ts';
import type { EndpointSlice } from '../discovery-v1.ts';
import type { NetworkPolicy, NetworkPolicyPort } from '../networking-v1.ts';
import type { ClusterRoleBinding, RoleBinding, Subject } from '../rbac-v1.ts';
import type { PriorityClass } from '../scheduling-v1.ts';
import type { StorageClass } from '../storage-v1.ts';
import { LabelMetadataName } from '../well-known.ts';
import { changeEach, changeField, fill } from './fill.ts';
import { defaultHostPath } from './volume.ts';

export function defaultService(service: Service): Service {
  return changeField(service, 'spec', (spec) => {
    const filled = fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
    const { type } = filled;
    const external = type === 'NodePort' || type === 'LoadBalancer';
    const withTraffic = fill(filled, {
      ...(filled.sessionAffinity === 'ClientIP' ? { sessionAffinityConfig: {} } : {}),
      ...(external ? { externalTrafficPolicy: 'Cluster' as const } : {}),
      ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' as const }),
      ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    });
    const withAffinity = changeField(withTraffic, 'sessionAffinityConfig', (config) => ({
      ...config,
      clientIP: fill(config.clientIP ?? {}, { timeoutSeconds: 10_800 }),
    }));
    return changeField(withAffinity, 'ports', (ports) => changeEach(ports, defaultServicePort));
  });
}

function defaultServicePort(port: ServicePort): ServicePort {
  const filled = fill(port, { protocol: 'TCP' });
  return filled.targetPort === undefined || filled.targetPort === 0 || filled.targetPort === ''
    ? { ...filled, targetPort: filled.port }
    : filled;
}

export function defaultSecret(secret: Secret): Secret {
  return fill(secret, { type: 'Opaque' });
}

/** The label stands for the name in namespace selectors, so it comes back on every write. */
export function defaultNamespace(namespace: Namespace): Namespace {
  const { name, labels } = namespace.metadata;
  if (name === undefined || name === '' || labels?.[LabelMetadataName] === name) return namespace;
  return {
    ...namespace,
    metadata: { ...namespace.metadata, labels: { ...labels, [LabelMetadataName]: name } },
  };
}

/** The old and the new spelling of the pod range follow each other; allocatable is the capacity unless told. */
export function defaultNode(node: Node): Node {
  const withRanges = changeField(node, 'spec', (spec) => {
    const first = spec.podCIDR ?? spec.podCIDRs?.[0];
    return first === undefined ? spec : fill(spec, { podCIDR: first, podCIDRs: [first] });
  });
  const capacity = node.status?.capacity;
  if (capacity === undefined) return withRanges;
  return changeField(withRanges, 'status', (status) => fill(status, { allocatable: capacity }));
}

export function defaultPersistentVolume(volume: PersistentVolume): PersistentVolume {
  const withSpec = changeField(volume, 'spec', (spec) =>
    changeField(
      fill(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
      'hostPath',
      defaultHostPath,
    ),
  );
  return changeField(fill(withSpec, { status: {} }), 'status', (status) =>
    fill(status, { phase: 'Pending' }),
  );
}

export function defaultPersistentVolumeClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const withSpec = changeField(claim, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' }));
  return changeField(fill(withSpec, { status: {} }), 'status', (status) =>
    fill(status, { phase: 'Pending' }),
  );
}

export function defaultLimitRange(limitRange: LimitRange): LimitRange {
  return changeField(limitRange, 'spec', (spec) =>
    changeField(spec, 'limits', (limits) => changeEach(limits, defaultLimitRangeItem)),
  );
}

/** For containers: default follows max, defaultRequest follows default and then min. */
function defaultLimitRangeItem(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  return {
    ...item,
    ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
    ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
  };
}

export function defaultEndpoints(endpoints: Endpoints): Endpoints {
  return changeField(endpoints, 'subsets', (subsets) =>
    changeEach(subsets, (subset) =>
      changeField(subset, 'ports', (ports) => changeEach(ports, (port) => fill(port, { protocol: 'TCP' }))),
    ),
  );
}

export function defaultEndpointSlice(slice: EndpointSlice): EndpointSlice {
  return changeField(slice, 'ports', (ports) =>
    changeEach(ports, (port) => ({ ...fill(port, { protocol: 'TCP' }), name: port.name ?? '' })),
  );
}

export function defaultStorageClass(storageClass: StorageClass): StorageClass {
  return fill(storageClass, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
}

export function defaultPriorityClass(priorityClass: PriorityClass): PriorityClass {
  return fill(priorityClass, { preemptionPolicy: 'PreemptLowerPriority' });
}

export function defaultNetworkPolicy(policy: NetworkPolicy): NetworkPolicy {
  return changeField(policy, 'spec', (spec) => {
    const egress = (spec.egress ?? []).length > 0;
    const filled = fill(spec, { policyTypes: egress ? ['Ingress', 'Egress'] : ['Ingress'] });
    const withPorts = <R extends { readonly ports?: readonly NetworkPolicyPort[] }>(
      rules: readonly R[],
    ): readonly R[] =>
      changeEach(rules, (rule) =>
        changeField(rule, 'ports', (ports) => changeEach(ports ?? [], defaultPolicyPort)),
      );
    return changeField(changeField(filled, 'ingress', withPorts), 'egress', withPorts);
  });
}

function defaultPolicyPort(port: NetworkPolicyPort): NetworkPolicyPort {
  return fill(port, { protocol: 'TCP' });
}

const rbacGroup = 'rbac.authorization.k8s.io';

export function defaultBinding<B extends RoleBinding | ClusterRoleBinding>(binding: B): B {
  const subjects = binding.subjects === undefined ? undefined : changeEach(binding.subjects, defaultSubject);
  const roleRef = fill(binding.roleRef, { apiGroup: rbacGroup });
  return { ...binding, ...(subjects === undefined ? {} : { subjects }), roleRef };
}

function defaultSubject(subject: Subject): Subject {
  return subject.kind === 'User' || subject.kind === 'Group'
    ? fill(subject, { apiGroup: rbacGroup })
    : subject;
}
