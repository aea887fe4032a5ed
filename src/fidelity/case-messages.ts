/** What the page asks the worker that plays recorded cases, and what it answers. Plain data. */
import type { SavedRun } from '../engine/index.ts';
import type { Level } from './judge.ts';
import type { KnownDifference } from './known-differences.ts';

/** One recorded case, as a page lists it. */
export interface CaseRow {
  /** `kubelet/crash-loop`. */
  readonly id: string;
  /** What was done and what it shows, in a sentence or two. */
  readonly about: string;
  /** The levels on which real runs agree among themselves. */
  readonly counted: readonly Level[];
  /** The counted levels on which the simulator is held to be equal. */
  readonly equal: readonly Level[];
  /** Why it is not equal on the rest. */
  readonly known?: KnownDifference;
}

/** Something that the engine leaves out on purpose. */
export interface Simplification {
  /** Part of the engine: `kubelet`, `world/registry`. */
  readonly area: string;
  readonly text: string;
}

export interface TruthList {
  readonly cases: readonly CaseRow[];
  readonly simplifications: readonly Simplification[];
}

/** What came of playing a case here and now. */
export interface CheckedCase {
  readonly equal: readonly Level[];
  /** Differences of the first counted level that fails, in words: expected, found, time. */
  readonly differences: readonly string[];
}

export interface PlayableCase {
  /** Stands at the moment before the first step. */
  readonly saved: SavedRun;
  /** The manifests that the case applies. */
  readonly manifests: readonly string[];
}

export type CaseQuestion =
  | { readonly ask: 'list'; readonly id: '' }
  | { readonly ask: 'check'; readonly id: string }
  | { readonly ask: 'play'; readonly id: string };

export interface CaseAnswers {
  readonly list: TruthList;
  readonly check: CheckedCase;
  readonly play: PlayableCase;
}

export interface ToCases {
  readonly number: number;
  readonly question: CaseQuestion;
}

export type FromCases =
  | { readonly number: number; readonly value: CaseAnswers[keyof CaseAnswers] }
  | { readonly number: number; readonly error: string };
