import { describe, expect, it } from 'vitest';
import { createPvProtectionController } from '../pv-protection/controller.ts';
import { createPvcProtectionController } from '../pvc-protection/controller.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createPersistentVolumeController } from './controller.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({
    'persistentvolume-controller': (ctx) => createPersistentVolumeController(ctx),
    'pvc-protection-controller': (ctx) => createPvcProtectionController(ctx),
    'pv-protection-controller': (ctx) => createPvProtectionController(ctx),
  });
}

function addVolume(c: ControllerCluster, spec: object = {}): void {
  c.createFor('PersistentVolume', {
    metadata: { name: 'v' },
    spec: {
      storageClassName: 'fast',
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/d' },
      ...spec,
    },
  });
}

function addClaim(c: ControllerCluster, spec: object = {}, name = 'data'): void {
  c.createFor('PersistentVolumeClaim', {
    metadata: { name, namespace: 'default' },
    spec: {
      storageClassName: 'fast',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
  });
}

const addPod = (c: ControllerCluster): void =>
  void c.createFor('Pod', {
    metadata: { name: 'user', namespace: 'default' },
    spec: {
      containers: [{ name: 'app', image: 'a' }],
      volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }],
    },
  });

const volume = (c: ControllerCluster) => c.api.get('PersistentVolume', '', 'v');

