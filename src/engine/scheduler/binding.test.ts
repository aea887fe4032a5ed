import { describe, expect, it } from 'vitest';
import { ApiServer } from '../apiserver/api-server.ts';
import type { ApiClient } from '../apiserver/client.ts';
import { SeriesRecorder } from '../apiserver/event-series.ts';
import { DEFAULT_ADMISSION } from '../apiserver/admission/plugins.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import type { Json } from '../../base/json.ts';
import type { Run } from '../run/run.ts';
import { Sim } from '../sim/sim.ts';
import { aMachine, aPod, aRun, manifest, wait } from '../testing/run-builders.ts';
import { createScheduler } from './scheduler.ts';

const VOLUMES = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };

function aClass(provisioner: string) {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'late' },
    provisioner,
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: {
    storageClassName: 'late',
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  },
};

const onNodeB = { key: 'kubernetes.io/hostname', operator: 'In', values: ['node-b'] };
const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv' },
  spec: {
    storageClassName: 'late',
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: '/d' },
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNodeB] }] } },
  },
};

function apply(run: Run, ...objects: readonly Json[]): void {
  run.give({ kind: 'apply-manifest', text: manifest(...objects) });
}

function remove(run: Run, objectKind: string, name: string): void {
  const namespace = objectKind === 'PersistentVolume' ? '' : 'default';
  run.give({ kind: 'request', verb: 'delete', objectKind, namespace, name });
}

const podOf = (run: Run, name = 'app') => run.engine.reader().get('Pod', 'default', name);

function scheduledCondition(pod: Pod | undefined) {
  return pod?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
}

