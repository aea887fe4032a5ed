/** Made-up manifests, commands and scripts for property tests. */
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Json } from '../../base/json.ts';
import type { Command } from '../commands/command.ts';
import type { PodAct, Script, Step } from './play.ts';
import { aDeployment, aPod, aTemplate, manifest, script } from './run-builders.ts';

type Fields = { readonly [field: string]: Json };

const MACHINES = ['node-a', 'node-b', 'node-c', 'node-d'] as const;
const APPS = ['web', 'api', 'db'] as const;

const app = fc.constantFrom(...APPS);
const machine = fc.constantFrom(...MACHINES);

const SCRIPTS = [
  'sleep 5; exit 1',
  'exit 0',
  'trap "exit 0" TERM; while true; do sleep 1; done',
  'sleep 3; echo done',
  'echo start; sleep 1000',
  'i=0; while [ $i -lt 4 ]; do i=$((i+1)); sleep 1; done; exit $i',
] as const;

const handler: Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  { httpGet: { path: '/', port: 80 } },
  { tcpSocket: { port: 80 } },
  { exec: { command: ['cat', '/etc/hostname'] } },
  { httpGet: { path: '/missing', port: 80 } },
);
const probe: Arbitrary<Fields> = fc
  .record({
    handler,
    periodSeconds: fc.integer({ min: 1, max: 10 }),
    failureThreshold: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ handler: how, ...numbers }) => ({ ...how, ...numbers }));

const image: Arbitrary<Fields> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Fields>({ image: 'nginx:1.27' }) },
  { weight: 4, arbitrary: fc.constantFrom(...SCRIPTS).map((text) => script(text)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fields[]>(
      { image: 'nginx:no-such-tag' },
      { image: 'redis:7' },
      { image: 'UPPER/case' },
    ),
  },
);
const requests: Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  {},
  { resources: { requests: { cpu: '300m', memory: '64Mi' } } },
  { resources: { requests: { cpu: '900m' }, limits: { cpu: '1', memory: '128Mi' } } },
  { resources: { requests: { cpu: '64' } } },
);
const probes: Arbitrary<Fields> = fc
  .record({
    readinessProbe: fc.option(probe, { nil: undefined }),
    livenessProbe: fc.option(probe, { nil: undefined }),
  })
  .map(({ readinessProbe, livenessProbe }) => ({
    ...(readinessProbe && { readinessProbe }),
    ...(livenessProbe && { livenessProbe }),
  }));
const container: Arbitrary<Fields> = fc
  .tuple(image, requests, probes)
  .map(([a, b, c]) => ({ ...a, ...b, ...c }));

const podSpec: Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  {},
  {},
  {},
  { terminationGracePeriodSeconds: 2 },
  { initContainers: [{ name: 'prepare', ...script('sleep 1') }] },
  { initContainers: [{ name: 'prepare', ...script('sleep 1; exit 1') }] },
  { initContainers: [{ name: 'side', restartPolicy: 'Always', ...script('while true; do sleep 1; done') }] },
  { nodeSelector: { disk: 'ssd' } },
  { tolerations: [{ operator: 'Exists' }] },
  {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ],
  },
  {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
        ],
      },
    },
  },
  { hostNetwork: true },
  { volumes: [{ name: 'scratch', emptyDir: {} }] },
  { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
  { priorityClassName: 'important' },
  { schedulingGates: [{ name: 'example.com/gate' }] },
);

const template = (name: string): Arbitrary<Json> =>
  fc.tuple(container, podSpec).map(([c, s]) => aTemplate(name, c, s));
const replicas = fc.integer({ min: 0, max: 6 });
const strategy: Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  {},
  {},
  { strategy: { type: 'Recreate' } },
  { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
  { minReadySeconds: 5 },
  { paused: true },
  { progressDeadlineSeconds: 20 },
);

/** A workload object; `named` is both its name and the app label. */
const workload: Arbitrary<Json> = app.chain((name) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(replicas, template(name), strategy)
        .map(([count, t, s]) => aDeployment(name, count, t, s)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(replicas, template(name)).map(([count, t]): Json => ({
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name },
        spec: { replicas: count, selector: { matchLabels: { app: name } }, template: t },
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(replicas, template(name)).map(([count, t]): Json => ({
        apiVersion: 'v1',
        kind: 'ReplicationController',
        metadata: { name },
        spec: { replicas: count, selector: { app: name }, template: t },
      })),
    },
    {
      weight: 2,
      arbitrary: template(name).map((t): Json => ({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name },
        spec: { selector: { matchLabels: { app: name } }, template: t },
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(replicas, template(name)).map(([count, t]): Json => ({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name },
        spec: { replicas: count, serviceName: name, selector: { matchLabels: { app: name } }, template: t },
      })),
    },
    {
      weight: 1,
      arbitrary: container.map((c): Json => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name },
        spec: { backoffLimit: 2, template: aTemplate(name, c, { restartPolicy: 'Never' }) },
      })),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(container, podSpec, fc.constantFrom('Always', 'OnFailure', 'Never'))
        .map(([c, s, restartPolicy]) => aPod(name, c, { ...s, restartPolicy })),
    },
  ),
);

