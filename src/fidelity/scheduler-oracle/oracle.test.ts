import { describe, expect, it } from 'vitest';
import { compareOracle } from './compare-oracle.ts';
import { oracleFilesIn } from './oracle-file.ts';
import type { OracleFile } from './oracle-file.ts';

const FILES = oracleFilesIn(new URL('.', import.meta.url).pathname);
const [ANY] = FILES.flatMap(({ problems }) => problems);

describe('recorded decisions of a real scheduler', () => {
  it.each(FILES)('$name: SCHED-01 SCHED-02 every placement is decided as the real scheduler did', (file) => {
    const compared = compareOracle(file);
    expect(compared).not.toEqual([]);
    expect(compared.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });

  it('FIDELITY-42 names what is decided otherwise', () => {
    const wrong = withMessage('0/1 nodes are available: 1 made up.');
    const [first] = compareOracle(wrong);
    expect(first?.differences).toEqual([expect.stringContaining('made up')]);
  });

  it('FIDELITY-42 takes no other folder for one with problems', () => {
    expect(oracleFilesIn(new URL('../api', import.meta.url).pathname)).toEqual([]);
    expect(oracleFilesIn('nowhere')).toEqual([]);
  });
});

/** A recorded problem with a result that the real scheduler never gave. */
function withMessage(message: string): OracleFile {
  if (ANY === undefined) throw new Error('No problems are packed.');
  const [target] = ANY.targets;
  if (target === undefined) throw new Error('A problem without a pod.');
  const problem = { ...ANY, targets: [{ pod: target.pod, result: { reason: 'Unschedulable', message } }] };
  return { name: 'wrong', problems: [problem], sequences: [] };
}
