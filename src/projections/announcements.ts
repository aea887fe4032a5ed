/** What is told to somebody who does not look: sentences in the domain's words, equal deeds counted together. */
import type { HappeningView } from '../protocol/views.ts';
import { actorName, deedWord } from './actors.ts';
import { counted } from './names.ts';
import { sentenceText } from './sentences.ts';

/** Deeds of one actor on one kind of thing, for one reason, become one sentence with a number. */
export function announcements(happenings: readonly HappeningView[]): string[] {
  const groups = new Map<string, HappeningView[]>();
  for (const happening of happenings) {
    const { actor, verb, kind, rule } = happening;
    const key = `${actor} ${verb} ${kind} ${rule}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [happening]);
    else group.push(happening);
  }
  return [...groups.values()].map(told);
}

function told(group: readonly HappeningView[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const things = new Set(group.map(({ namespace, name, uid }) => uid || `${namespace}/${name}`)).size;
  if (things === 1) return sentenceText(group.at(-1) ?? first);
  return `${actorName(first.actor)} ${deedWord(first.verb)} ${counted(things, first.kind === 'Pod' ? 'pod' : first.kind)}.`;
}
