import { describe, expect, it } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/core-v1.ts';
import type { StorageClass } from '../../../api/storage-v1.ts';
import type { Listers } from '../../framework/listers.ts';
import { schedulePod } from '../../schedule-one.ts';
import { aNode, aPod, aView, first } from '../../testing/builders.ts';
import { hint, scores, verdicts } from '../../testing/verdicts.ts';
import { volumeBinding } from './volume-binding.ts';

const nodes = [aNode('n1'), aNode('n2')];
const pod = aPod('p', { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } });

function claim(
  spec: PersistentVolumeClaim['spec'],
  status: PersistentVolumeClaim['status'] = { phase: 'Pending' },
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    status,
  };
}

function volume(name: string, storage: string, node?: string): PersistentVolume {
  const term = {
    matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values: [node ?? ''] }],
  };
  const spec = { accessModes: ['ReadWriteOnce' as const], capacity: { storage }, storageClassName: 'local' };
  const nodeAffinity =
    node === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: [term] } } };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: { ...spec, ...nodeAffinity },
    status: { phase: 'Available' },
  };
}

function storageClass(
  provisioner: string,
  volumeBindingMode: 'Immediate' | 'WaitForFirstConsumer',
): StorageClass {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local' },
    provisioner,
    volumeBindingMode,
  };
}

function cluster(
  one: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[] = [],
  provider?: StorageClass,
) {
  const listers: Partial<Listers> = {
    persistentVolumeClaim: () => one,
    persistentVolume: (name) => volumes.find((other) => other.metadata.name === name),
    persistentVolumes: () => volumes,
    storageClass: () => provider,
  };
  return aView(nodes, [], listers);
}

const waiting = claim({ storageClassName: 'local' });
const manual = storageClass('kubernetes.io/no-provisioner', 'WaitForFirstConsumer');
const NO_VOLUME = "UnschedulableAndUnresolvable: node(s) didn't find available persistent volumes to bind";

describe('VolumeBinding', () => {
  const problems: readonly (readonly [string, PersistentVolumeClaim])[] = [
    ['pod has unbound immediate PersistentVolumeClaims', claim({})],
    [
      'persistentvolumeclaim "data" bound to non-existent persistentvolume "gone"',
      claim({ volumeName: 'gone' }, { phase: 'Lost' }),
    ],
    [
      'persistentvolumeclaim "data" is being deleted',
      { ...claim({}), metadata: { name: 'data', deletionTimestamp: '2026-01-01T00:00:00Z' } },
    ],
  ];
  it.each(problems)('SCHED-83 refuses on all nodes: %s', (reason, one) => {
    expect(verdicts(volumeBinding, pod, cluster(one))).toEqual([`UnschedulableAndUnresolvable: ${reason}`]);
  });

  it('SCHED-84 keeps to the nodes that a bound volume can be reached from', () => {
    const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
    const bound = {
      ...claim({ volumeName: 'pv' }),
      metadata: { name: 'data', namespace: 'default', annotations },
    };
    expect(verdicts(volumeBinding, pod, cluster(bound, [volume('pv', '1Gi', 'n2')]))).toEqual([
      "UnschedulableAndUnresolvable: node(s) didn't match PersistentVolume's node affinity",
      'ok',
    ]);
    expect(verdicts(volumeBinding, pod, cluster(bound))[0]).toBe(
      'UnschedulableAndUnresolvable: node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    );
  });

  it('SCHED-85 binds a waiting claim to the smallest volume that the chosen node can reach', () => {
    const view = cluster(
      waiting,
      [volume('big', '9Gi', 'n1'), volume('fits', '2Gi', 'n1'), volume('small', '1Mi', 'n2')],
      manual,
    );
    expect(verdicts(volumeBinding, pod, view)).toEqual(['ok', NO_VOLUME]);
    expect(schedulePod(pod, view, first)).toMatchObject({
      kind: 'bound',
      node: 'n1',
      reservations: [{ kind: 'bind', claim: 'data', volume: 'fits' }],
    });
  });

  it('SCHED-85 leaves volumes alone that are not available, and takes one that is reserved for the claim', () => {
    const claimRef = { namespace: 'default', name: 'data' };
    const reserved = volume('reserved', '9Gi', 'n1');
    const taken = { ...volume('taken', '1Gi', 'n1'), status: { phase: 'Released' as const } };
    const view = cluster(
      waiting,
      [taken, volume('free', '2Gi', 'n1'), { ...reserved, spec: { ...reserved.spec, claimRef } }],
      manual,
    );
    expect(schedulePod(pod, view, first)).toMatchObject({
      reservations: [{ kind: 'bind', claim: 'data', volume: 'reserved' }],
    });
  });

  it('SCHED-86 keeps to the node that a volume is being made for', () => {
    const selected = {
      ...waiting,
      metadata: { ...waiting.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'n2' } },
    };
    const view = cluster(selected, [], storageClass('example.com/disks', 'WaitForFirstConsumer'));
    expect(verdicts(volumeBinding, pod, view)).toEqual([NO_VOLUME, 'ok']);
  });

  it('SCHED-121 prefers the node where the volumes would be used least', () => {
    const view = cluster(waiting, [volume('tight', '1Gi', 'n1'), volume('roomy', '4Gi', 'n2')], manual);
    expect(scores(volumeBinding, pod, view)).toEqual([0, 75]);
  });

  it('SCHED-86 has a volume made for a waiting claim when its class can', () => {
    const view = cluster(waiting, [], storageClass('example.com/disks', 'WaitForFirstConsumer'));
    expect(schedulePod(pod, view, first)).toMatchObject({
      kind: 'bound',
      reservations: [{ kind: 'provision', claim: 'data' }],
    });
  });

  it('SCHED-87 is woken by its own claim only', () => {
    const change = (name: string) => ({
      resource: 'PersistentVolumeClaim' as const,
      actions: ['Update' as const],
      newObject: { ...waiting, metadata: { name, namespace: 'default' } },
    });
    expect(hint(volumeBinding, pod, change('data'))).toBe('Queue');
    expect(hint(volumeBinding, pod, change('other'))).toBe('QueueSkip');
  });
});
