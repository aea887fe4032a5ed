/** Promises as tickets: what a workload wants, and what has become of each copy. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type { RevisionView, WorkloadView } from '../../protocol/views.ts';
import { clockBody, cronCounts, jobCounts, jobProgress, jobWait, jobWants } from './jobs.ts';
import { completionPlaces, nodePlaces, ordinalPlaces } from './places.ts';
import { imagesText, isInUse, newestOf, shownRevisions } from './revisions.ts';
import { gaugeModel, limitModels } from './scaling.ts';
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
  'CronJob',
]);

type PodsByOwner = ReadonlyMap<string, readonly PodRow[]>;

interface KeptTicket {
  readonly workload: WorkloadView;
  readonly pods: readonly PodRow[];
  readonly ticket: OwnerTicketModel;
}

export type ProjectTickets = (
  workloads: readonly WorkloadView[],
  pods: PodsByOwner,
  epochMs: number,
) => OwnerTicketModel[];

/** A projection that makes a ticket anew only when its workload or one of its pods changed. The result is the same as that of a fresh one. */
export function createTickets(): ProjectTickets {
  let known = new Map<string, KeptTicket>();
  return (workloads, pods, epochMs) => {
    const next = new Map<string, KeptTicket>();
    for (const workload of workloads.filter(hasTicket)) {
      const own = ownersOfPods(workload).flatMap((owner) => pods.get(owner) ?? []);
      const before = known.get(workload.uid);
      const kept =
        before !== undefined && before.workload === workload && isSame(before.pods, own)
          ? before
          : { workload, pods: own, ticket: ticket(workload, pods, own, epochMs) };
      next.set(workload.uid, kept);
    }
    known = next;
    return [...next.values()].map((kept) => kept.ticket);
  };
}

function isSame(a: readonly PodRow[], b: readonly PodRow[]): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index]);
}

/** `pods`: by the uid of their direct owner. `epochMs`: wall-clock time of the cluster at virtual time 0. */
export function ownerTickets(
  workloads: readonly WorkloadView[],
  pods: PodsByOwner,
  epochMs: number,
): OwnerTicketModel[] {
  return createTickets()(workloads, pods, epochMs);
}

/** The Jobs of a CronJob are told by its ticket. */
export function hasTicket({ kind, ownerUid }: WorkloadView): boolean {
  return KINDS.has(kind) && (kind !== 'Job' || ownerUid === '');
}

/** Uids under which the pods of a workload are owned: its own, its ReplicaSets', its Jobs'. */
export function ownersOfPods({ uid, revisions, details }: WorkloadView): readonly string[] {
  const runs = details?.kind === 'CronJob' ? details.runs.map((run) => run.uid) : [];
  return [uid, ...revisions.map((revision) => revision.uid), ...runs];
}

function ticket(
  workload: WorkloadView,
  pods: PodsByOwner,
  owned: readonly PodRow[],
  epochMs: number,
): OwnerTicketModel {
  const { uid, kind, namespace, name, want, have, ready, scalable, paused, revisions, deadlineAt } = workload;
  const { details, autoscaler } = workload;
  const newest = newestOf(revisions);
  const rolling = revisions.some((one) => one !== newest && isInUse(one));
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
    slots: slotsOf(owned, wantedPods(workload)),
    revisions: shownRevisions(revisions, (revision) => podsOfRevision(revision, workload, pods)),
    rolling,
    rollout: rolloutText(workload, rolling),
    budget: rolling ? budgetOf(workload) : null,
    deadlineMs: deadlineAt === 0 ? null : deadlineAt,
    mood: moodOf(workload, rolling, trouble),
    trouble,
    body: bodyOf(workload, owned, epochMs),
    wait: details?.kind === 'Job' ? jobWait(details) : null,
    gauge: autoscaler === null ? null : gaugeModel(autoscaler),
    limits: kind === 'CronJob' || kind === 'Job' ? [] : limitModels(workload.budgets, workload.quotas),
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

function bodyOf(workload: WorkloadView, owned: readonly PodRow[], epochMs: number): OwnerTicketModel['body'] {
  const { details, paused } = workload;
  const byUid = new Map(owned.filter(({ goneAt }) => goneAt === 0).map((pod) => [pod.uid, pod]));
  const podByUid = (podUid: string): PodRow | undefined => byUid.get(podUid);
  switch (details?.kind) {
    case 'StatefulSet':
      return ordinalPlaces(workload, details, podByUid);
    case 'DaemonSet':
      return nodePlaces(workload, details, podByUid);
    case 'Job':
      return completionPlaces(details, podByUid);
    case 'CronJob':
      return clockBody(details, paused, epochMs);
    default:
      return null;
  }
}

function countsText({ want, have, ready, details }: WorkloadView): string {
  if (details?.kind === 'Job') return jobCounts(details);
  if (details?.kind === 'CronJob') return cronCounts(details);
  return `want ${want}${have === want ? '' : ` · have ${have}`} · ready ${ready}`;
}

/** How many slots stand empty until their pods are there. */
function wantedPods({ want, details, paused }: WorkloadView): number {
  if (details?.kind === 'CronJob') return 0;
  if (details?.kind !== 'Job') return want;
  return details.finished !== '' || paused ? 0 : jobWants(details) + details.succeeded;
}

function rolloutText(workload: WorkloadView, rolling: boolean): string {
  const { kind, paused, podsMax, availableMin, revisions, details } = workload;
  if (details?.kind === 'Job') return jobProgress(details, paused);
  if (kind === 'CronJob') return '';
  const limits = podsMax > 0 ? `at most ${podsMax}, at least ${availableMin} available` : '';
  if (paused) return rolling && limits !== '' ? `paused: ${limits}` : 'paused';
  if (rolling) return limits === '' ? rollingWords(workload) : `rolling out: ${limits}`;
  // Said as long as there is a history, so that a ticket keeps its height from the first rollout on.
  const newest = revisions.length > 1 ? newestOf(revisions) : undefined;
  return newest === undefined ? '' : `rolled out: ${imagesText(newest.images)}`;
}

/** Where no numbers of pods bound the rollout. */
function rollingWords({ strategy }: WorkloadView): string {
  if (strategy === 'Recreate') return 'recreating: all old pods go before new ones come';
  if (strategy === 'OnDelete') return 'OnDelete: a pod is replaced when you delete it';
  return 'rolling out';
}

function budgetOf({ podsMax, availableMin, want, have, available }: WorkloadView): BudgetModel | null {
  return podsMax === 0 ? null : { max: podsMax, min: availableMin, want, have, available };
}

function moodOf(workload: WorkloadView, rolling: boolean, trouble: TroubleModel | null): TicketMood {
  const { want, have, ready, details, paused } = workload;
  if (trouble !== null) return 'trouble';
  if (details?.kind === 'CronJob')
    return details.runs.some(({ state }) => state === 'active') ? 'moving' : 'calm';
  if (details?.kind === 'Job') return details.finished !== '' || paused ? 'calm' : 'moving';
  return rolling || have !== want || ready !== want ? 'moving' : 'calm';
}
