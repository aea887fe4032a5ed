/** The last thing worth a caption, in plain words: what people do, what the control plane notices, what it does about it. */
import type { PodRow } from '../protocol/pod-row.ts';
import type { HappeningView } from '../protocol/views.ts';
import { isYou } from './actors.ts';
import type { MirrorState } from './mirror.ts';
import { capitalized, counted, namedPod, shortUid, withShortKeys } from './names.ts';
import { containerOf } from './sentences.ts';
import type { CaptionModel } from './view-model.ts';

type Words = Omit<CaptionModel, 'id'>;
type Caption = (happening: HappeningView, state: MirrorState) => Words | undefined;

export function captionOf(state: MirrorState): CaptionModel | null {
  for (let i = state.happenings.length - 1; i >= 0; i--) {
    const happening = state.happenings[i];
    if (happening === undefined || happening.at < 0) return null;
    const words = wordsOf(happening, state);
    if (words !== undefined) return { id: `h${happening.id}`, ...words };
  }
  return null;
}

function wordsOf(happening: HappeningView, state: MirrorState): Words | undefined {
  for (const caption of CAPTIONS) {
    const words = caption(happening, state);
    if (words !== undefined) return words;
  }
  return undefined;
}

const MACHINE_DEEDS: Readonly<Record<string, (machine: string) => Words>> = {
  'power-off': (machine) => ({
    headline: `${machine} stopped answering. Nobody knows yet.`,
    detail: `You switched ${machine} off; to the API it is as before.`,
  }),
  'cut-network': (machine) => ({
    headline: `${machine} stopped answering. Nobody knows yet.`,
    detail: 'You cut its network; its pods run on.',
  }),
  'stop-kubelet': (machine) => ({
    headline: `${machine} stopped reporting. Nobody knows yet.`,
    detail: 'You stopped its kubelet; its containers run on.',
  }),
};

/** A manifest is told by what it changed. */
const manifest: Caption = ({ id, actor, verb }, { happenings }) => {
  if (!isYou(actor) || (verb !== 'apply-manifest' && verb !== 'delete-manifest')) return undefined;
  const deed = verb === 'apply-manifest' ? 'applied' : 'deleted';
  const [first, ...more] = happenings.filter((one) => isYou(one.actor) && one.causes.includes(id));
  if (first === undefined) return { headline: `You ${deed} a manifest.`, detail: 'It changed nothing.' };
  return {
    headline: `You ${deed} ${first.kind} ${first.name}${more.length === 0 ? '' : ` and ${counted(more.length, 'more object')}`}.`,
    detail: '',
  };
};

const yourDeed: Caption = ({ actor, verb, kind, name, text }) => {
  if (!isYou(actor) || verb === 'create' || verb === 'update' || verb === 'patch' || verb === 'delete')
    return undefined;
  const deed = kind === 'Machine' ? MACHINE_DEEDS[verb] : undefined;
  return deed === undefined ? { headline: `${capitalized(text)}.`, detail: '' } : deed(name);
};

const silentNode: Caption = ({ actor, kind, name, text, fields }, state) => {
  if (actor !== 'node-controller' || kind !== 'Node' || !fields.includes('status.conditions.Ready'))
    return undefined;
  return {
    headline: `The control plane marked ${name} Unknown.`,
    detail: [`${capitalized(shorterSilence(text))}.`, stillRunning(name, state)]
      .filter((part) => part !== '')
      .join(' '),
  };
};

function shorterSilence(text: string): string {
  return text.replace('no lease was renewed and no status posted for', 'no lease for');
}

/** What the API goes on saying about the pods of a silent node. */
function stillRunning(node: string, { pods }: MirrorState): string {
  const count = [...pods.values()].filter(
    (row) => row.node === node && row.goneAt === 0 && row.phase === 'Running',
  ).length;
  if (count === 0) return '';
  return count === 1
    ? 'To the API, its pod still looks Running.'
    : `To the API, its ${count} pods still look Running.`;
}

const nodeBack: Caption = ({ actor, kind, name, fields }, { nodes }) => {
  if (actor !== `kubelet/${name}` || kind !== 'Node' || !fields.includes('status.conditions.Ready'))
    return undefined;
  const ready = nodes.find((node) => node.name === name)?.ready === 'True';
  return ready ? { headline: `${name} reports again.`, detail: 'Its kubelet says Ready.' } : undefined;
};

const patienceOver: Caption = ({ actor, kind, verb, name, text }) => {
  if (actor !== 'taint-eviction-controller' || kind !== 'Pod' || verb !== 'delete') return undefined;
  return {
    headline: `Patience is over: ${namedPod(name)} is to go.`,
    detail: `${capitalized(withShortKeys(text))}.`,
  };
};

const standIn: Caption = ({ actor, kind, verb, uid, at }, { pods, nodes }) => {
  if (actor !== 'replicaset-controller' || kind !== 'Pod' || verb !== 'create') return undefined;
  const row = pods.get(uid);
  if (row === undefined || row.replaces === '') return undefined;
  const old = pods.get(row.replaces);
  const dark = nodes.find(({ name, power }) => name === old?.node && power === 'off');
  const when =
    dark === undefined
      ? ''
      : `, ${Math.max(0, Math.round((at - dark.machineSince) / 1000))} s after the lights went out`;
  return {
    headline: 'Same promise, new pod',
    detail: `uid ${shortUid(row.uid)} stands in for ${shortUid(row.replaces)}${when}`,
  };
};

const noNode: Caption = ({ actor, kind, verb, uid, name }, { pods }) => {
  if (!actor.endsWith('scheduler') || kind !== 'Pod' || verb === 'bind') return undefined;
  const row = pods.get(uid);
  return row?.node === '' && row.gate !== ''
    ? { headline: `No node fits ${namedPod(name)}. It waits.`, detail: firstReason(row) }
    : undefined;
};

function firstReason({ gate }: PodRow): string {
  return `${(gate.split('. ')[0] ?? gate).replace(/\.$/, '')}.`;
}

const crash: Caption = ({ actor, verb, kind, name, text }) => {
  if (actor !== 'world' || verb !== 'exit' || kind !== 'Container') return undefined;
  const container = containerOf(name);
  if (container === undefined) return { headline: `${capitalized(text)}.`, detail: '' };
  return {
    headline: `Container ${container.name} of ${namedPod(container.pod)} ended.`,
    detail: `${capitalized(text)}.`,
  };
};

const CAPTIONS: readonly Caption[] = [
  manifest,
  yourDeed,
  silentNode,
  nodeBack,
  patienceOver,
  standIn,
  noNode,
  crash,
];