describe('persistent volume controller', () => {
  it('PV-01 a new volume becomes available; a waiting claim finds it with the next resync', () => {
    const c = cluster();
    addClaim(c);
    c.run(1000);
    expect(c.events()).toEqual([
      'PersistentVolumeClaim/data Warning ProvisioningFailed storageclass.storage.k8s.io "fast" not found',
    ]);
    addVolume(c);
    c.run(100);
    expect(volume(c)?.status?.phase).toBe('Available');
    expect(c.get('PersistentVolumeClaim', 'data')?.status?.phase).toBe('Pending');
    c.run(13_800);
    expect(c.get('PersistentVolumeClaim', 'data')?.status?.phase).toBe('Pending');
    c.run(200);
    expect(c.get('PersistentVolumeClaim', 'data')?.status?.phase).toBe('Bound');
  });

  it('PV-02 binding reserves the volume, then marks the claim', () => {
    const c = cluster();
    addVolume(c);
    c.run(100);
    addClaim(c);
    c.run(100);
    const uid = c.get('PersistentVolumeClaim', 'data')?.metadata.uid;
    expect(volume(c)).toMatchObject({
      metadata: { annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' } },
      spec: { claimRef: { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'data', uid } },
      status: { phase: 'Bound' },
    });
    expect(c.get('PersistentVolumeClaim', 'data')).toMatchObject({
      metadata: {
        annotations: {
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
        },
      },
      spec: { volumeName: 'v' },
      status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } },
    });
    const writes = c.writes
      .filter(({ object }) => object.kind.startsWith('PersistentVolume'))
      .map(
        ({ object }) =>
          `${object.kind} ${(object as { readonly status?: { readonly phase?: string } }).status?.phase}`,
      );
    expect(writes.slice(0, 7)).toEqual([
      'PersistentVolume Pending',
      'PersistentVolume Available',
      'PersistentVolumeClaim Pending',
      'PersistentVolume Available',
      'PersistentVolume Bound',
      'PersistentVolumeClaim Pending',
      'PersistentVolumeClaim Bound',
    ]);
  });

  it('PV-04 says what a claim waits for, again with each resync', () => {
    const c = cluster();
    c.createFor('StorageClass', {
      metadata: { name: 'wait' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    c.createFor('StorageClass', { metadata: { name: 'ext' }, provisioner: 'example.com/disk' });
    addClaim(c, { storageClassName: '' }, 'no-class');
    addClaim(c, { storageClassName: 'wait' });
    addClaim(c, { storageClassName: 'ext' }, 'external');
    addPod(c);
    c.run(16_000);
    expect([...c.events()].sort().reverse()).toEqual([
      'PersistentVolumeClaim/no-class Normal FailedBinding no persistent volumes available for this claim and no storage class is set x2',
      expect.stringMatching(
        /^PersistentVolumeClaim\/external Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'example.com\/disk' .* x2$/,
      ),
      'PersistentVolumeClaim/data Normal WaitForPodScheduled waiting for pod user to be scheduled x2',
    ]);
    expect(c.get('PersistentVolumeClaim', 'external')?.metadata.annotations).toEqual({
      'volume.kubernetes.io/storage-provisioner': 'example.com/disk',
      'volume.beta.kubernetes.io/storage-provisioner': 'example.com/disk',
    });
  });

  it('PV-05 a claim that names a volume gets it, or hears why not', () => {
    const c = cluster();
    addVolume(c);
    addClaim(c, { volumeName: 'v', resources: { requests: { storage: '2Gi' } } });
    c.run(100);
    expect(c.events()).toEqual([
      'PersistentVolumeClaim/data Warning VolumeMismatch Cannot bind to requested volume "v": requested PV is too small',
    ]);
    addClaim(c, { volumeName: 'v' }, 'fits');
    c.run(100);
    expect(c.get('PersistentVolumeClaim', 'fits')?.status?.phase).toBe('Bound');
  });

  it('PV-06 a claim whose volume is gone is Lost', () => {
    const c = cluster();
    addVolume(c);
    addClaim(c);
    c.run(9000);
    c.api.modify(
      'PersistentVolume',
      '',
      'v',
      (one) => ({ ...one, metadata: { ...one.metadata, finalizers: [] } }),
      { rule: 'TEST', text: 'unprotected' },
    );
    c.api.delete('PersistentVolume', '', 'v', {}, { rule: 'TEST', text: 'deleted' });
    c.run(100);
    expect(c.get('PersistentVolumeClaim', 'data')?.status?.phase).toBe('Lost');
    expect(c.events()).toContain(
      'PersistentVolumeClaim/data Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    );
  });

  it('PV-07 PV-09 a kept volume is released and may then be deleted', () => {
    const c = cluster();
    addVolume(c);
    c.run(100);
    addClaim(c);
    c.run(100);
    c.api.delete('PersistentVolume', '', 'v', {}, { rule: 'TEST', text: 'deleted' });
    c.run(100);
    expect(volume(c)?.status?.phase).toBe('Bound');
    c.remove('PersistentVolumeClaim', 'data');
    c.run(100);
    expect(volume(c)).toBeUndefined();
  });

  it('PV-08 with the policy Delete the volume goes after its claim, if somebody can remove it', () => {
    const c = cluster();
    addVolume(c, { persistentVolumeReclaimPolicy: 'Delete' });
    c.run(100);
    addClaim(c);
    c.run(100);
    c.remove('PersistentVolumeClaim', 'data');
    c.run(100);
    expect(volume(c)).toBeUndefined();
    const far = cluster();
    addVolume(far, {
      persistentVolumeReclaimPolicy: 'Delete',
      hostPath: undefined,
      nfs: { server: 's', path: '/' },
    });
    far.run(100);
    addClaim(far);
    far.run(100);
    far.remove('PersistentVolumeClaim', 'data');
    far.run(100);
    expect(volume(far)?.status).toMatchObject({
      phase: 'Failed',
      message: 'error getting deleter volume plugin for volume "v": no deletable volume plugin matched',
    });
  });
});

describe('claims in use', () => {
  it('PVC-01 a deleted claim stays until the last scheduled pod that refers to it is gone', () => {
    const c = cluster();
    addVolume(c);
    c.run(100);
    addClaim(c);
    addPod(c);
    c.runPods();
    c.run(100);
    c.remove('PersistentVolumeClaim', 'data');
    c.endPod('user', 'Succeeded');
    c.run(100);
    expect(c.get('PersistentVolumeClaim', 'data')?.metadata.finalizers).toEqual([
      'kubernetes.io/pvc-protection',
    ]);
    c.remove('Pod', 'user', { gracePeriodSeconds: 0 });
    c.run(100);
    expect(c.get('PersistentVolumeClaim', 'data')).toBeUndefined();
  });

  it('PVC-02 a bound claim says whether a pod that goes on refers to it', () => {
    const c = cluster();
    addVolume(c);
    c.run(100);
    addClaim(c);
    addPod(c);
    c.run(100);
    const unused = (): unknown => c.get('PersistentVolumeClaim', 'data')?.status?.conditions;
    expect(unused()).toMatchObject([
      {
        type: 'Unused',
        status: 'False',
        reason: 'PodUsingPVC',
        message: 'A pod is currently referencing this PVC',
      },
    ]);
    c.runPods();
    c.endPod('user', 'Succeeded');
    c.run(100);
    expect(unused()).toMatchObject([
      {
        type: 'Unused',
        status: 'True',
        reason: 'NoPodsUsingPVC',
        message: 'No pods are currently referencing this PVC',
      },
    ]);
  });
});
