/** A sentence of the why chain, cut where it names objects, so that each name can be a link. Long pod names are shortened to the part that differs. */
import { sentenceParts } from '../../projections/sentences.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { HappeningView } from '../../protocol/views.ts';

export interface LinkedPart {
  readonly text: string;
  readonly ref: ObjectRef | null;
}

const OWNED_POD = /^.+-[0-9a-z]{6,10}-([0-9a-z]{5})$/;

/** `web-7c9f4d-x2kzp` reads `…x2kzp` in a sentence; other names stay whole. */
export function shortName(ref: Pick<ObjectRef, 'kind' | 'name'>): string {
  const suffix = ref.kind === 'Pod' ? OWNED_POD.exec(ref.name)?.[1] : undefined;
  return suffix === undefined ? ref.name : `…${suffix}`;
}

/** The sentence with its own links, and with those of what else it mentions. The subject itself is no link. */
export function whyParts(
  happening: HappeningView,
  mentions: readonly ObjectRef[],
  subject: ObjectRef,
): readonly LinkedPart[] {
  const others = mentions.filter((ref) => ref.name !== subject.name);
  return sentenceParts(happening, subject).flatMap((part): readonly LinkedPart[] =>
    part.ref === undefined ? linkMentions(part.text, others) : [{ text: part.text, ref: part.ref }],
  );
}

/** Longest names first, so that `web` never cuts `web-7c9f4d`. Each object is linked where it is first named. */
export function linkMentions(text: string, mentions: readonly ObjectRef[]): readonly LinkedPart[] {
  let parts: LinkedPart[] = [{ text, ref: null }];
  for (const ref of [...mentions].sort((a, b) => b.name.length - a.name.length)) {
    const at = parts.findIndex((part) => part.ref === null && findWhole(part.text, ref.name) >= 0);
    const part = parts[at];
    if (part === undefined) continue;
    const from = findWhole(part.text, ref.name);
    const cut = [
      { text: part.text.slice(0, from), ref: null },
      { text: shortName(ref), ref },
      { text: part.text.slice(from + ref.name.length), ref: null },
    ].filter((piece) => piece.text !== '');
    parts = [...parts.slice(0, at), ...cut, ...parts.slice(at + 1)];
  }
  return parts;
}

const NAME_CHARACTER = /[0-9a-z-]/;

/** Where `name` stands as a whole name, not inside a longer one; -1 for nowhere. */
function findWhole(text: string, name: string): number {
  if (name === '') return -1;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = at === 0 ? ' ' : (text[at - 1] ?? ' ');
    const after = text[at + name.length] ?? ' ';
    if (!NAME_CHARACTER.test(before) && !NAME_CHARACTER.test(after)) return at;
  }
  return -1;
}