const support: Arbitrary<Json> = app.chain((name) =>
  fc.constantFrom<Json[]>(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: { app: name }, ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { minAvailable: 1, selector: { matchLabels: { app: name } } },
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: name } },
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'important' },
      value: 1000,
    },
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec: { hard: { pods: '6' } } },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits' },
      spec: { limits: [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } }] },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'settings' }, stringData: { word: 'sesame' } },
  ),
);

export const anyManifest: Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: workload }, { weight: 1, arbitrary: support }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((objects) => manifest(...objects));

const staticPod = (name: string): string => manifest(aPod(name, script('while true; do sleep 2; done')));

const scaled = fc.constantFrom('Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet');
const workloadKind = fc.constantFrom(
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'Pod',
  'Service',
);
const propagation = fc.constantFrom<('Background' | 'Foreground' | 'Orphan')[]>(
  'Background',
  'Foreground',
  'Orphan',
);
const namespace = fc.constantFrom('default', 'default', 'default', 'team');
const poke = fc.constantFrom<
  ('power-off' | 'power-on' | 'cut-network' | 'heal-network' | 'stop-kubelet' | 'start-kubelet')[]
>('power-off', 'power-on', 'cut-network', 'heal-network', 'stop-kubelet', 'start-kubelet');
const effect = fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule');

export const anyCommand: Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('apply-manifest' as const), text: anyManifest, namespace }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('delete-manifest' as const), text: anyManifest, namespace }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('scale' as const),
      objectKind: scaled,
      namespace,
      name: app,
      replicas,
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: poke, machine }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('cordon' as const, 'uncordon' as const), node: machine }),
  },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'add-node' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove-node' as const), machine }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set-registry' as const),
      state: fc.constantFrom('up' as const, 'down' as const, 'slow' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set-metric' as const),
      metrics: fc.constantFrom('external' as const, 'resource' as const),
      path: fc.constantFrom('default/queue', 'default/web/cpu'),
      value: fc.constantFrom('0', '1500m', '80', 'much'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(machine, app, fc.boolean()).map(([where, name, keep]): Command => ({
      kind: 'write-static-manifest',
      machine: where,
      file: `${name}.yaml`,
      content: keep ? staticPod(name) : null,
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(workloadKind, namespace, app, propagation)
      .map(([objectKind, where, name, propagationPolicy]): Command => ({
        kind: 'request',
        verb: 'delete',
        objectKind,
        namespace: where,
        name,
        options: { propagationPolicy },
      })),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Command>({
      kind: 'request',
      verb: 'delete',
      objectKind: 'Namespace',
      namespace: '',
      name: 'team',
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(machine, effect).map(([name, e]): Command => ({
      kind: 'request',
      verb: 'patch',
      objectKind: 'Node',
      namespace: '',
      name,
      patchType: 'strategic',
      body: { spec: { taints: [{ key: 'example.com/trouble', effect: e }] } },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(app, namespace).map(([name, where]): Command => ({
      kind: 'request',
      verb: 'patch',
      objectKind: 'Deployment',
      namespace: where,
      name,
      patchType: 'merge',
      body: { spec: { paused: null, template: { metadata: { annotations: { restarted: 'now' } } } } },
    })),
  },
);

const acts: readonly PodAct[] = [
  'kill',
  'term',
  'delete',
  'force-delete',
  'evict',
  'fail',
  'refuse',
  'hang',
  'mend',
  'grow',
  'tire',
  'calm',
  'exec',
];

const pause: Arbitrary<Step> = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }) },
    { weight: 3, arbitrary: fc.integer({ min: 5000, max: 60_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 400_000 }) },
  )
  .map((ms): Step => ({ do: 'wait', ms }));

/** Steps that go forward in time. */
export const forwardStep: Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: pause },
  { weight: 5, arbitrary: anyCommand.map((command): Step => ({ do: 'give', command })) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pod' as const),
      pick: fc.nat(20),
      act: fc.constantFrom(...acts),
    }),
  },
);

const travel: Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step[]>({ do: 'undo' }, { do: 'redo' }),
  fc.nat(1000).map((permille): Step => ({ do: 'seek', permille })),
);

export const anyStep: Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: forwardStep },
  { weight: 1, arbitrary: travel },
);

/** Starts with something to look at, so that most steps find something to act on. */
const first: Arbitrary<Step> = anyManifest.map((text): Step => ({
  do: 'give',
  command: { kind: 'apply-manifest', text },
}));

function scripts(step: Arbitrary<Step>): Arbitrary<Script> {
  return fc.record({
    seed: fc.nat(1_000_000),
    steps: fc.tuple(first, fc.array(step, { minLength: 1, maxLength: 14 })).map(([a, rest]) => [a, ...rest]),
  });
}

export const forwardScript: Arbitrary<Script> = scripts(forwardStep);
export const anyScript: Arbitrary<Script> = scripts(anyStep);
