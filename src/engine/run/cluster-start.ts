/**
 * What a new cluster holds before anybody acts: the objects that the API server makes for itself. Service accounts, root certificates and
 * nodes are made by the components that make them in reality.
 *
 * **Upstream:** pkg/controlplane/controller/{systemnamespaces,kubernetesservice}, pkg/controlplane/reconcilers/endpointsadapter.go,
 * pkg/registry/scheduling/rest/storage_scheduling.go, pkg/apis/scheduling/helpers.go (v1.37).
 * **Simplified:** no roles of RBAC, no flow schemas, no lease of the API server's own.
 */
import { LabelServiceName } from '../api/well-known.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { Because } from '../sim/trace.ts';

const NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'] as const;

/** Where the API server listens; machines are numbered from the address behind it. */
const API_SERVER = { address: '192.168.0.10', port: 6443, clusterIP: '10.96.0.1', servicePort: 443 } as const;

/** Name, value and what it is for. */
const PRIORITY_CLASSES = [
  [
    'system-node-critical',
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ],
  [
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ],
] as const;

const NAMESPACES_BECAUSE: Because = {
  rule: 'CLUSTER-01',
  text: 'every cluster has the namespaces default, kube-system, kube-public and kube-node-lease',
  causes: [],
};
const CLASSES_BECAUSE: Because = {
  rule: 'CLUSTER-02',
  text: 'every cluster has the priority classes of its own pods',
  causes: [],
};
const SERVICE_BECAUSE: Because = {
  rule: 'CLUSTER-03',
  text: 'the API server is a Service of the cluster, so that pods can reach it',
  causes: [],
};

export function createInitialObjects(api: ApiClient): void {
  for (const name of NAMESPACES)
    api.create('Namespace', { metadata: { name }, spec: {} }, NAMESPACES_BECAUSE);
  for (const [name, value, description] of PRIORITY_CLASSES)
    api.create('PriorityClass', { metadata: { name }, value, description }, CLASSES_BECAUSE);
  createApiServerService(api);
}

function createApiServerService(api: ApiClient): void {
  const { address, port, clusterIP, servicePort } = API_SERVER;
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const ports = [{ name: 'https', protocol: 'TCP', port }] as const;
  api.create(
    'Service',
    {
      metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: {
        type: 'ClusterIP',
        clusterIP,
        ports: [{ name: 'https', protocol: 'TCP', port: servicePort, targetPort: port }],
      },
    },
    SERVICE_BECAUSE,
  );
  api.create(
    'Endpoints',
    {
      metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: address }], ports }],
    },
    SERVICE_BECAUSE,
  );
  api.create(
    'EndpointSlice',
    {
      metadata: { ...metadata, labels: { [LabelServiceName]: 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports,
    },
    SERVICE_BECAUSE,
  );
}
