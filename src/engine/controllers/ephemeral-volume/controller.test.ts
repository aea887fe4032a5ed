import { describe, expect, it } from 'vitest';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createEphemeralVolumeController } from './controller.ts';

const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

function cluster(before: (c: ControllerCluster) => void = () => undefined): ControllerCluster {
  const c = new ControllerCluster({ ephemeral_volume: (ctx) => createEphemeralVolumeController(ctx) });
  before(c);
  c.createFor('Pod', {
    metadata: { name: 'app', namespace: 'default' },
    spec: {
      containers: [{ name: 'app', image: 'a' }],
      volumes: [
        { name: 'scratch', ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec } } },
      ],
    },
  });
  c.run(500);
  return c;
}

describe('ephemeral volume controller', () => {
  it('EPHEMERAL-01 makes the claim, named after pod and volume and owned by the pod', () => {
    const c = cluster();
    const uid = c.get('Pod', 'app')?.metadata.uid;
    expect(c.get('PersistentVolumeClaim', 'app-scratch')).toMatchObject({
      metadata: {
        labels: { a: 'b' },
        ownerReferences: [{ kind: 'Pod', name: 'app', uid, controller: true }],
      },
      spec,
    });
  });

  it('EPHEMERAL-02 leaves the claim of somebody else alone, and says so', () => {
    const c = cluster((empty) =>
      empty.createFor('PersistentVolumeClaim', {
        metadata: { name: 'app-scratch', namespace: 'default' },
        spec,
      }),
    );
    expect(c.get('PersistentVolumeClaim', 'app-scratch')?.metadata.ownerReferences).toBeUndefined();
    expect(c.events()[0]).toMatch(
      /^Pod\/app Warning FailedBinding ephemeral volume scratch: PVC default\/app-scratch was not created for pod default\/app \(pod is not owner\)/,
    );
  });
});
