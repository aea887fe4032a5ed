import { describe, expect, it } from 'vitest';
import { Sim } from '../sim/sim.ts';
import type { Because } from '../sim/trace.ts';
import { DEFAULT_ADMISSION } from './admission/plugins.ts';
import { ApiServer } from './api-server.ts';
import type { ApiClient, Change } from './client.ts';
import { Recorder } from './event-recorder.ts';
import { expireEvents } from './event-recorder.ts';
import { MINUTE } from '../sim/time.ts';

const BECAUSE: Because = { rule: 'API-01', text: 'the test wanted it' };
const EPOCH_MS = 1_767_268_800_000; // 2026-01-01T12:00:00Z

interface Fixture {
  readonly sim: Sim;
  readonly api: ApiClient;
  readonly changes: Change[];
  readonly server: ApiServer;
}

function start(): Fixture {
  const sim = new Sim(1);
  sim.on('test/nothing', () => {});
  const server = new ApiServer(sim, EPOCH_MS, DEFAULT_ADMISSION);
  const changes: Change[] = [];
  server.context.store.watch((change) => changes.push(change));
  const api = server.client('tester');
  api.create('Namespace', { metadata: { name: 'default' }, spec: {} }, BECAUSE);
  api.create('ServiceAccount', { metadata: { name: 'default', namespace: 'default' } }, BECAUSE);
  changes.length = 0;
  return { sim, api, changes, server };
}

function wait(sim: Sim, ms: number): void {
  sim.advanceTo(sim.now + ms);
}

function createPod(api: ApiClient, name = 'web') {
  const made = api.create(
    'Pod',
    {
      metadata: { name, namespace: 'default' },
      spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] },
    },
    BECAUSE,
  );
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

