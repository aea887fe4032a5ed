import { describe, expect, it } from 'vitest';
import { resourceAmounts } from './resource-amount.ts';

const MIB = 1024 ** 2;

describe('resource amounts', () => {
  it('SCREEN-09 CPU reads in cores, with use and limits in the tip', () => {
    const bar = {
      capacity: 2000,
      reserved: 180,
      blocks: [
        { podUid: 'a', amount: 250 },
        { podUid: 'b', amount: 730 },
      ],
      usage: 220,
      limits: 1000,
    };
    expect(resourceAmounts(bar, 'cpu')).toEqual({
      text: '0.98 of 2',
      tip: '0.98 of 2 cores requested, 0.18 reserved, 0.22 used, limits 1.00',
    });
  });

  it('SCREEN-09 memory reads in GiB, and silence about use is not zero', () => {
    const bar = {
      capacity: 7578 * MIB,
      reserved: 100 * MIB,
      blocks: [{ podUid: 'a', amount: 2458 * MIB }],
      usage: null,
      limits: 0,
    };
    expect(resourceAmounts(bar, 'memory')).toEqual({
      text: '2.4 of 7.4',
      tip: '2.4 of 7.4 GiB requested, 0.1 reserved',
    });
  });
});
