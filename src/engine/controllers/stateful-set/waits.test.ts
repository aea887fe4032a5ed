import { describe, expect, it } from 'vitest';
import type { StatefulSet } from '../../api/apps-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { aPod, aSet, seenAs } from './testing/sets.ts';
import { ordinalWaits } from './waits.ts';

function waits(set: StatefulSet, ...pods: readonly Pod[]): readonly string[] {
  return ordinalWaits(seenAs(set, pods)).waits.map(
    ({ ordinal, waitsFor, because }) => `${ordinal} for ${waitsFor}: ${because}`,
  );
}

const stuck = (set: StatefulSet, ...pods: readonly Pod[]): number | undefined =>
  ordinalWaits(seenAs(set, pods)).stuck;

describe('which ordinal waits for which', () => {
  it('TICKET-10 those that do not exist yet wait for the first that is not finished', () => {
    expect(waits(aSet())).toEqual(['1 for 0: does not exist yet', '2 for 0: does not exist yet']);
    expect(waits(aSet(), aPod(0), aPod(1, 'unready'))).toEqual(['2 for 1: is not ready']);
    expect(waits(aSet(), aPod(0, 'terminating'), aPod(2))).toEqual(['1 for 0: is going away']);
    expect(waits(aSet(), aPod(0), aPod(1, 'failed'))).toEqual(['2 for 1: has ended']);
  });

  it('TICKET-10 nobody waits in a set that is complete, and nobody for a place in a Parallel one', () => {
    expect(waits(aSet(), aPod(0), aPod(1), aPod(2))).toEqual([]);
    expect(waits(aSet({ podManagementPolicy: 'Parallel' }), aPod(0, 'unready'))).toEqual([]);
  });

  it('TICKET-10 old pods wait for their turn, down to the partition', () => {
    const old = [aPod(0, 'ready', 'old'), aPod(1, 'ready', 'old')];
    expect(waits(aSet(), ...old, aPod(2, 'unready'))).toEqual([
      '0 for 2: is not ready',
      '1 for 2: is not ready',
    ]);
    const partition = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } };
    expect(waits(aSet(partition), ...old, aPod(2, 'unready'))).toEqual(['1 for 2: is not ready']);
    expect(waits(aSet({ updateStrategy: { type: 'OnDelete' } }), ...old, aPod(2, 'unready'))).toEqual([]);
  });

  it('TICKET-10 surplus pods go one by one from the top, and wait for what is not ready below', () => {
    const one = aSet({ replicas: 1 });
    expect(waits(one, aPod(0), aPod(1), aPod(2, 'terminating'))).toEqual(['1 for 2: is going away']);
    expect(waits(one, aPod(0), aPod(1), aPod(2))).toEqual(['1 for 2: goes first']);
    expect(waits(one, aPod(0, 'unready'), aPod(1))).toEqual(['1 for 0: is not ready']);
  });

  it('TICKET-11 an old pod that is not ready is replaced by nobody', () => {
    expect(stuck(aSet(), aPod(0), aPod(1, 'unready', 'old'))).toBe(1);
    expect(stuck(aSet(), aPod(0), aPod(1, 'unready'))).toBeUndefined();
    expect(stuck(aSet(), aPod(0, 'terminating', 'old'))).toBeUndefined();
    expect(stuck(aSet({ podManagementPolicy: 'Parallel' }), aPod(1, 'unready', 'old'))).toBeUndefined();
  });
});