describe('writes', () => {
  it('API-03 API-11 completes a new pod', () => {
    const { api } = start();
    const pod = createPod(api);
    expect(pod.metadata).toMatchObject({
      name: 'web',
      creationTimestamp: '2026-01-01T12:00:00Z',
      generation: 1,
    });
    expect(pod.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'default',
      priority: 0,
      restartPolicy: 'Always',
      enableServiceLinks: true,
    });
    expect(pod.spec.tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds])).toEqual([
      ['node.kubernetes.io/not-ready', 300],
      ['node.kubernetes.io/unreachable', 300],
    ]);
    expect(pod.spec.containers[0]?.volumeMounts?.[0]).toMatchObject({
      readOnly: true,
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    });
  });

  it('API-03 completes generateName with five safe letters, different each time', () => {
    const { api } = start();
    const names = [1, 2].map(() => {
      const made = api.create(
        'ConfigMap',
        { metadata: { generateName: 'settings-', namespace: 'default' } },
        BECAUSE,
      );
      return made.ok ? made.value.metadata.name : '';
    });
    expect(names[0]).toMatch(/^settings-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(names[1]).not.toBe(names[0]);
  });

  it('API-01 raises resourceVersion with each change and ignores writes that change nothing', () => {
    const { api, changes } = start();
    const pod = createPod(api);
    const same = api.update('Pod', pod, BECAUSE);
    const labelled = api.patch(
      'Pod',
      'default',
      'web',
      'merge',
      { metadata: { labels: { app: 'web' } } },
      BECAUSE,
    );
    expect(same.ok && same.value.metadata.resourceVersion).toBe(pod.metadata.resourceVersion);
    expect(labelled.ok && Number(labelled.value.metadata.resourceVersion)).toBeGreaterThan(
      Number(pod.metadata.resourceVersion),
    );
    expect(changes.map(({ type, kind }) => `${type} ${kind}`)).toEqual(['ADDED Pod', 'MODIFIED Pod']);
  });

  it('API-02 refuses a stale update', () => {
    const { api } = start();
    const pod = createPod(api);
    api.patch('Pod', 'default', 'web', 'merge', { metadata: { labels: { a: '1' } } }, BECAUSE);
    const stale = api.update('Pod', { ...pod, metadata: { ...pod.metadata, labels: { b: '2' } } }, BECAUSE);
    expect(stale).toMatchObject({
      ok: false,
      error: {
        code: 409,
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on pods "web": the object has been modified; please apply your changes to the latest version and try again',
      },
    });
  });

  it('API-04 tells apart what exists and what does not', () => {
    const { api } = start();
    createPod(api);
    expect(
      api.create(
        'Pod',
        {
          metadata: { name: 'web', namespace: 'default' },
          spec: { containers: [{ name: 'app', image: 'nginx' }] },
        },
        BECAUSE,
      ),
    ).toMatchObject({ error: { code: 409, reason: 'AlreadyExists', message: 'pods "web" already exists' } });
    expect(api.delete('Deployment', 'default', 'none', {}, BECAUSE)).toMatchObject({
      error: { code: 404, message: 'deployments.apps "none" not found' },
    });
  });

  it('API-05 keeps spec and status apart and counts generations', () => {
    const { api } = start();
    const pod = createPod(api);
    const viaMain = api.update('Pod', { ...pod, status: { ...pod.status, phase: 'Running' } }, BECAUSE);
    expect(viaMain.ok && viaMain.value.status?.phase).toBe('Pending');
    const viaStatus = api.modify(
      'Pod',
      'default',
      'web',
      (live) => ({ ...live, status: { ...live.status, phase: 'Running' } }),
      BECAUSE,
      { subresource: 'status' },
    );
    expect(viaStatus.ok && [viaStatus.value.status?.phase, viaStatus.value.metadata.generation]).toEqual([
      'Running',
      1,
    ]);
    const image = api.patch(
      'Pod',
      'default',
      'web',
      'strategic',
      { spec: { containers: [{ name: 'app', image: 'nginx:1.28' }] } },
      BECAUSE,
    );
    expect(image.ok && [image.value.metadata.generation, image.value.status?.phase]).toEqual([2, 'Running']);
  });

  it('API-09 binds once', () => {
    const { api } = start();
    createPod(api);
    const bound = api.bind('default', 'web', 'node-a', BECAUSE);
    expect(bound.ok && [bound.value.spec.nodeName, bound.value.metadata.generation]).toEqual(['node-a', 1]);
    expect(bound.ok && bound.value.status?.conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: '2026-01-01T12:00:00Z',
      },
    ]);
    expect(api.bind('default', 'web', 'node-b', BECAUSE)).toMatchObject({
      error: {
        code: 409,
        message:
          'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-a"',
      },
    });
  });

  it("API-16 labels a bound pod with its node's zone and region", () => {
    const { api } = start();
    const labels = {
      'topology.kubernetes.io/zone': 'west',
      'topology.kubernetes.io/region': 'r1',
      disk: 'ssd',
    };
    api.create('Node', { metadata: { name: 'node-a', labels }, spec: {} }, BECAUSE);
    createPod(api);
    const bound = api.bind('default', 'web', 'node-a', BECAUSE);
    expect(bound.ok && bound.value.metadata.labels).toEqual({
      'topology.kubernetes.io/zone': 'west',
      'topology.kubernetes.io/region': 'r1',
    });
  });

  it('API-10 creates nothing in a missing or dying namespace', () => {
    const { api } = start();
    expect(api.create('ConfigMap', { metadata: { name: 'a', namespace: 'lost' } }, BECAUSE)).toMatchObject({
      error: { code: 404, message: 'namespaces "lost" not found' },
    });
    api.create('Namespace', { metadata: { name: 'dying' }, spec: {} }, BECAUSE);
    api.delete('Namespace', '', 'dying', {}, BECAUSE);
    expect(api.create('ConfigMap', { metadata: { name: 'a', namespace: 'dying' } }, BECAUSE)).toMatchObject({
      error: {
        code: 403,
        message:
          'configmaps "a" is forbidden: unable to create new content in namespace dying because it is being terminated',
      },
    });
    expect(api.delete('Namespace', '', 'default', {}, BECAUSE)).toMatchObject({
      error: { message: 'namespaces "default" is forbidden: this namespace may not be deleted' },
    });
  });

  it('API-12 leaves a cut-off client alone', () => {
    const { server } = start();
    const alone = server.client('kubelet/node-a', () => false);
    expect(alone.get('Namespace', '', 'default')).toBeUndefined();
    expect(alone.list('Namespace')).toEqual([]);
    expect(
      alone.create('ConfigMap', { metadata: { name: 'a', namespace: 'default' } }, BECAUSE),
    ).toMatchObject({ error: { code: 503, reason: 'ServiceUnavailable' } });
  });

  it('API-13 traces who changed which fields and why, and no heartbeats', () => {
    const { api, sim } = start();
    createPod(api);
    api.bind('default', 'web', 'node-a', { rule: 'SCHED-01', text: 'it fits' });
    expect(sim.entry(sim.trace.length)).toMatchObject({
      actor: 'tester',
      verb: 'bind',
      rule: 'SCHED-01',
      fields: ['spec.nodeName', 'status.conditions'],
      subject: { kind: 'Pod', namespace: 'default', name: 'web' },
    });
    const length = sim.trace.length;
    api.create('Namespace', { metadata: { name: 'kube-node-lease' }, spec: {} }, BECAUSE);
    api.create('Lease', { metadata: { name: 'node-a', namespace: 'kube-node-lease' }, spec: {} }, BECAUSE);
    expect(sim.trace.length).toBe(length + 1);
  });
});

