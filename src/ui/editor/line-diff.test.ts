import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeCount, changedLines, diffLines } from './line-diff.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd: 1', ''), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

describe('line diff', () => {
  it('FRAME-20 keeps what is common and rebuilds both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const side = (kind: 'added' | 'removed') =>
          lines
            .filter((line) => line.kind === 'same' || line.kind === kind)
            .map((line) => `${line.text}\n`)
            .join('');
        expect(side('removed')).toBe(before);
        expect(side('added')).toBe(after);
      }),
      { seed: 11 },
    );
  });

  it('FRAME-21 counts neighbouring lines as one change and tells the old value of a changed key', () => {
    const before = 'spec:\n  replicas: 3\n  paused: true\nend: 1\n';
    const after = 'spec:\n  replicas: 5\n  paused: true\nend: 1\nmore: x\n';
    expect(changeCount(before, after)).toBe(2);
    expect(changedLines(before, after)).toEqual([
      { line: 2, was: '3' },
      { line: 5, was: '' },
    ]);
    expect(changeCount(before, before)).toBe(0);
  });
});
