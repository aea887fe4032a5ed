/** Happenings as plain sentences: who did what to whom, and why. Objects that can be looked at are parts of their own. */
import type { ObjectRef } from '../protocol/requests.ts';
import type { HappeningView } from '../protocol/views.ts';
import { actorName, deedWord, isYou } from './actors.ts';
import { capitalized, namedPod, shortHash, withShortKeys } from './names.ts';

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
  return sentenceParts(happening, about)
    .map(({ text }) => text)
    .join('');
}

type Tell = (happening: HappeningView, object: SentencePart) => readonly SentencePart[];

interface Story {
  readonly when: (happening: HappeningView) => boolean;
  readonly tell: Tell;
}

const isKubelet = ({ actor }: HappeningView): boolean => actor.startsWith('kubelet/');
const API_VERBS: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'apply']);

const STORIES: readonly Story[] = [
  {
    when: ({ actor, verb }) => isYou(actor) && !API_VERBS.has(verb),
    tell: ({ text }) => [{ text: capitalized(text) }],
  },
  {
    when: ({ actor }) => isYou(actor),
    tell: ({ verb }, object) => [{ text: `You ${deedWord(verb)} ` }, object],
  },
  { when: ({ verb }) => verb === 'bind', tell: boundStory },
  { when: ({ verb, kind }) => verb === 'exit' && kind === 'Container', tell: exitStory },
  { when: ({ verb }) => verb === 'probe', tell: probeStory },
  {
    when: ({ verb }) => verb === 'exit' || verb === 'notice',
    tell: ({ text }) => [{ text: capitalized(text) }],
  },
  {
    when: ({ kind, actor, fields }) =>
      kind === 'Node' && actor === 'node-controller' && fields.includes('status.conditions.Ready'),
    tell: silentStory,
  },
  {
    when: ({ kind, actor, verb }) => kind === 'Pod' && actor === 'node-controller' && verb === 'update',
    tell: ({ text }, object) => [{ text: 'Node lifecycle marked ' }, object, { text: ` not ready: ${text}` }],
  },
  { when: ({ kind, actor }) => kind === 'Pod' && actor === 'replicaset-controller', tell: replicaStory },
  { when: (happening) => isKubelet(happening) && happening.kind === 'Pod', tell: kubeletStory },
  { when: (happening) => isKubelet(happening) && happening.kind === 'Node', tell: kubeletOfNodeStory },
];

/** `Garbage collection deleted web-7c9f4d: its owner web does not live any more.` */
function plainStory({ actor, verb, text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  return [
    { text: `${actorName(actor)} ${deedWord(verb)} ` },
    object,
    { text: text === '' ? '' : `: ${withShortKeys(text)}` },
  ];
}

function boundStory({ text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  const node = /(?:goes to |chose |; )([a-z0-9][-a-z0-9.]*)(?: scored|$)/.exec(text)?.[1];
  const place: readonly SentencePart[] =
    node === undefined
      ? []
      : [{ text: ' on ' }, { text: node, ref: { kind: 'Node', namespace: '', name: node } }];
  return [{ text: 'The scheduler put ' }, object, ...place, { text: `: ${shorterVerdict(text)}` }];
}

/** `2 of 3 nodes fit, node-c scored 183 to 171`. */
function shorterVerdict(text: string): string {
  return text
    .replace(/; (\S+) scored (\d+), the next one (\d+)/, ', $1 scored $2 to $3')
    .replace(/; (\d+) of them share the highest score (\d+)/, ', $1 of them with the best score $2');
}

function silentStory({ text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  return [{ text: 'Node lifecycle set ' }, object, { text: ` to Unknown: ${text}` }];
}

/** The ReplicaSet's name is the pod's without what was put behind it; of that name the hash is enough. */
function replicaStory(
  { verb, namespace, name, text }: HappeningView,
  object: SentencePart,
): readonly SentencePart[] {
  const owner = name.slice(0, Math.max(0, name.lastIndexOf('-')));
  if (owner === '') return [{ text: `A ReplicaSet ${deedWord(verb)} ` }, object, { text: `: ${text}` }];
  const set: SentencePart = {
    text: `ReplicaSet ${shortHash(owner)}`,
    ref: { kind: 'ReplicaSet', namespace, name: owner },
  };
  if (object.ref === undefined && verb === 'create') return [set, { text: ` ${text}` }];
  return [set, { text: ` ${deedWord(verb)} ` }, object, { text: `: ${text}` }];
}

/** `The kubelet of node-c reported it Running: container web runs; it is ready.` */
function kubeletStory({ actor, text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  const kubelet = actorName(actor);
  if (text === 'the kubelet has taken the pod over')
    return [{ text: `${kubelet} took ` }, object, { text: ' over' }];
  const words = text
    .replace(/\bReady is True\b/, 'it is ready')
    .replace(/\bReady is False\b/, 'it is not ready');
  const [, phase, rest = ''] = /^phase \S+ → (\w+)(.*)$/.exec(words) ?? [];
  if (phase !== undefined) return [{ text: `${kubelet} reported ` }, object, { text: ` ${phase}${rest}` }];
  return object.ref === undefined
    ? [{ text: `${kubelet} reported: ${words}` }]
    : [{ text: `${kubelet} reported of ` }, object, { text: `: ${words}` }];
}

function kubeletOfNodeStory({ actor, verb, text }: HappeningView): readonly SentencePart[] {
  return [
    {
      text:
        verb === 'create'
          ? `${actorName(actor)} registered its node`
          : `${actorName(actor)} reported: ${text.replace(/^the kubelet reports /, '')}`,
    },
  ];
}

/** `Container app of …x2kzp: process 1 (sh) exited with code 1.` */
function exitStory({ name, text }: HappeningView): readonly SentencePart[] {
  const container = containerOf(name);
  if (container === undefined) return [{ text: capitalized(text) }];
  const { namespace, pod } = container;
  return [
    { text: `Container ${container.name} of ` },
    { text: namedPod(pod), ref: { kind: 'Pod', namespace, name: pod } },
    { text: `: ${text}` },
  ];
}

function probeStory({ kind, text }: HappeningView, object: SentencePart): readonly SentencePart[] {
  const [, probe, rest] = /^(.* of container \S+)( .*)$/.exec(text) ?? [];
  if (kind !== 'Pod' || object.ref === undefined || probe === undefined || rest === undefined)
    return [{ text: capitalized(text) }];
  return [{ text: `${capitalized(probe)} in ` }, object, { text: rest }];
}

export interface ContainerName {
  readonly namespace: string;
  readonly pod: string;
  readonly name: string;
}

/** Containers are named by their place: `namespace/pod/container`. */
export function containerOf(name: string): ContainerName | undefined {
  const [namespace, pod, container] = name.split('/');
  return namespace === undefined || pod === undefined || container === undefined
    ? undefined
    : { namespace, pod, name: container };
}

function objectPart(
  { kind, namespace, name, uid }: HappeningView,
  about: ObjectRef | undefined,
): SentencePart {
  const same =
    about !== undefined &&
    about.kind === kind &&
    about.name === name &&
    about.namespace === namespace &&
    (!about.uid || uid === '' || about.uid === uid);
  if (same) return { text: 'it' };
  const shown =
    kind === 'Pod' ? namedPod(name) : kind === 'Node' || kind === 'Machine' ? name : `${kind} ${name}`;
  return {
    text: shown === '' ? kind : shown,
    ref: { kind, namespace, name, ...(uid === '' ? {} : { uid }) },
  };
}
