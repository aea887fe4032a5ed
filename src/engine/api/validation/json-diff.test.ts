import { describe, expect, it } from 'vitest';
import { jsonDiff } from './json-diff.ts';

describe('jsonDiff', () => {
  it('NOUN-49 shows changed lines with three lines of context', () => {
    const before = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 };
    expect(jsonDiff(before, { ...before, d: 0 })).toBe(
      '@@ -2,7 +2,7 @@\n  "a": 1,\n  "b": 2,\n  "c": 3,\n- "d": 4,\n+ "d": 0,\n  "e": 5,\n  "f": 6,\n  "g": 7\n',
    );
  });

  it('NOUN-49 is empty for equal values', () => {
    expect(jsonDiff({ a: [1] }, { a: [1] })).toBe('');
  });

  it('NOUN-49 splits changes that are far apart', () => {
    const before = Array.from({ length: 30 }, (_, index) => index);
    const after = before.map((value) => (value === 2 || value === 25 ? -value : value));
    expect(jsonDiff(before, after).match(/^@@/gm)).toHaveLength(2);
  });
});