describe('deletion', () => {
  it('API-06 marks a pod on a node, and takes it away with grace 0', () => {
    const { api, changes, sim } = start();
    createPod(api);
    api.bind('default', 'web', 'node-a', BECAUSE);
    changes.length = 0;
    const marked = api.delete('Pod', 'default', 'web', {}, BECAUSE);
    expect(marked.ok && marked.value.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T12:00:30Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    wait(sim, 5000);
    api.delete('Pod', 'default', 'web', { gracePeriodSeconds: 0 }, BECAUSE);
    expect(
      changes.map(({ type, object }) => [
        type,
        object.metadata.deletionGracePeriodSeconds,
        object.metadata.deletionTimestamp,
      ]),
    ).toEqual([
      ['MODIFIED', 30, '2026-01-01T12:00:30Z'],
      ['MODIFIED', 0, '2026-01-01T12:00:05Z'],
      ['DELETED', 0, '2026-01-01T12:00:05Z'],
    ]);
    expect(api.get('Pod', 'default', 'web')).toBeUndefined();
  });

  it.each([
    [10, 4000, '2026-01-01T12:00:10Z', 10],
    [2, 5000, '2026-01-01T12:00:05Z', 1],
    [60, 1000, '2026-01-01T12:00:30Z', 30],
  ])('API-07 a second delete with %i s after %i ms gives %s', (seconds, after, at, grace) => {
    const { api, sim } = start();
    createPod(api);
    api.bind('default', 'web', 'node-a', BECAUSE);
    api.delete('Pod', 'default', 'web', {}, BECAUSE);
    wait(sim, after);
    const second = api.delete('Pod', 'default', 'web', { gracePeriodSeconds: seconds }, BECAUSE);
    expect(
      second.ok && [
        second.value.metadata.deletionTimestamp,
        second.value.metadata.deletionGracePeriodSeconds,
        second.value.metadata.generation,
      ],
    ).toEqual([at, grace, 2]);
  });

  it('API-08 finalizers hold an object until the last one is gone', () => {
    const { api } = start();
    api.create(
      'ConfigMap',
      { metadata: { name: 'held', namespace: 'default', finalizers: ['example.com/hold'] } },
      BECAUSE,
    );
    api.delete('ConfigMap', 'default', 'held', {}, BECAUSE);
    expect(api.get('ConfigMap', 'default', 'held')?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T12:00:00Z',
      deletionGracePeriodSeconds: 0,
    });
    api.patch('ConfigMap', 'default', 'held', 'merge', { metadata: { finalizers: null } }, BECAUSE);
    expect(api.get('ConfigMap', 'default', 'held')).toBeUndefined();
  });
});

