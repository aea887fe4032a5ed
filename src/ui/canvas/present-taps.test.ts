import { describe, expect, it } from 'vitest';
import type { ServiceTapModel } from '../../projections/view-model.ts';
import { samplePod } from '../gallery/sample-pods.ts';
import { nodeTaps } from './present-taps.ts';

const tap = (node: string, state: ServiceTapModel['state'], reason: string): ServiceTapModel => ({
  pod: samplePod('web-0', 'ready', { node }),
  state,
  reason,
});

describe('taps of a node in present mode', () => {
  it('SCREEN-18 a node serves if one of its pods does, otherwise it says why not', () => {
    const taps = [
      tap('a', 'open', 'not ready'),
      tap('a', 'closed', 'ready'),
      tap('b', 'open', 'not ready'),
      tap('c', 'half', 'leaving'),
    ];
    const service = { uid: 's', namespace: 'default', name: 'web', address: '', rate: '', taps };
    expect(nodeTaps(service, ['a', 'b', 'c', 'd'])).toEqual([
      { node: 'a', state: 'closed', reason: '' },
      { node: 'b', state: 'open', reason: 'not ready' },
      { node: 'c', state: 'half', reason: '' },
      { node: 'd', state: 'none', reason: '' },
    ]);
  });
});
