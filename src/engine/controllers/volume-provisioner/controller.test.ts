import { describe, expect, it } from 'vitest';
import { createPersistentVolumeController } from '../persistent-volume/controller.ts';
import { createPvcProtectionController } from '../pvc-protection/controller.ts';
import { createPvProtectionController } from '../pv-protection/controller.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createVolumeProvisioner } from './controller.ts';
import { PROVISIONERS } from './provisioners.ts';

function cluster(): ControllerCluster {
  return new ControllerCluster({
    'persistentvolume-controller': (ctx) => createPersistentVolumeController(ctx),
    'pvc-protection-controller': (ctx) => createPvcProtectionController(ctx),
    'pv-protection-controller': (ctx) => createPvProtectionController(ctx),
    ...Object.fromEntries(
      PROVISIONERS.map(
        (one) =>
          [
            one.source,
            (ctx: Parameters<typeof createVolumeProvisioner>[0]) => createVolumeProvisioner(ctx, one),
          ] as const,
      ),
    ),
  });
}

function addClass(c: ControllerCluster, provisioner: string, more: object = {}): void {
  c.createFor('StorageClass', { metadata: { name: 'made' }, provisioner, ...more });
}

function addClaim(
  c: ControllerCluster,
  metadata: object = {},
  spec: object = { storageClassName: 'made' },
): void {
  c.createFor('PersistentVolumeClaim', {
    metadata: { name: 'data', namespace: 'default', ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });
}

const claim = (c: ControllerCluster) => c.get('PersistentVolumeClaim', 'data');
const volume = (c: ControllerCluster) => c.api.list('PersistentVolume')[0];

describe('volume provisioner', () => {
  it('PROVISION-01 makes a volume at once and for this claim alone', () => {
    const c = cluster();
    addClass(c, 'k8s.io/minikube-hostpath', { reclaimPolicy: 'Retain' });
    addClaim(c);
    c.run(1000);
    const uid = claim(c)?.metadata.uid;
    expect(volume(c)).toMatchObject({
      metadata: {
        name: `pvc-${uid}`,
        annotations: { 'pv.kubernetes.io/provisioned-by': 'k8s.io/minikube-hostpath' },
      },
      spec: {
        capacity: { storage: '1Gi' },
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { name: 'data', uid },
      },
      status: { phase: 'Bound' },
    });
    expect(claim(c)).toMatchObject({ spec: { volumeName: `pvc-${uid}` }, status: { phase: 'Bound' } });
    expect(c.events().filter((text) => /Normal Provision/.test(text))).toEqual([
      'PersistentVolumeClaim/data Normal Provisioning External provisioner is provisioning volume for claim "default/data"',
      `PersistentVolumeClaim/data Normal ProvisioningSucceeded Successfully provisioned volume pvc-${uid}`,
    ]);
  });

  it('PROVISION-01 waits for the node of the first consumer, and puts the volume there', () => {
    const c = cluster();
    addClass(c, 'rancher.io/local-path', { volumeBindingMode: 'WaitForFirstConsumer' });
    addClaim(c);
    c.run(20_000);
    expect(volume(c)).toBeUndefined();
    c.change('PersistentVolumeClaim', 'data', (live) => ({
      ...live,
      metadata: {
        ...live.metadata,
        annotations: { ...live.metadata.annotations, 'volume.kubernetes.io/selected-node': 'n1' },
      },
    }));
    c.run(2500);
    expect(volume(c)).toBeUndefined();
    c.run(1500);
    expect(JSON.stringify(volume(c)?.spec.nodeAffinity)).toMatch(/"values":\["n1"\]/);
    expect(claim(c)?.status?.phase).toBe('Bound');
  });

  it('PROVISION-02 deletes the volume with its claim', () => {
    const c = cluster();
    addClass(c, 'k8s.io/minikube-hostpath');
    addClaim(c);
    c.run(1000);
    c.remove('PersistentVolumeClaim', 'data');
    c.run(1000);
    expect([claim(c), volume(c)]).toEqual([undefined, undefined]);
  });

  it('PROVISION-03 cannot make a local volume for nobody in particular', () => {
    const c = cluster();
    addClass(c, 'rancher.io/local-path');
    addClaim(c);
    c.run(1000);
    expect(c.events()).toContain(
      'PersistentVolumeClaim/data Warning ProvisioningFailed failed to provision volume with StorageClass "made": configuration error, no node was specified',
    );
  });

  it('PV-10 a claim without a class gets the default class when there is one', () => {
    const c = cluster();
    addClaim(c, {}, {});
    c.run(1000);
    expect(claim(c)?.status?.phase).toBe('Pending');
    addClass(c, 'k8s.io/minikube-hostpath', {
      metadata: { name: 'made', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    });
    c.run(16_000);
    expect([claim(c)?.spec.storageClassName, claim(c)?.status?.phase]).toEqual(['made', 'Bound']);
  });
});
