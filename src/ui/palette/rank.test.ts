import { describe, expect, it } from 'vitest';
import { rank } from './rank.ts';

describe('the palette', () => {
  it('FRAME-61 puts the very name first, then names that begin so, then the rest', () => {
    const entries: readonly (readonly [label: string, detail: string])[] = [
      ['web-7c9f4d-x2k', 'Pod node-b'],
      ['Switch node-b off', ''],
      ['node-bb', 'Node'],
      ['node-b', 'Node'],
      ['Nodes, or bigger ones', ''],
    ];
    const order = (search: string): string[] =>
      entries
        .map(([label, detail]) => ({ label, score: rank(label, detail, search, () => 0.5) }))
        .sort((a, b) => b.score - a.score)
        .map(({ label }) => label);
    const wanted = ['node-b', 'node-bb', 'Switch node-b off', 'web-7c9f4d-x2k', 'Nodes, or bigger ones'];
    expect(order('node-b')).toEqual(wanted);
    expect(order('Node-B ')).toEqual(wanted);
  });

  it('FRAME-61 finds by words in any order, and leaves out what has nothing of it', () => {
    expect(rank('Open the last run', 'Three copies', 'run last', () => 0)).toBeGreaterThan(0);
    expect(rank('Play or pause', '', 'zebra', () => 0)).toBe(0);
    expect(rank('Play or pause', '', '', () => 0)).toBe(1);
  });
});
