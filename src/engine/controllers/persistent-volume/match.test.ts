import { describe, expect, it } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeStatus } from '../../api/core-v1.ts';
import { bestVolume, mismatch } from './match.ts';
import { untilResyncMs } from './controller.ts';

type Mode = 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod';

function volume(
  name: string,
  spec: Partial<PersistentVolume['spec']> = {},
  phase: NonNullable<PersistentVolumeStatus['phase']> = 'Available',
  labels: Readonly<Record<string, string>> = {},
): PersistentVolume {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, labels },
    spec: { capacity: { storage: '2Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
    status: { phase },
  };
}

function claim(spec: Partial<PersistentVolumeClaim['spec']> = {}): PersistentVolumeClaim {
  const accessModes: readonly Mode[] = ['ReadWriteOnce'];
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default', uid: 'u1' },
    spec: { accessModes, resources: { requests: { storage: '1Gi' } }, ...spec },
  };
}

const reserved = (name: string, uid?: string): Partial<PersistentVolume['spec']> => ({
  claimRef: { namespace: 'default', name, ...(uid === undefined ? {} : { uid }) },
});

describe('which volume a claim gets', () => {
  const rows = [
    [
      'the smallest that is large enough',
      claim(),
      [
        volume('a', { capacity: { storage: '5Gi' } }),
        volume('b'),
        volume('c', { capacity: { storage: '1Mi' } }),
      ],
      false,
      'b',
    ],
    [
      'fewest access modes before size',
      claim(),
      [
        volume('a', { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
        volume('b'),
      ],
      false,
      'b',
    ],
    ['none of another class', claim({ storageClassName: 'fast' }), [volume('a')], false, undefined],
    ['none of another volume mode', claim({ volumeMode: 'Block' }), [volume('a')], false, undefined],
    [
      'none without the access mode',
      claim({ accessModes: ['ReadWriteMany'] }),
      [volume('a')],
      false,
      undefined,
    ],
    [
      'only selected ones',
      claim({ selector: { matchLabels: { disk: 'ssd' } } }),
      [volume('a'), volume('b', {}, 'Available', { disk: 'ssd' })],
      false,
      'b',
    ],
    ['none that is released', claim(), [volume('a', {}, 'Released')], false, undefined],
    ['none reserved for another claim', claim(), [volume('a', reserved('other'))], false, undefined],
    [
      'none reserved for an earlier claim of the same name',
      claim(),
      [volume('a', reserved('data', 'u0'))],
      false,
      undefined,
    ],
    [
      'the reserved one first',
      claim(),
      [volume('a'), volume('b', { ...reserved('data'), capacity: { storage: '9Gi' } }, 'Pending')],
      false,
      'b',
    ],
    [
      'only the reserved one while a pod is waited for',
      claim(),
      [volume('a'), volume('b', reserved('data', 'u1'))],
      true,
      'b',
    ],
    ['none while a pod is waited for', claim(), [volume('a')], true, undefined],
  ] as const;
  for (const [what, wanted, volumes, mustWait, expected] of rows)
    it(`PV-03 ${what}`, () =>
      expect(bestVolume<PersistentVolume>(wanted, volumes, mustWait)?.metadata.name).toBe(expected));

  it('PV-05 says why a volume asked for by name does not do', () => {
    expect(mismatch(volume('a', { capacity: { storage: '1Mi' } }), claim())).toBe(
      'requested PV is too small',
    );
    expect(mismatch(volume('a'), claim({ storageClassName: 'fast' }))).toBe(
      'storageClassName does not match',
    );
    expect(mismatch(volume('a', { volumeMode: 'Block' }), claim())).toBe('incompatible volumeMode');
    expect(mismatch(volume('a'), claim({ accessModes: ['ReadOnlyMany'] }))).toBe('incompatible accessMode');
    expect(mismatch(volume('a'), claim())).toBeUndefined();
  });

  it('PV-01 looks at what waits come at fixed times', () => {
    const settings = { startMs: 8000, resyncMs: 15_000, bindMs: 20 };
    expect([0, 8000, 8001, 22_999, 23_000].map((now) => untilResyncMs(settings, now))).toEqual([
      8000, 15_000, 14_999, 1, 15_000,
    ]);
  });
});