describe('the binding of a pod with volumes', () => {
  it('SCHED-117 waits a second for the volume controller, the pod being nominated meanwhile', () => {
    const run = aRun();
    apply(run, aClass('kubernetes.io/no-provisioner'), volume, claim);
    wait(run, 1000);
    apply(run, aPod('app', {}, VOLUMES));
    wait(run, 500);
    expect(podOf(run)?.spec.nodeName).toBeUndefined();
    expect(podOf(run)?.status).toMatchObject({ phase: 'Pending', nominatedNodeName: 'node-b' });
    const reader = run.engine.reader();
    const bound = reader.get('PersistentVolumeClaim', 'default', 'data');
    expect(bound?.spec.volumeName).toBe('pv');
    expect(reader.get('PersistentVolume', '', 'pv')).toMatchObject({
      metadata: { annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' } },
      spec: { claimRef: { name: 'data', uid: bound?.metadata.uid } },
    });
    wait(run, 600);
    expect(podOf(run)?.spec.nodeName).toBe('node-b');
    expect(podOf(run)?.status?.nominatedNodeName).toBeUndefined();
  });

  it('SCHED-117 goes on after a restore in the middle', () => {
    const run = aRun();
    apply(run, aClass('kubernetes.io/no-provisioner'), volume, claim, aPod('app', {}, VOLUMES));
    wait(run, 500);
    run.seek(run.now);
    wait(run, 1500);
    expect(podOf(run)?.spec.nodeName).toBe('node-b');
  });

  it('SCHED-117 has a volume made on the chosen node, and the pod runs with it', () => {
    const run = aRun();
    apply(run, aClass('rancher.io/local-path'), claim, aPod('app', {}, VOLUMES));
    wait(run, 3500);
    expect(podOf(run)?.spec.nodeName).toBeUndefined();
    wait(run, 8000);
    const pod = podOf(run);
    expect(pod?.status?.phase).toBe('Running');
    const [made] = run.engine.reader().list('PersistentVolume');
    expect(JSON.stringify(made?.spec.nodeAffinity)).toContain(`["${pod?.spec.nodeName}"]`);
  });

  it('SCHED-118 gives up after ten minutes, and tries again', () => {
    const run = aRun();
    apply(run, aClass('example.com/disks'), claim, aPod('app', {}, VOLUMES));
    wait(run, 599_000);
    const nominated = podOf(run)?.status?.nominatedNodeName;
    expect(nominated).toMatch(/^node-/);
    expect(scheduledCondition(podOf(run))).toBeUndefined();
    wait(run, 1010);
    expect(scheduledCondition(podOf(run))).toMatchObject({
      status: 'False',
      reason: 'SchedulerError',
      message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
    });
    expect(podOf(run)?.status?.nominatedNodeName).toBeUndefined();
    wait(run, 2500);
    expect(podOf(run)?.status?.nominatedNodeName).toBe(nominated);
  });

  it('SCHED-118 gives up when the provisioner takes back its node', () => {
    const run = aRun();
    apply(run, aClass('example.com/disks'), claim, aPod('app', {}, VOLUMES));
    wait(run, 2100);
    run.give({
      kind: 'request',
      verb: 'patch',
      objectKind: 'PersistentVolumeClaim',
      namespace: 'default',
      name: 'data',
      patchType: 'merge',
      body: { metadata: { annotations: { 'volume.kubernetes.io/selected-node': null } } },
    });
    wait(run, 950);
    expect(scheduledCondition(podOf(run))?.message).toBe(
      'running PreBind plugin "VolumeBinding": binding volumes: provisioning failed for PVC "data"',
    );
  });

  it('SCHED-119 holds the place of an assumed pod, until it is deleted', () => {
    const run = aRun({ machines: [aMachine('only')] });
    const cpu = (amount: string) => ({ resources: { requests: { cpu: amount } } });
    apply(run, aClass('example.com/disks'), claim, aPod('app', cpu('1500m'), VOLUMES));
    wait(run, 500);
    apply(run, aPod('other', cpu('1500m')));
    wait(run, 500);
    expect(scheduledCondition(podOf(run, 'other'))?.message).toMatch(/Insufficient cpu/);
    remove(run, 'Pod', 'app');
    wait(run, 100);
    expect(podOf(run, 'other')?.spec.nodeName).toBe('only');
  });
});

describe('a refused binding', () => {
  it('SCHED-120 is an error of the attempt', () => {
    const sim = new Sim(1);
    const server = new ApiServer(sim, 0, DEFAULT_ADMISSION);
    const real = server.client('default-scheduler');
    const error = { code: 409, reason: 'Conflict', message: 'taken' };
    const api: ApiClient = Object.create(real, { bind: { value: () => ({ ok: false, error }) } });
    const events = new SeriesRecorder(sim, api, 0, 'default-scheduler', 'default-scheduler-x');
    const scheduler = createScheduler({ sim, api, events, epochMs: 0 });
    for (const [kind, handler] of Object.entries(scheduler.handlers)) sim.on(kind, handler);
    server.context.store.watch((change) => scheduler.onChange?.(change));
    const because = { rule: 'TEST', text: 'the test did it', causes: [] };
    const create = (kind: 'Namespace' | 'ServiceAccount' | 'Node' | 'Pod', object: object) =>
      real.create(kind, object as never, because);
    create('Namespace', { metadata: { name: 'default' } });
    create('ServiceAccount', { metadata: { name: 'default', namespace: 'default' } });
    create('Node', { metadata: { name: 'n' }, status: { allocatable: { pods: '9', cpu: '1' } } });
    create('Pod', {
      metadata: { name: 'app', namespace: 'default' },
      spec: { tolerations: [{ operator: 'Exists' }], containers: [{ name: 'a', image: 'i' }] },
    });
    while (sim.step(500));
    expect(scheduledCondition(real.get('Pod', 'default', 'app'))).toMatchObject({
      reason: 'SchedulerError',
      message: 'running Bind plugin "DefaultBinder": taken',
    });
  });
});

describe('a victim', () => {
  it('SCHED-122 is deleted once, however many pods want its place', () => {
    const run = aRun({ machines: [aMachine('only')] });
    const priority = (name: string, value: number) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    });
    const asking = (cpu: string) => ({ resources: { requests: { cpu } } });
    apply(run, priority('low', 1), priority('high', 9));
    apply(
      run,
      aPod(
        'victim',
        { ...asking('1000m'), command: ['sleep', '99'], image: 'busybox:1.36' },
        { priorityClassName: 'low' },
      ),
    );
    wait(run, 5000);
    apply(run, aPod('first', asking('1500m'), { priorityClassName: 'high' }));
    apply(run, aPod('second', asking('300m'), { priorityClassName: 'high' }));
    wait(run, 5000);
    const preempted = run.engine
      .reader()
      .list('Event')
      .filter(({ reason }) => reason === 'Preempted');
    expect(preempted).toHaveLength(1);
    expect(podOf(run, 'second')?.status?.nominatedNodeName).toBe('only');
  });
});
