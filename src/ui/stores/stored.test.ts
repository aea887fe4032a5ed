import { describe, expect, it } from 'vitest';
import { mergeStored, readStored, writeStored } from './stored.ts';

describe('stored values', () => {
  it('FRAME-34 takes from an old store only what it still understands', () => {
    const start = { open: true, tab: 'why', width: 3 };
    expect(mergeStored(start, { open: false, tab: 7, gone: 1 })).toEqual({
      open: false,
      tab: 'why',
      width: 3,
    });
    for (const broken of [null, 'x', 3, []]) expect(mergeStored(start, broken)).toEqual(start);
  });

  it('FRAME-35 works without any storage, and says so', () => {
    expect(readStored('nothing')).toBeNull();
    expect(writeStored('nothing', 1)).toBe(false);
  });
});
