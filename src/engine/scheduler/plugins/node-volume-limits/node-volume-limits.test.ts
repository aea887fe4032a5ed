import { expect, it } from 'vitest';
import type { PersistentVolumeClaim } from '../../../api/core-v1.ts';
import type { CSINode, StorageClass } from '../../../api/storage-v1.ts';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { verdicts } from '../../testing/verdicts.ts';
import { nodeVolumeLimits } from './node-volume-limits.ts';

it('SCHED-91 counts the volumes of a driver against the limit of the node', () => {
  const using = (name: string, claimName: string) =>
    aPod(name, { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] } });
  const claim = (namespace: string, name: string): PersistentVolumeClaim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: { storageClassName: 'disks' },
  });
  const storageClass: StorageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'disks' },
    provisioner: 'csi.example.com',
  };
  const csiNode = (count: number): CSINode => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: { name: 'n1' },
    spec: { drivers: [{ name: 'csi.example.com', nodeID: 'n1', allocatable: { count } }] },
  });
  const listers = (limit: number) => ({
    persistentVolumeClaim: claim,
    storageClass: () => storageClass,
    csiNode: () => csiNode(limit),
  });
  const judge = (limit: number, claimName: string) =>
    verdicts(
      nodeVolumeLimits,
      using('p', claimName),
      aView([aNode('n1')], [on('n1', using('other', 'a'))], listers(limit)),
    );
  expect(judge(2, 'b')).toEqual(['ok']);
  expect(judge(1, 'b')).toEqual(['Unschedulable: node(s) exceed max volume count']);
  expect(judge(1, 'a')).toEqual(['ok']);
});
