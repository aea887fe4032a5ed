import { describe, expect, it } from 'vitest';
import type { CaseRow } from '../../fidelity/case-messages.ts';
import { caseHash, caseInHash } from './case-link.ts';
import { areasOf, caseTitle, levelState, sums } from './truth-model.ts';

const row = (id: string, counted: CaseRow['counted'], equal: CaseRow['equal']): CaseRow => ({
  id,
  about: '',
  counted,
  equal,
});

const ROWS = [
  row('kubelet/b-same', ['outcome', 'story', 'clock'], ['outcome', 'story', 'clock']),
  row('kubelet/c-late', ['outcome', 'story', 'clock'], ['outcome', 'story']),
  row('kubelet/a-noisy', [], []),
  row('cluster/d-same', ['outcome'], ['outcome']),
];

describe('what the page about truth says', () => {
  it('TRUTH-01 counts cases by level, without those that chance decides', () => {
    expect(sums(ROWS)).toEqual([
      { level: 'outcome', equal: 3, counted: 3 },
      { level: 'story', equal: 2, counted: 2 },
      { level: 'clock', equal: 1, counted: 2 },
    ]);
  });

  it('TRUTH-01 puts what differs first in each area', () => {
    const [kubelet, cluster] = areasOf(ROWS, 'all');
    expect(kubelet?.cases.map(({ id }) => id)).toEqual([
      'kubelet/c-late',
      'kubelet/a-noisy',
      'kubelet/b-same',
    ]);
    expect([kubelet?.equal, kubelet?.counted]).toEqual([1, 2]);
    expect(cluster?.id).toBe('cluster');
  });

  it('TRUTH-01 can show nothing but what differs, with the sums of all', () => {
    const [kubelet, cluster] = areasOf(ROWS, 'differing');
    expect(kubelet?.cases.map(({ id }) => id)).toEqual(['kubelet/c-late']);
    expect([cluster?.cases, cluster?.equal, cluster?.counted]).toEqual([[], 1, 1]);
  });

  it('TRUTH-01 tells equal, different and uncounted levels apart', () => {
    const [, late] = ROWS;
    const states = (['outcome', 'clock'] as const).map((level) => levelState(late ?? row('', [], []), level));
    expect([...states, levelState(row('', [], []), 'story')]).toEqual(['equal', 'differs', 'uncounted']);
  });

  it('TRUTH-01 titles a case by its name', () => {
    expect(caseTitle('kubelet/init-container-fails')).toBe('Init container fails');
  });

  it.each([
    [caseHash('kubelet/crash-loop'), 'kubelet/crash-loop'],
    ['#v=1&s=x', null],
    ['', null],
    ['#case=../../etc', null],
    ['#case=<img>/x', null],
  ])('TRUTH-02 reads the case out of the address %s', (hash, id) => {
    expect(caseInHash(hash)).toBe(id);
  });
});
