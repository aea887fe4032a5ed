import { expect, it } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/core-v1.ts';
import { aNode, aPod, aView } from '../../testing/builders.ts';
import { verdicts } from '../../testing/verdicts.ts';
import { volumeZone } from './volume-zone.ts';

it('SCHED-90 keeps a pod to the zones of its volume', () => {
  const zone = 'topology.kubernetes.io/zone';
  const claim: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { volumeName: 'pv' },
  };
  const volume: PersistentVolume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'pv', labels: { [zone]: 'a__b' } },
    spec: {},
  };
  const pod = aPod('p', { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } });
  const nodes = [
    aNode('n1', { labels: { [zone]: 'b' } }),
    aNode('n2', { labels: { [zone]: 'c' } }),
    aNode('n3'),
  ];
  const listers = { persistentVolumeClaim: () => claim, persistentVolume: () => volume };
  const found = Object.fromEntries(
    aView(nodes, [], listers).snapshot.nodes.map((node, index) => [
      node.name,
      verdicts(volumeZone, pod, aView(nodes, [], listers))[index],
    ]),
  );
  expect(found).toEqual({
    n1: 'ok',
    n2: 'UnschedulableAndUnresolvable: node(s) had no available volume zone',
    n3: 'ok',
  });
});
