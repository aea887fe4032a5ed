/** Happenings as plain sentences: who did what to whom, and why. Objects that can be looked at are parts of their own. */
import type { ObjectRef } from '../protocol/requests.ts';
import type { HappeningView } from '../protocol/views.ts';
import { actorName, deedWord, isYou } from './actors.ts';
import { capitalized, namedPod } from './names.ts';

export interface SentencePart {
  readonly text: string;
  readonly ref?: ObjectRef;
}

/** `about`: the object whose story is told; it is called "it". */
export function sentenceParts(happening: HappeningView, about?: ObjectRef): readonly SentencePart[] {
  const tell = STORIES.find(({ when }) => when(happening))?.tell ?? plainStory;
  const parts = tell(happening, objectPart(happening, about));
  const last = parts.at(-1)?.text ?? '';
  return /[.!?]$/.test(last) ? parts : [...parts, { text: '.' }];
}

export function sentenceText(happening: HappeningView, about?: ObjectRef): string {
  return sentenceParts(happening, about).map(({ text }) => text).join('');
}

type Tell = (happening: HappeningView, object: SentencePart) => readonly SentencePart[];

interface Story {
  readonly when: (happening: HappeningView) => boolean;
  readonly tell: Tell;
}

const isKubelet = ({ actor }: HappeningView): boolean => actor.startsWith('kubelet/');

const STORIES: readonly Story[] = [
  { when: ({ actor, verb }) => isYou(actor) && verb !== 'create' && verb !== 'update' && verb !== 'patch' && verb !== 'delete', tell: ({ text }) => [{ text: capitalized(text) }] },
  { when: ({ actor }) => isYou(actor), tell: ({ verb }, object) => [{ text: `You ${deedWord(verb)} ` }, object] },
  { when: ({ verb }) => verb === 'bind', tell: boundStory },
  { when: ({ verb }) => verb === 'exit' || verb === 'probe' || verb === 'notice', tell: ({ text }) => [{ text: capitalized(text) }] },
  { when: ({ kind, actor, fields }) => kind === 'Node' && actor === 'node-controller' && fields.includes('status.conditions.Ready'), tell: silentStory },
  { when: ({ kind, actor }) => kind === 'Pod' && actor === 'replicaset-controller', tell: replicaStory },
  { when: (happening) => isKubelet(happening) && happening.kind === 'Pod', tell: ({ actor, text }, object) => [{ text: `${actorName(actor)} about ` }, object, { text: `: ${text}` }] },
];

/** `Garbage collection deleted web-7c9f4d: its owner web does not live any more.` */
function plainStory({ actor, verb, text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  return [{ text: `${actorName(actor)} ${deedWord(verb)} ` }, object, { text: text === '' ? '' : `: ${text}` }];
}

function boundStory({ text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  const node = /(?:goes to |chose |; )([a-z0-9][-a-z0-9.]*)(?: scored|$)/.exec(text)?.[1];
  const place: readonly SentencePart[] = node === undefined ? [] : [{ text: ' on ' }, { text: node, ref: { kind: 'Node', namespace: '', name: node } }];
  return [{ text: 'The scheduler put ' }, object, ...place, { text: `: ${text}` }];
}

function silentStory({ text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  return [{ text: 'Node lifecycle set ' }, object, { text: ` to Unknown: ${text}` }];
}

/** The ReplicaSet's name is the pod's without what was put behind it. */
function replicaStory({ verb, namespace, name, text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  const owner = name.slice(0, Math.max(0, name.lastIndexOf('-')));
  if (owner === '') return [{ text: `A ReplicaSet ${deedWord(verb)} ` }, object, { text: `: ${text}` }];
  return [{ text: `ReplicaSet ${owner}`, ref: { kind: 'ReplicaSet', namespace, name: owner } }, { text: ` ${deedWord(verb)} ` }, object, { text: `: ${text}` }];
}

function objectPart({ kind, namespace, name, uid }: HappeningView, about: ObjectRef | undefined): SentencePart {
  const same = about !== undefined && about.kind === kind && about.name === name && about.namespace === namespace && (!about.uid || uid === '' || about.uid === uid);
  if (same) return { text: 'it' };
  const shown = kind === 'Pod' ? namedPod(name) : kind === 'Node' || kind === 'Machine' ? name : `${kind} ${name}`;
  return { text: shown === '' ? kind : shown, ref: { kind, namespace, name, ...(uid === '' ? {} : { uid }) } };
}
