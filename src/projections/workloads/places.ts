/** Ordinals, nodes and completions as places side by side. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type {
  ClaimView,
  DaemonSetDetails,
  JobDetails,
  OrdinalView,
  StatefulSetDetails,
  WorkloadView,
} from '../../protocol/views.ts';
import { isInUse, newestOf, revisionMark } from './revisions.ts';
import { slotOf } from './slots.ts';
import type { ClaimModel, OwnerSlotKind, PlaceModel, PlacesBody } from './ticket-model.ts';

type PodByUid = (uid: string) => PodRow | undefined;

const SLOT_WORDS: Readonly<Record<OwnerSlotKind, string>> = {
  ready: 'ready',
  'not-ready': 'not ready',
  making: 'being made',
  broken: 'broken',
  wanted: 'wanted',
  ending: 'leaving',
  done: 'done',
  failed: 'failed',
};

/** 'broken: ErrImagePull'. */
function podWords(pod: PodRow | undefined): string {
  if (pod === undefined) return SLOT_WORDS.wanted;
  const word = SLOT_WORDS[slotOf(pod)];
  return pod.reason === '' ? word : `${word}: ${pod.reason}`;
}

/** Letter of a pod's revision while several revisions have pods. */
function lettersOf({ revisions }: WorkloadView): (podHash: string) => string | null {
  const newest = newestOf(revisions);
  if (!revisions.some((one) => one !== newest && isInUse(one))) return () => null;
  const letters = new Map(revisions.map((one) => [one.podHash, revisionMark(one).letter]));
  return (podHash) => letters.get(podHash) ?? null;
}

export function ordinalPlaces(
  workload: WorkloadView,
  details: StatefulSetDetails,
  podByUid: PodByUid,
): PlacesBody {
  const letterOf = lettersOf(workload);
  const places = details.ordinals.map((one): PlaceModel => {
    const pod = podByUid(one.podUid);
    return {
      id: one.pod,
      label: String(one.ordinal),
      slot: pod === undefined ? 'wanted' : slotOf(pod),
      locked: one.waitsFor >= 0,
      podUid: one.podUid === '' ? null : one.podUid,
      podName: one.podUid === '' ? '' : one.pod,
      letter: one.podUid === '' ? null : letterOf(one.podHash),
      text: ordinalText(workload.name, one, pod),
      claims: one.claims.map(claimModel),
    };
  });
  return {
    kind: 'places',
    name: 'ordinals',
    places,
    hidden: details.hidden,
    note: ordinalNote(workload.name, details),
  };
}

function ordinalText(set: string, one: OrdinalView, pod: PodRow | undefined): string {
  const waits = one.waitsFor < 0 ? '' : `, waits for ${set}-${one.waitsFor}, which ${one.because}`;
  const beyond = one.condemned ? ', to be scaled away' : '';
  return `${one.pod}: ${podWords(pod)}${beyond}${waits}`;
}

/** The wait that matters most: a pod nobody will replace, or the first ordinal that waits. */
function ordinalNote(set: string, { ordinals, stuck, ordered, partition }: StatefulSetDetails): string {
  if (stuck >= 0) return `delete ${set}-${stuck} by hand to go on`;
  const waiting = ordinals.filter(({ waitsFor }) => waitsFor >= 0);
  const [first] = waiting;
  if (first !== undefined) {
    const who = waiting.length === 1 ? `${first.pod} waits` : `${waiting.length} wait`;
    return `${who} for ${set}-${first.waitsFor}, which ${first.because}`;
  }
  const missing = ordinals.flatMap(({ claims }) => claims).find(({ phase }) => phase === 'Pending');
  if (missing !== undefined) return `claim ${missing.name} is Pending: no volume yet`;
  if (partition > 0) return `partition ${partition}: lower ordinals keep their revision`;
  return ordered ? 'in order, one after the other' : 'all at once (Parallel)';
}

const CLAIM_STATES: Readonly<Record<string, ClaimModel['state']>> = {
  Bound: 'bound',
  Pending: 'pending',
  Lost: 'lost',
};

function claimModel({ name, phase, volume, storage }: ClaimView): ClaimModel {
  const state = CLAIM_STATES[phase] ?? 'none';
  const words = {
    bound: `bound to ${volume}`,
    pending: 'Pending: no volume yet',
    lost: 'its volume is lost',
    none: 'not made yet',
  };
  return { name, state, text: `claim ${name}${storage === '' ? '' : `, ${storage}`}: ${words[state]}` };
}

export function nodePlaces(
  workload: WorkloadView,
  { nodes, hidden, misscheduled }: DaemonSetDetails,
  podByUid: PodByUid,
): PlacesBody {
  const letterOf = lettersOf(workload);
  const short = shortNames(nodes.map(({ node }) => node));
  const places = nodes.map(({ node, podUid, shouldRun, why }, index): PlaceModel => {
    const pod = podByUid(podUid);
    const excluded = !shouldRun && pod === undefined;
    return {
      id: node,
      label: short[index] ?? node,
      slot: excluded ? 'excluded' : pod === undefined ? 'wanted' : slotOf(pod),
      locked: false,
      podUid: podUid === '' ? null : podUid,
      podName: pod?.name ?? '',
      letter: pod === undefined ? null : letterOf(pod.hash),
      text: `${node}: ${excluded ? `none wanted, ${why}` : podWords(pod)}${!excluded && !shouldRun ? `, though ${why}` : ''}`,
      claims: [],
    };
  });
  const excluded = nodes.find(({ shouldRun }) => !shouldRun);
  const note =
    misscheduled > 0
      ? `${misscheduled} run where they should not`
      : excluded !== undefined
        ? `not on ${excluded.node}: ${excluded.why}`
        : 'one on every node';
  return { kind: 'places', name: 'nodes', places, hidden, note };
}

/** Names without what they have in common in front: `node-a`, `node-b` → `a`, `b`. A lone name stays whole. */
export function shortNames(names: readonly string[]): readonly string[] {
  const [first = '', ...others] = names;
  if (others.length === 0) return names;
  let common = 0;
  while (common < first.length && others.every((name) => name[common] === first[common])) common += 1;
  const cut = first.slice(0, common).lastIndexOf('-') + 1;
  return names.map((name) => name.slice(cut));
}

/** Null for a Job whose pods are not numbered: its slots say the same. */
export function completionPlaces(
  { indexed, indexes, hidden }: JobDetails,
  podByUid: PodByUid,
): PlacesBody | null {
  if (!indexed) return null;
  const places = indexes.map(({ index, state, podUid, failures }): PlaceModel => {
    const pod = podByUid(podUid);
    const slot = state === 'active' ? (pod === undefined ? 'making' : slotOf(pod)) : PLACE_OF[state];
    const again = failures === 0 ? '' : `, failed ${failures === 1 ? 'once' : `${failures} times`}`;
    return {
      id: String(index),
      label: String(index),
      slot,
      locked: false,
      podUid: podUid === '' ? null : podUid,
      podName: pod?.name ?? '',
      letter: null,
      text: `index ${index}: ${state === 'active' ? podWords(pod) : STATE_WORDS[state]}${again}`,
      claims: [],
    };
  });
  return { kind: 'places', name: 'completion indexes', places, hidden, note: '' };
}

const PLACE_OF = { done: 'done', failed: 'failed', later: 'wanted' } as const;
const STATE_WORDS = { done: 'done', failed: 'failed for good', later: 'not begun' } as const;
