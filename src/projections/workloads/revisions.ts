/** The revisions of a workload that its ticket shows, lettered. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type { RevisionView } from '../../protocol/views.ts';
import type { RevisionMark } from '../view-model.ts';
import { slotsOf } from './slots.ts';
import type { RevisionModel } from './ticket-model.ts';

const ALPHABET = 26;
const CODE_A = 65;

/** A, B, … in the order in which their templates came up first: a rollback changes a revision's number, not its letter. */
export function revisionMark({ born, hash }: Pick<RevisionView, 'born' | 'hash'>): RevisionMark {
  const index = Math.max(0, born - 1);
  return {
    letter:
      String.fromCharCode(CODE_A + (index % ALPHABET)) +
      (index < ALPHABET ? '' : Math.floor(index / ALPHABET)),
    hash,
  };
}

export function isInUse({ want, have }: Pick<RevisionView, 'want' | 'have'>): boolean {
  return want > 0 || have > 0;
}

export function newestOf(revisions: readonly RevisionView[]): RevisionView | undefined {
  return revisions.reduce<RevisionView | undefined>(
    (latest, one) => (latest === undefined || one.revision > latest.revision ? one : latest),
    undefined,
  );
}

/** So many at most: with more, the oldest in use are left to the inspector. */
const SHOWN_MAX = 4;

/**
 * Those with pods, the newest, and the one before it, which a person would go back to. They stand in the order of their letters, so that
 * a rollback moves no line. Nothing while there is only one.
 */
export function shownRevisions(
  revisions: readonly RevisionView[],
  podsOf: (revision: RevisionView) => readonly PodRow[],
): RevisionModel[] {
  if (revisions.length < 2) return [];
  const numbered = [...revisions].sort((a, b) => a.revision - b.revision);
  const lastTwo = numbered.slice(-2);
  const shown = numbered.filter((one) => isInUse(one) || lastTwo.includes(one)).slice(-SHOWN_MAX);
  const newest = numbered.at(-1);
  return shown.sort((a, b) => a.born - b.born).map((one) => revisionModel(one, one === newest, podsOf(one)));
}

export function revisionModel(view: RevisionView, newest: boolean, pods: readonly PodRow[]): RevisionModel {
  const { uid, name, revision, want, have, ready, images } = view;
  return {
    ...revisionMark(view),
    uid,
    name,
    revision,
    newest,
    want,
    have,
    ready,
    slots: isInUse(view) ? slotsOf(pods, want) : [],
    images: imagesText(images),
  };
}

/** 'nginx:1.28', and how many more containers there are. */
export function imagesText(images: readonly string[]): string {
  const [first = '', ...rest] = images;
  const short = first.slice(first.lastIndexOf('/') + 1);
  return rest.length === 0 ? short : `${short} + ${rest.length}`;
}
