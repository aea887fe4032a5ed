/** Answers questions about recorded cases: which there are, how one compares, and the run of one for the map. */
import { must } from '../base/assert.ts';
import type { CaseAnswers, CaseQuestion, CaseRow, CheckedCase, PlayableCase } from './case-messages.ts';
import { comparePlayed } from './compare.ts';
import type { Comparison } from './compare.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import type { Recording } from './packed-recordings.ts';
import type { Passing } from './ratchet.ts';
import { differencesOf, passingLevels } from './report.ts';
import SIMPLIFICATIONS from './simplifications.json' with { type: 'json' };

const DIFFERENCES_MAX = 6;

export function caseRow(recording: Recording, passing: Passing): CaseRow {
  const { id, file, levels } = recording;
  const held = passing[id] ?? [];
  const known = KNOWN_DIFFERENCES[id];
  return {
    id,
    about: file.about,
    counted: levels,
    equal: levels.filter((level) => held.includes(level)),
    ...(known === undefined ? {} : { known }),
  };
}

/** Throws when no recording has that name, or the case cannot be played. */
export async function answerAboutCases(
  recordings: readonly Recording[],
  passing: Passing,
  question: CaseQuestion,
): Promise<CaseAnswers[keyof CaseAnswers]> {
  if (question.ask === 'list')
    return {
      cases: recordings.map((recording) => caseRow(recording, passing)),
      simplifications: SIMPLIFICATIONS,
    };
  const recording = must(
    recordings.find(({ id }) => id === question.id),
    `no recording ${question.id}`,
  );
  const comparison = await comparePlayed(recording);
  return question.ask === 'check' ? checked(comparison) : playable(recording, comparison);
}

function checked(comparison: Comparison): CheckedCase {
  const { id, fault } = comparison;
  return {
    equal: passingLevels([comparison])[id] ?? [],
    differences:
      fault === undefined
        ? differencesOf(comparison).slice(0, DIFFERENCES_MAX)
        : [`It could not be played: ${fault}`],
  };
}

function playable({ file }: Recording, { saved, fault }: Comparison): PlayableCase {
  const manifests = file.steps.flatMap(({ apply, create }) =>
    [apply, create].filter((text) => typeof text === 'string'),
  );
  return { saved: must(saved, `It could not be played: ${fault ?? ''}`), manifests };
}
