/** Answers for the canned session, in the words of the main picture. */
import type { HappeningView } from '../../../protocol/views.ts';
import type { Request } from '../../../protocol/requests.ts';

export const CANNED_NOW = 352_300;

export const WEB_YAML = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      tolerations:
        - key: node.kubernetes.io/unreachable
          effect: NoExecute
          tolerationSeconds: 30
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
          readinessProbe:
            httpGet: { path: /, port: 80 }
            periodSeconds: 5
          resources:
            requests:
              cpu: 250m
              memory: 128Mi
`;
export const WEB_APPLIED = WEB_YAML.replace(/ {6}tolerations:\n(?: {8}.*\n)(?: {10}.*\n){2}/, '');
export const SERVICE_YAML = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: { app: web }
  ports:
    - port: 80
`;

function happening(id: number, at: number, actor: string, text: string, change: Partial<HappeningView> = {}): HappeningView {
  return { id, at, actor, verb: 'update', kind: 'Pod', namespace: 'default', name: 'web-7c9f4d-m4x8q', uid: 'u', text, rule: '', timer: '', fields: [], causes: [id - 1], ...change };
}

export const HAPPENINGS: readonly HappeningView[] = [
  happening(1, 0, 'you', 'You switched node-b off.', { kind: 'Node', name: 'node-b', causes: [] }),
  happening(2, 51_600, 'node-lifecycle-controller', 'Node lifecycle set node-b to Unknown: no lease for 50 s.', { kind: 'Node', name: 'node-b', timer: 'grace period' }),
  happening(3, 352_000, 'taint-eviction-controller', 'Taint eviction deleted web-7c9f4d-x2kzp: its 300 s of patience with unreachable ran out.', { rule: 'tolerationSeconds' }),
  happening(4, 352_100, 'replicaset-controller', 'ReplicaSet web-7c9f4d wanted 3 and counted 2, because a pod being deleted does not count.'),
  happening(5, 352_200, 'default-scheduler', 'The scheduler put it on node-c: 2 of 3 nodes fit, node-c scored 183 to 171.'),
];

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-7c9f4d-m4x8q', namespace: 'default', uid: '9c02', labels: { app: 'web' } },
  spec: { nodeName: 'node-c', containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] },
  status: {
    phase: 'Running',
    podIP: '10.244.3.5',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2025-11-24T16:05:52Z' },
      { type: 'PodReadyToStartContainers', status: 'True' },
      { type: 'Initialized', status: 'True' },
      { type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [web]' },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [web]' },
    ],
    containerStatuses: [{ name: 'web', ready: false, restartCount: 0, image: 'nginx:1.27', state: { running: { startedAt: '2025-11-24T16:05:52Z' } } }],
  },
};

const ref = (kind: string, name: string) => ({ kind, namespace: kind === 'Node' ? '' : 'default', name });

export function answer(request: Request): unknown {
  switch (request.ask) {
    case 'why':
      return {
        steps: [...HAPPENINGS].reverse().map((h, i) => ({ happening: h, mentions: i === 0 ? [ref('Node', 'node-c')] : i === 1 ? [ref('ReplicaSet', 'web-7c9f4d')] : i === 3 ? [ref('Node', 'node-b')] : [], command: i === 4 ? 0 : -1 })),
        suggestions: [{ text: 'Wait 30 s instead of 300 s', edit: { ref: ref('Deployment', 'web'), before: WEB_APPLIED, after: WEB_YAML } }],
      };
    case 'object':
      return POD;
    case 'lanes':
      return [
        { id: 'you', label: 'You', kind: 'you', bands: [], marks: [{ at: 0, kind: 'power-off', text: 'You switched node-b off', happening: 1 }] },
        { id: 'control-plane', label: 'Control plane', kind: 'control-plane', bands: [], marks: [51_000, 52_000, 52_600, 352_000, 352_400, 352_900].map((at) => ({ at, kind: 'update', text: 'something', happening: 2 })) },
        { id: 'node-b', label: 'node-b', kind: 'node', bands: [{ from: 0, to: 51_600, state: 'ready', text: 'Ready' }, { from: 51_600, to: 352_300, state: 'unknown', text: 'Unknown · 300 s of patience' }], marks: [] },
        { id: 'x2kzp', label: '…x2kzp', kind: 'pod', bands: [{ from: 0, to: 51_600, state: 'ready', text: 'Running' }, { from: 51_600, to: 352_000, state: 'unknown', text: 'Running, as far as anyone knows' }, { from: 352_000, to: 352_300, state: 'terminating', text: '' }], marks: [] },
        { id: 'm4x8q', label: '…m4x8q', kind: 'pod', bands: [{ from: 352_200, to: 353_600, state: 'not-ready', text: '' }], marks: [] },
      ];
    case 'events':
      return [
        { at: 352_200, firstAt: 352_200, type: 'Normal', reason: 'Scheduled', message: 'Successfully assigned default/web-7c9f4d-m4x8q to node-c', source: 'default-scheduler', count: 1, about: ref('Pod', 'web-7c9f4d-m4x8q'), fieldPath: '' },
        { at: 353_000, firstAt: 352_800, type: 'Warning', reason: 'Unhealthy', message: 'Readiness probe failed: Get "http://10.244.3.5:80/": dial tcp 10.244.3.5:80: connect: connection refused', source: 'kubelet', count: 3, about: ref('Pod', 'web-7c9f4d-m4x8q'), fieldPath: 'spec.containers{web}' },
      ];
    case 'logs':
      return { lines: [{ at: 352_400, stream: 'stdout', text: 'start worker process 29' }, { at: 352_900, stream: 'stderr', text: '10.244.3.1 "GET / HTTP/1.1" 200' }], message: '' };
    case 'runs':
      return [{ container: 'web', attempt: 0, state: 'running', exitCode: 0, reason: '', startedAt: 352_400, finishedAt: 0 }];
    case 'decision':
      return {
        at: 352_200, podUid: '9c02', podName: 'web-7c9f4d-m4x8q', node: 'node-c', message: '',
        nodes: ['node-a', 'node-b', 'node-c'].map((name, i) => ({
          name, total: i === 1 ? null : 171 + i * 6,
          verdicts: ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit', 'PodTopologySpread'].map((plugin) => ({ plugin, rejected: i === 1 && plugin === 'TaintToleration' ? 'node(s) had untolerated taint {node.kubernetes.io/unreachable: }' : '', rawScore: 50, normalizedScore: plugin === 'NodeUnschedulable' || i === 1 ? null : 80, weight: 1 })),
        })),
      };
    case 'command':
      return { ok: true, outcomes: [{ result: 'configured', kind: 'Deployment', namespace: 'default', name: 'web', document: 0 }], problems: [], entry: 6 };
    case 'check':
      return request.text.includes('imagee') ? [{ severity: 'error', code: 'api/unknown-field', message: 'strict decoding error: unknown field "spec.template.spec.containers[0].imagee"', document: 0, line: 19, column: 11, endLine: 19, endColumn: 17 }] : [];
    case 'undo':
      return { text: 'node-b switched off' };
    case 'happenings':
      return HAPPENINGS;
    default:
      return null;
  }
}