describe('events', () => {
  const ABOUT = { kind: 'Pod', apiVersion: 'v1', namespace: 'default', name: 'web', uid: 'u1' };
  const recorded = ({ api }: Fixture) => api.list('Event').map(({ message, count }) => [message, count]);

  it('EVENT-01 counts identical events', () => {
    const fixture = start();
    const recorder = new Recorder(fixture.sim, fixture.api, EPOCH_MS, {
      component: 'kubelet',
      host: 'node-a',
    });
    for (let i = 0; i < 3; i++) recorder.record(ABOUT, 'Warning', 'BackOff', 'Back-off restarting');
    expect(recorded(fixture)).toEqual([['Back-off restarting', 3]]);
  });

  it('EVENT-03 combines look-alikes from the tenth on', () => {
    const fixture = start();
    const recorder = new Recorder(fixture.sim, fixture.api, EPOCH_MS, { component: 'replicaset-controller' });
    for (let i = 0; i < 12; i++)
      recorder.record(ABOUT, 'Warning', 'FailedCreate', `Error creating: pods "web-${i}" is forbidden`);
    const counts = recorded(fixture);
    expect(counts).toHaveLength(10);
    expect(
      counts.filter(([message]) => String(message).startsWith('(combined from similar events): ')),
    ).toEqual([['(combined from similar events): Error creating: pods "web-11" is forbidden', 3]]);
  });

  it('EVENT-04 drops a flood about one object after 25, and lets one through every five minutes', () => {
    const fixture = start();
    const recorder = new Recorder(fixture.sim, fixture.api, EPOCH_MS, {
      component: 'kubelet',
      host: 'node-a',
    });
    for (let i = 0; i < 40; i++) recorder.record(ABOUT, 'Warning', 'Unhealthy', 'Readiness probe failed');
    expect(recorded(fixture)).toEqual([['Readiness probe failed', 25]]);
    wait(fixture.sim, 5 * MINUTE);
    for (let i = 0; i < 3; i++) recorder.record(ABOUT, 'Warning', 'Unhealthy', 'Readiness probe failed');
    expect(recorded(fixture)).toEqual([['Readiness probe failed', 26]]);
  });

  it('EVENT-02 forgets old events', () => {
    const fixture = start();
    const { sim, api } = fixture;
    new Recorder(sim, api, EPOCH_MS, { component: 'kubelet' }).record(
      ABOUT,
      'Normal',
      'Started',
      'Container started',
    );
    const expire = (): void =>
      expireEvents(
        sim,
        (namespace, name) => void api.delete('Event', namespace, name, {}, BECAUSE),
        api.list('Event'),
        EPOCH_MS,
      );
    wait(sim, 59 * MINUTE);
    expire();
    expect(recorded(fixture)).toHaveLength(1);
    wait(sim, 2 * MINUTE);
    expire();
    expect(recorded(fixture)).toHaveLength(0);
  });
});

describe('admission', () => {
  const pod = (name: string, resources: object) => ({
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', resources }] },
  });

  it('API-14 refuses over quota in upstream words, and what leaves a limited resource open', () => {
    const { api } = start();
    const quota = api.create(
      'ResourceQuota',
      {
        metadata: { name: 'rq', namespace: 'default' },
        spec: { hard: { 'requests.cpu': '500m', pods: '2' } },
      },
      BECAUSE,
    );
    expect(quota.ok).toBe(true);
    api.modify(
      'ResourceQuota',
      'default',
      'rq',
      (live) => ({
        ...live,
        status: { hard: live.spec?.hard ?? {}, used: { 'requests.cpu': '0', pods: '0' } },
      }),
      BECAUSE,
      { subresource: 'status' },
    );
    expect(api.create('Pod', pod('open', {}), BECAUSE)).toMatchObject({
      error: {
        code: 403,
        message: 'pods "open" is forbidden: failed quota: rq: must specify requests.cpu for: app',
      },
    });
    expect(api.create('Pod', pod('a', { requests: { cpu: '300m' } }), BECAUSE).ok).toBe(true);
    expect(api.get('ResourceQuota', 'default', 'rq')?.status?.used).toEqual({
      pods: '1',
      'requests.cpu': '300m',
    });
    expect(api.create('Pod', pod('b', { requests: { cpu: '400m' } }), BECAUSE)).toMatchObject({
      error: {
        message:
          'pods "b" is forbidden: exceeded quota: rq, requested: requests.cpu=400m, used: requests.cpu=300m, limited: requests.cpu=500m',
      },
    });
  });

  it('API-15 fills in defaults of a LimitRange and refuses what is too large', () => {
    const { api } = start();
    api.create(
      'LimitRange',
      {
        metadata: { name: 'bounds', namespace: 'default' },
        spec: {
          limits: [
            {
              type: 'Container',
              default: { cpu: '200m' },
              defaultRequest: { cpu: '100m' },
              max: { cpu: '500m' },
            },
          ],
        },
      },
      BECAUSE,
    );
    const made = api.create('Pod', pod('a', {}), BECAUSE);
    expect(made.ok && made.value.spec.containers[0]?.resources).toEqual({
      limits: { cpu: '200m' },
      requests: { cpu: '100m' },
    });
    expect(made.ok && made.value.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu request for container app; cpu limit for container app',
    });
    expect(
      api.create('Pod', pod('b', { requests: { cpu: '300m' }, limits: { cpu: '700m' } }), BECAUSE),
    ).toMatchObject({
      error: { message: 'pods "b" is forbidden: maximum cpu usage per Container is 500m, but limit is 700m' },
    });
  });
});
