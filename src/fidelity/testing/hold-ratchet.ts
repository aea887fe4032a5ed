/** Plays the project's recordings of one folder and holds the engine to what it could do before. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { comparePlayed } from '../compare.ts';
import { lostEntries } from '../ratchet.ts';
import type { Passing } from '../ratchet.ts';
import { readPacked } from '../recordings.ts';
import { caseReport, passingLevels } from '../report.ts';

const ROOT = new URL('../recordings', import.meta.url).pathname;
const PASSING = JSON.parse(readFileSync(new URL('../passing.json', import.meta.url), 'utf8')) as Passing;

export function holdRatchet(folder: string): void {
  const recordings = readPacked(ROOT, folder);
  const listed = Object.keys(PASSING).filter((id) => id.startsWith(`${folder}/`));

  describe(`recordings of ${folder}`, () => {
    it('FIDELITY-01 the list of what agrees names recordings that exist', () => {
      expect(listed.filter((id) => !recordings.some((one) => one.id === id))).toEqual([]);
    });

    it.each(recordings.filter(({ id }) => listed.includes(id)))(
      'FIDELITY-01 $id still agrees with the real cluster',
      async (recording) => {
        const comparison = await comparePlayed(recording);
        const lost = lostEntries(
          { [recording.id]: PASSING[recording.id] ?? [] },
          passingLevels([comparison]),
        );
        expect(lost, caseReport(comparison, true).join('\n')).toEqual([]);
      },
    );
  });
}
