import { describe, expect, it } from 'vitest';
import type { PersistentVolumeClaim } from '../../../api/core-v1.ts';
import type { Volume } from '../../../api/core-v1-volume.ts';
import type { Pod } from '../../../api/core-v1-pod.ts';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { verdicts } from '../../testing/verdicts.ts';
import { volumeRestrictions } from './volume-restrictions.ts';

function mounting(name: string, volume: Omit<Volume, 'name'>): Pod {
  return aPod(name, { spec: { volumes: [{ name: 'v', ...volume }] } });
}

describe('VolumeRestrictions', () => {
  const disk = (pdName: string, readOnly: boolean) => ({ gcePersistentDisk: { pdName, readOnly } });
  it.each([
    [disk('d', false), 'Unschedulable: node(s) had no available disk'],
    [disk('d', true), 'ok'],
    [disk('other', false), 'ok'],
    [{ emptyDir: {} }, 'skip'],
  ])('SCHED-88 volume %j beside a reader of disk d', (volume, verdict) => {
    const reader = on('n1', mounting('reader', disk('d', true)));
    expect(verdicts(volumeRestrictions, mounting('p', volume), aView([aNode('n1')], [reader]))).toEqual([
      verdict,
    ]);
  });

  it('SCHED-89 admits one pod to a ReadWriteOncePod claim', () => {
    const claim: PersistentVolumeClaim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOncePod'] },
    };
    const user = (name: string) => mounting(name, { persistentVolumeClaim: { claimName: 'data' } });
    const listers = { persistentVolumeClaim: () => claim };
    expect(verdicts(volumeRestrictions, user('p'), aView([aNode('n1')], [], listers))).toEqual(['ok']);
    expect(
      verdicts(volumeRestrictions, user('p'), aView([aNode('n1')], [on('n1', user('other'))], listers)),
    ).toEqual([
      'Unschedulable: node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
    ]);
  });
});
