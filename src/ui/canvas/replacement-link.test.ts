import { describe, expect, it } from 'vitest';
import { replacementPairs } from './replacement-layer.tsx';
import { linkHead, linkPath } from './replacement-link.tsx';

describe('replaced by', () => {
  it('SCREEN-13 the link ends at the stand-in and its head points there, whichever side it is on', () => {
    expect(linkPath({ x: 0, y: 0 }, { x: 100, y: 50 })).toBe('M0 0C22 0 69 50 91 50');
    expect(linkHead({ x: 0, y: 0 }, { x: 100, y: 50 })).toBe('M100 50l-9 -4.5v9z');
    expect(linkPath({ x: 100, y: 0 }, { x: 0, y: 0 })).toBe('M100 0C78 0 31 0 9 0');
    expect(linkHead({ x: 100, y: 0 }, { x: 0, y: 0 })).toBe('M0 0l9 -4.5v9z');
  });

  it('SCREEN-13 only pairs that are both on a node are linked', () => {
    const ghost = { uid: 'a', replacedBy: 'b' };
    const standIn = { uid: 'b', replacedBy: null };
    expect(replacementPairs({ nodes: [{ pods: [ghost] }, { pods: [standIn] }] })).toEqual([['a', 'b']]);
    expect(replacementPairs({ nodes: [{ pods: [ghost] }] })).toEqual([]);
  });
});
