import { describe, expect, it } from 'vitest';
import { chipsThatFit, saidWidths } from './chip-fit.ts';
import type { NodeChip, NodeStatement } from './node-look.ts';

const chip = (text: string, quiet = ''): NodeChip => ({
  key: text,
  text,
  quiet,
  glyph: null,
  tone: 'plain',
  tip: '',
});

describe('chips of a node card', () => {
  it('SCREEN-08 what does not fit into two lines is left to a count', () => {
    const chips = [
      chip('API: Unknown'),
      chip('unreachable', 'NoExecute'),
      chip('a-much-longer-taint-key', 'NoSchedule'),
    ];
    expect(chipsThatFit([40, 60], chips, 600, 24)).toBe(3);
    expect(chipsThatFit([40, 60], chips, 300, 24)).toBe(2);
    expect(chipsThatFit([40, 60], chips, 195, 24)).toBe(1);
  });

  it('SCREEN-08 one chip wider than the card still stands alone in its line', () => {
    expect(chipsThatFit([], [chip('x'.repeat(60))], 195, 24)).toBe(1);
  });

  it('SCREEN-26 the narrowest card of a node without power still shows the taint', () => {
    const statement: Pick<NodeStatement, 'lead' | 'said'> = {
      lead: { ...chip('Off'), glyph: 'icon-power' },
      said: { before: '', tick: 'since', atMs: 0, after: '' },
    };
    const chips = [
      chip('API: Unknown'),
      { ...chip('unreachable', 'NoExecute'), glyph: 'icon-taint' as const },
    ];
    expect(chipsThatFit(saidWidths(statement, 194), chips, 194, 24)).toBe(2);
  });
});
