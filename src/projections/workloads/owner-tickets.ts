/** Promises as tickets: what a workload wants, and what has become of each copy. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type { RevisionView, WorkloadView } from '../../protocol/views.ts';
import { imagesText, isInUse, newestOf, shownRevisions } from './revisions.ts';
import { slotsOf } from './slots.ts';
import type { BudgetModel, OwnerKind, OwnerTicketModel, TicketMood, TroubleModel } from './ticket-model.ts';
import { troubleOf } from './trouble.ts';

const KINDS: ReadonlySet<string> = new Set<OwnerKind>([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);

type PodsByOwner = ReadonlyMap<string, readonly PodRow[]>;

/** `pods`: by the uid of their direct owner. */
export function ownerTickets(workloads: readonly WorkloadView[], pods: PodsByOwner): OwnerTicketModel[] {
  return workloads.filter(({ kind }) => KINDS.has(kind)).map((workload) => ticket(workload, pods));
}

function ticket(workload: WorkloadView, pods: PodsByOwner): OwnerTicketModel {
  const { uid, kind, namespace, name, want, have, ready, scalable, paused, revisions, deadlineAt } = workload;
  const owned = [uid, ...revisions.map((revision) => revision.uid)].flatMap((owner) => pods.get(owner) ?? []);
  const rolling = revisions.filter(isInUse).length > 1;
  const newest = newestOf(revisions);
  const trouble = troubleOf(workload, newest === undefined ? owned : podsOfRevision(newest, workload, pods));
  return {
    uid,
    kind: kind as OwnerKind,
    namespace,
    name,
    want,
    have,
    ready,
    counts: countsText(workload),
    scalable,
    paused,
    slots: slotsOf(owned, want),
    revisions: shownRevisions(revisions, (revision) => podsOfRevision(revision, workload, pods)),
    rolling,
    rollout: rolloutText(workload, rolling),
    budget: rolling ? budgetOf(workload) : null,
    deadlineMs: deadlineAt === 0 ? null : deadlineAt,
    mood: moodOf(workload, rolling, trouble),
    trouble,
  };
}

/** Pods belong to the ReplicaSet itself, or say by a label of which ControllerRevision they are. */
function podsOfRevision(
  { uid, podHash }: RevisionView,
  workload: WorkloadView,
  pods: PodsByOwner,
): readonly PodRow[] {
  return pods.get(uid) ?? (pods.get(workload.uid) ?? []).filter(({ hash }) => hash === podHash);
}

function countsText({ want, have, ready }: WorkloadView): string {
  return `want ${want}${have === want ? '' : ` · have ${have}`} · ready ${ready}`;
}

function rolloutText({ paused, podsMax, availableMin, revisions }: WorkloadView, rolling: boolean): string {
  const limits = rolling && podsMax > 0 ? `at most ${podsMax}, at least ${availableMin} available` : '';
  if (paused) return limits === '' ? 'paused' : `paused: ${limits}`;
  if (limits !== '') return `rolling out: ${limits}`;
  // Said as long as there is a history, so that a ticket keeps its height from the first rollout on.
  const newest = revisions.length > 1 ? newestOf(revisions) : undefined;
  return newest === undefined ? '' : `rolled out: ${imagesText(newest.images)}`;
}

function budgetOf({ podsMax, availableMin, want, have, available }: WorkloadView): BudgetModel | null {
  return podsMax === 0 ? null : { max: podsMax, min: availableMin, want, have, available };
}

function moodOf(
  { want, have, ready }: WorkloadView,
  rolling: boolean,
  trouble: TroubleModel | null,
): TicketMood {
  if (trouble !== null) return 'trouble';
  return rolling || have !== want || ready !== want ? 'moving' : 'calm';
}
