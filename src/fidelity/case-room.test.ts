import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerAboutCases, caseRow } from './case-room.ts';
import type { CaseRow, CheckedCase, PlayableCase, TruthList } from './case-messages.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import type { Passing } from './ratchet.ts';
import { packedFolders, readPacked } from './recordings.ts';

const ROOT = new URL('./recordings', import.meta.url).pathname;
const PASSING = JSON.parse(readFileSync(new URL('./passing.json', import.meta.url), 'utf8')) as Passing;
const RECORDINGS = packedFolders(ROOT).flatMap((folder) => readPacked(ROOT, folder));

const isEqual = ({ counted, equal }: CaseRow): boolean => counted.length === equal.length;

describe('known differences', () => {
  const rows = RECORDINGS.map((recording) => caseRow(recording, PASSING));

  it('TRUTH-03 explains every case that differs', () => {
    expect(rows.filter((row) => !isEqual(row) && row.known === undefined).map(({ id }) => id)).toEqual([]);
  });

  it('TRUTH-03 explains no case that agrees, and none that does not exist', () => {
    const explained = Object.keys(KNOWN_DIFFERENCES);
    const needed = new Set(rows.filter((row) => !isEqual(row)).map(({ id }) => id));
    expect(explained.filter((id) => !needed.has(id))).toEqual([]);
  });
});

describe('questions about cases', () => {
  it('TRUTH-05 lists the cases with what agrees', async () => {
    const { cases, simplifications } = (await answerAboutCases(RECORDINGS, PASSING, {
      ask: 'list',
      id: '',
    })) as TruthList;
    expect(cases).toHaveLength(RECORDINGS.length);
    expect(cases.find(({ id }) => id === 'cluster/missing-owner-is-collected')).toMatchObject({
      counted: ['outcome', 'story', 'clock'],
      equal: ['outcome', 'story', 'clock'],
    });
    expect(cases.every(({ about }) => about !== '')).toBe(true);
    expect(simplifications.length).toBeGreaterThan(0);
  });

  it('TRUTH-05 plays a case and compares it', async () => {
    const id = 'kubelet/env-from-a-missing-config-map';
    const result = (await answerAboutCases(RECORDINGS, PASSING, { ask: 'check', id })) as CheckedCase;
    expect(result).toEqual({ equal: PASSING[id], differences: [] });
  });

  it('TRUTH-05 says in words where a case differs', async () => {
    const id = 'cluster/drain-refuses-bare-and-daemon-pods';
    const result = (await answerAboutCases(RECORDINGS, PASSING, { ask: 'check', id })) as CheckedCase;
    expect(result.equal).toEqual([]);
    expect(result.differences[0]).toMatch(/^outcome: event Pod\/scratch/);
  });

  it('TRUTH-05 gives the run of a case with the manifests it applies', async () => {
    const id = 'kubelet/env-from-a-missing-config-map';
    const { saved, manifests } = (await answerAboutCases(RECORDINGS, PASSING, {
      ask: 'play',
      id,
    })) as PlayableCase;
    expect(saved.log.length).toBeGreaterThan(0);
    expect(manifests[0]).toContain('kind: Pod');
  });

  it('TRUTH-05 refuses a case that nobody recorded', async () => {
    await expect(
      answerAboutCases(RECORDINGS, PASSING, { ask: 'check', id: 'kubelet/nothing' }),
    ).rejects.toThrow('no recording kubelet/nothing');
  });
});
