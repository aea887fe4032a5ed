/** Promises as tickets: what a workload wants, and what has become of each copy. */
import type { PodRow } from '../protocol/pod-row.ts';
import type { RevisionView, WorkloadView } from '../protocol/views.ts';
import type {
  OwnerKind,
  OwnerSlotKind,
  OwnerTicketModel,
  RevisionMark,
  RevisionModel,
} from './view-model.ts';

const KINDS: ReadonlySet<string> = new Set<OwnerKind>([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);

/** `pods`: by the uid of their direct owner. */
export function ownerTickets(
  workloads: readonly WorkloadView[],
  pods: ReadonlyMap<string, readonly PodRow[]>,
): OwnerTicketModel[] {
  return workloads.filter(({ kind }) => KINDS.has(kind)).map((workload) => ticket(workload, pods));
}

function ticket(workload: WorkloadView, pods: ReadonlyMap<string, readonly PodRow[]>): OwnerTicketModel {
  const { uid, kind, namespace, name, want, have, ready, scalable, revisions, deadlineAt } = workload;
  const owned = [uid, ...revisions.map((revision) => revision.uid)].flatMap((owner) => pods.get(owner) ?? []);
  const sharing = revisions.filter(isInUse);
  const newest = revisions.reduce((latest, { revision }) => Math.max(latest, revision), 0);
  return {
    uid,
    kind: kind as OwnerKind,
    namespace,
    name,
    want,
    have,
    ready,
    scalable,
    slots: slotsOf(owned, want),
    revisions: sharing.length > 1 ? sharing.map((revision) => revisionModel(revision, newest, pods)) : [],
    rollout: rolloutText(workload, sharing.length),
    deadlineMs: deadlineAt === 0 ? null : deadlineAt,
  };
}

function isInUse({ want, have }: RevisionView): boolean {
  return want > 0 || have > 0;
}

function revisionModel(
  view: RevisionView,
  newest: number,
  pods: ReadonlyMap<string, readonly PodRow[]>,
): RevisionModel {
  const { uid, revision, want, ready } = view;
  return {
    ...revisionMark(view),
    uid,
    newest: revision === newest,
    want,
    ready,
    slots: slotsOf(pods.get(uid) ?? [], want),
  };
}

const ALPHABET = 26;
const CODE_A = 65;

/** A, B, … in the order of the workload's history. */
export function revisionMark({ revision, hash }: Pick<RevisionView, 'revision' | 'hash'>): RevisionMark {
  const index = Math.max(0, revision - 1);
  return {
    letter:
      String.fromCharCode(CODE_A + (index % ALPHABET)) +
      (index < ALPHABET ? '' : Math.floor(index / ALPHABET)),
    hash,
  };
}

const ORDER: readonly OwnerSlotKind[] = [
  'done',
  'ready',
  'not-ready',
  'making',
  'failed',
  'wanted',
  'ending',
];

/** Best first, then what is still missing, then what leaves. */
function slotsOf(pods: readonly PodRow[], want: number): OwnerSlotKind[] {
  const slots = pods.filter(({ goneAt }) => goneAt === 0).map(slotOf);
  const counted = slots.filter((slot) => slot !== 'ending' && slot !== 'failed').length;
  const missing = Array.from({ length: Math.max(0, want - counted) }, (): OwnerSlotKind => 'wanted');
  return [...slots, ...missing].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
}

function slotOf({ api, deletedAt, readyCount, containerCount }: PodRow): OwnerSlotKind {
  if (api === 'succeeded') return 'done';
  if (api === 'failed' || api === 'evicted') return 'failed';
  if (deletedAt !== 0 || api === 'terminating') return 'ending';
  if (api === 'ready') return 'ready';
  if (api === 'not-ready' || api === 'crash-loop' || api === 'unknown') return 'not-ready';
  return readyCount === containerCount && containerCount > 0 ? 'ready' : 'making';
}

function rolloutText({ paused, podsMax, availableMin }: WorkloadView, sharing: number): string {
  if (paused) return 'paused';
  return sharing > 1 && podsMax > 0
    ? `rolling out: at most ${podsMax}, at least ${availableMin} available`
    : '';
}
