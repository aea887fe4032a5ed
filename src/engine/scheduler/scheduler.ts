/**
 * The scheduler as a component: watches feed queue and cache, one pod is tried at a time, the decision is carried out.
 *
 * **Upstream:** pkg/scheduler/{scheduler,eventhandlers,schedule_one}.go (v1.37).
 * **Simplified:** the binding cycle takes no time of its own, except that it waits for volumes: only pods that do are assumed; one profile,
 * `default-scheduler`.
 *
 * State: the queue is one record of the run; so are the last decision of every pod, and every assumed pod. The cache is derived: it is filled anew from the API's
 * objects whenever another version of the run was loaded.
 */
import { must } from '../../base/assert.ts';
import { sortedBy } from '../../base/compare.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import type { Change, ChangeOf, StoredObject } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import { defineTable } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import { apiListers } from './api-listers.ts';
import { nominatedPodsOf } from './cache/nominated-pods.ts';
import { SchedulerCache } from './cache/scheduler-cache.ts';
import type { BoundDecision, Decision, UnschedulableDecision } from './decision.ts';
import { defaultProfile } from './default-profile.ts';
import { AttemptMemo } from './framework/attempt-memo.ts';
import type { ClusterChange } from './framework/cluster-event.ts';
import type { Listers } from './framework/listers.ts';
import { assignedPodChange, isAssigned, isTerminal, nodeChange } from './framework/object-changes.ts';
import { preBindError, bindError } from './messages.ts';
import {
  generationOf,
  nominate,
  preempt,
  recordScheduled,
  recordSkipped,
  referenceOf,
  refusePod,
} from './pod-writes.ts';
import type { SchedulerDeps } from './pod-writes.ts';
import {
  addPod,
  flushBackoff,
  flightOf,
  flushUnschedulable,
  hasPodToTry,
  moveOnChange,
  nextBackoffFlushMs,
  nextUnschedulableFlushMs,
  nominationReleased,
  popPod,
  returnPod,
  returnQueued,
  updatePod,
} from './queue/moves.ts';
import type { QueueEnvironment } from './queue/queueing-hints.ts';
import { EMPTY_QUEUE, withoutQueuedPod } from './queue/scheduling-queue.ts';
import type { QueuedPod, SchedulingQueue } from './queue/scheduling-queue.ts';
import { schedulePod } from './schedule-one.ts';
import { checkBindings, requestVolumes } from './volume-binder.ts';
import type { VolumeWishes } from './volume-binder.ts';

const NAME = 'default-scheduler';
/** From a pod's arrival in the queue to the attempt, and between two attempts. */
const ATTEMPT_MS: Millis = 2;

/** The last decision on a pod, for the page: the whole table of nodes and plugins. */
export interface KeptDecision {
  readonly at: Millis;
  readonly decision: Decision;
}

export const DECISIONS = defineTable<KeptDecision>('scheduler/decisions');
/** A decision is a large table. Of bound pods the newest this many are kept; of waiting ones all. */
const BOUND_DECISIONS_MAX = 500;
/** Which bound pods have their decision kept, as a ring: uid by place. */
const BOUND_RING = defineTable<string>('scheduler/bound-decisions');
/** Pods bound so far. */
const BOUND_COUNT = defineTable<number>('scheduler/bound-count');
const QUEUE = defineTable<SchedulingQueue>('scheduler/queue');
const START_NODE = defineTable<number>('scheduler/next-start-node');

/** A pod that waits on its node for its volumes. For other pods it is as good as bound. */
interface AssumedPod extends VolumeWishes {
  /** Its place in the queue, should it have to go back. */
  readonly queued: QueuedPod;
  readonly giveUpAt: Millis;
  /** Why it goes to this node. */
  readonly text: string;
}

/** By uid. */
const ASSUMED = defineTable<AssumedPod>('scheduler/assumed');
/** From one look at the claims of an assumed pod to the next. */
const VOLUME_POLL_MS: Millis = 1000;
/** `bindTimeoutSeconds` of the plugin VolumeBinding. */
const VOLUME_TIMEOUT_MS: Millis = 600_000;

export function createScheduler(deps: SchedulerDeps): Component {
  const scheduler = new Scheduler(deps);
  deps.sim.onLoad(() => scheduler.forgetDerived());
  return {
    name: NAME,
    handlers: {
      'scheduler/attempt-due': () => scheduler.attempt(),
      'scheduler/backoff-flushed': () => scheduler.flushBackoff(),
      'scheduler/unschedulable-flushed': () => scheduler.flushUnschedulable(),
      'scheduler/volumes-polled': ({ target }) => scheduler.pollVolumes(target),
    },
    kinds: ['Pod', 'Node', 'PersistentVolumeClaim', 'PersistentVolume', 'StorageClass', 'CSINode'],
    onChange: (change) => scheduler.onChange(change),
  };
}

class Scheduler {
  private readonly deps: SchedulerDeps;
  private readonly listers: Listers;
  private cache: SchedulerCache | undefined;
  /** Pods without a node, by uid. Derived, like the cache. */
  private readonly waiting = new Map<string, Pod>();
  /** Those of them that are nominated to a node. */
  private readonly nominated = new Map<string, Pod>();
  private memo = new AttemptMemo();

  constructor(deps: SchedulerDeps) {
    this.deps = deps;
    this.listers = apiListers(deps.api);
  }

  forgetDerived(): void {
    this.cache = undefined;
    this.memo = new AttemptMemo();
    this.waiting.clear();
    this.nominated.clear();
  }

  private noteWaiting(uid: string, pod: Pod): void {
    this.waiting.set(uid, pod);
    if ((pod.status?.nominatedNodeName ?? '') === '') this.nominated.delete(uid);
    else this.nominated.set(uid, pod);
  }

  private noteGone(uid: string): void {
    this.waiting.delete(uid);
    this.nominated.delete(uid);
  }

  onChange(change: Change): void {
    if (change.kind === 'Pod') this.onPod(change);
    else if (change.kind === 'Node') this.onNode(change);
    else this.onOther(change);
  }

  /** Tries the next pod and, when more wait, arranges the next attempt. */
  attempt(): void {
    const { sim } = this.deps;
    const popped = popPod(this.queue);
    if (popped === undefined) return;
    this.queue = popped.queue;
    const { namespace, name, uid } = popped.pod;
    const pod = this.deps.api.get('Pod', namespace, name);
    if (pod === undefined || pod.metadata.uid !== uid) this.queue = withoutQueuedPod(this.queue, uid);
    else if (pod.metadata.deletionTimestamp !== undefined) this.skipDeleting(pod);
    else this.decide(pod);
    this.arrangeAttempt(sim.now + ATTEMPT_MS);
  }

  flushBackoff(): void {
    this.queue = flushBackoff(this.queue, this.environment());
    this.arrangeAttempt();
  }

  flushUnschedulable(): void {
    this.queue = flushUnschedulable(this.queue, this.environment());
    this.arrangeAttempt();
  }

  private get queue(): SchedulingQueue {
    return this.deps.sim.table(QUEUE).get('') ?? EMPTY_QUEUE;
  }

  private set queue(queue: SchedulingQueue) {
    this.deps.sim.table(QUEUE).put('', queue);
  }

  /** The cache, filled from the API's objects when it is missing; the waiting pods with it. */
  private filledCache(): SchedulerCache {
    if (this.cache !== undefined) return this.cache;
    const cache = new SchedulerCache();
    for (const node of this.deps.api.list('Node')) cache.setNode(node);
    for (const pod of this.deps.api.list('Pod')) {
      if (!hasNode(pod)) this.noteWaiting(pod.metadata.uid, pod);
      else if (isAssigned(pod)) cache.setPod(pod);
    }
    for (const { pod, node } of this.deps.sim.table(ASSUMED).values()) {
      const live = this.waiting.get(pod.uid);
      if (live !== undefined) cache.setPod(live, node);
    }
    this.cache = cache;
    return cache;
  }

  /** In the order of their names, which a rebuilt scheduler can tell as well. Assumed pods are on their node already. */
  private nominatedPods(): ReturnType<typeof nominatedPodsOf> {
    if (this.nominated.size === 0) return NO_NOMINATIONS;
    const assumed = this.deps.sim.table(ASSUMED);
    const nominated = [...this.nominated.values()].filter(
      ({ metadata }) => assumed.get(metadata.uid ?? '') === undefined,
    );
    return nominatedPodsOf(
      sortedBy(nominated, ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
    );
  }

  private environment(): QueueEnvironment {
    this.filledCache();
    return {
      nowMs: this.deps.epochMs + this.deps.sim.now,
      profile: defaultProfile,
      listers: this.listers,
      podOf: (uid) => this.waiting.get(uid),
      isPreempting: () => false,
    };
  }

  private arrangeAttempt(at = this.deps.sim.now + ATTEMPT_MS): void {
    const { sim } = this.deps;
    const { queue } = this;
    if (hasPodToTry(queue) && sim.timer('scheduler/attempt') === undefined)
      sim.setTimer('scheduler/attempt', at, 'scheduler/attempt-due', NAME);
    this.arrangeFlush('scheduler/backoff', nextBackoffFlushMs(queue), 'scheduler/backoff-flushed');
    this.arrangeFlush(
      'scheduler/unschedulable',
      nextUnschedulableFlushMs(queue, this.deps.epochMs),
      'scheduler/unschedulable-flushed',
    );
  }

  /** `wallMs` is the queue's time: flushes come at whole seconds of the clock on the wall. */
  private arrangeFlush(key: string, wallMs: number | undefined, kind: string): void {
    const { sim, epochMs } = this.deps;
    if (wallMs === undefined) return sim.cancelTimer(key);
    const at = wallMs - epochMs;
    if (sim.timer(key)?.at !== Math.max(at, sim.now)) sim.setTimer(key, at, kind, NAME);
  }

  private onPod({ type, object, before }: ChangeOf<'Pod'>): void {
    const cache = this.filledCache();
    const { uid } = object.metadata;
    const gone = type === 'DELETED';
    if (!hasNode(object)) return this.onWaitingPod(object, before, gone);
    this.noteGone(uid);
    this.dropAssumed(uid);
    if (gone) this.deps.sim.table(DECISIONS).delete(uid);
    if (before !== undefined && !hasNode(before)) this.queue = withoutQueuedPod(this.queue, uid);
    if (!gone && isAssigned(object)) cache.setPod(object);
    else cache.removePod(uid);
    const change = assignedPodChange(gone ? object : before, gone ? undefined : object);
    if (change !== undefined) this.wake(change);
  }

  private onWaitingPod(
    pod: StoredObject<'Pod'>,
    before: StoredObject<'Pod'> | undefined,
    gone: boolean,
  ): void {
    const { uid } = pod.metadata;
    if (gone) {
      this.noteGone(uid);
      this.deps.sim.table(DECISIONS).delete(uid);
    } else this.noteWaiting(uid, pod);
    if (!isOurs(pod)) return;
    this.followAssumed(pod, gone || isTerminal(pod));
    if (before?.status?.nominatedNodeName && (gone || !pod.status?.nominatedNodeName))
      this.releaseNomination(before);
    if (gone || isTerminal(pod)) this.queue = withoutQueuedPod(this.queue, uid);
    else if (before === undefined) this.queue = addPod(this.queue, pod, this.environment());
    else this.queue = updatePod(this.queue, before, pod, this.environment());
    this.arrangeAttempt();
  }

  /** To pods of up to the same priority, a lost nomination is room on the node. */
  private releaseNomination(pod: StoredObject<'Pod'>): void {
    this.queue = moveOnChange(
      this.queue,
      nominationReleased(pod),
      this.environment(),
      pod.spec.priority ?? 0,
    );
  }

  private onNode({ type, object, before }: ChangeOf<'Node'>): void {
    const cache = this.filledCache();
    if (type === 'DELETED') cache.removeNode(object.metadata.name);
    else cache.setNode(object);
    const change = type === 'DELETED' ? nodeChange(object, undefined) : nodeChange(before, object);
    if (change !== undefined) this.wake(change);
  }

  private onOther(change: Change): void {
    const seen = storageChange(change);
    if (seen !== undefined) this.wake(seen);
  }

  private wake(change: ClusterChange): void {
    const { queue } = this;
    if (queue.unschedulablePods.length === 0 && queue.inFlight.length === 0) return;
    this.queue = moveOnChange(queue, change, this.environment());
    this.arrangeAttempt();
  }

  private skipDeleting(pod: StoredObject<'Pod'>): void {
    this.queue = withoutQueuedPod(this.queue, pod.metadata.uid);
    recordSkipped(this.deps, pod);
  }

  private decide(pod: StoredObject<'Pod'>): void {
    const { sim } = this.deps;
    const cache = this.filledCache();
    const startNode = sim.table(START_NODE);
    const view = {
      snapshot: cache.snapshot(),
      listers: this.listers,
      nominatedPods: this.nominatedPods(),
      nextStartNodeIndex: startNode.get('') ?? 0,
      memo: this.memo,
    };
    const decision = schedulePod(pod, view, (n) => sim.random('scheduler/tie-break', n));
    startNode.put('', decision.nextStartNodeIndex);
    sim.table(DECISIONS).put(pod.metadata.uid, { at: sim.now, decision });
    if (decision.kind === 'bound') this.bind(pod, decision);
    else this.refuse(pod, decision);
  }

  private bind(pod: StoredObject<'Pod'>, decision: BoundDecision): void {
    const { uid } = pod.metadata;
    const queued = must(flightOf(this.queue, uid), 'a pod that is tried is in flight').pod;
    this.queue = withoutQueuedPod(this.queue, uid);
    const text = boundSentence(decision);
    if (decision.reservations.length > 0) this.assume(pod, decision, queued, text);
    else this.finishBinding(pod, decision.node, queued, text);
  }

  /** The pod holds its place on the node while the volume controller does its part. */
  private assume(pod: StoredObject<'Pod'>, decision: BoundDecision, queued: QueuedPod, text: string): void {
    const { sim, api } = this.deps;
    const { node, reservations } = decision;
    const { uid } = pod.metadata;
    const giveUpAt = sim.now + VOLUME_TIMEOUT_MS;
    const assumed = { pod: referenceOf(pod), node, reservations, queued, giveUpAt, text };
    sim.table(ASSUMED).put(uid, assumed);
    this.filledCache().setPod(pod, node);
    nominate(this.deps, assumed.pod, node, {
      rule: 'SCHED-117',
      text: 'its volumes have to be bound before it can be',
    });
    const error = requestVolumes(api, assumed);
    if (error !== undefined) this.failBinding(assumed, preBindError(error));
    else this.arrangePoll(uid, sim.now + VOLUME_POLL_MS);
  }

  private arrangePoll(uid: string, at: Millis): void {
    this.deps.sim.setTimer(volumeTimer(uid), at, 'scheduler/volumes-polled', uid);
  }

  /** Looks whether the claims of an assumed pod are bound by now. */
  pollVolumes(uid: string): void {
    const { sim, api } = this.deps;
    const assumed = sim.table(ASSUMED).get(uid);
    if (assumed === undefined) return;
    const progress = checkBindings(api, assumed);
    if (progress.kind === 'failed')
      return this.failBinding(assumed, preBindError(`binding volumes: ${progress.message}`));
    if (progress.kind === 'waiting') {
      if (sim.now < assumed.giveUpAt)
        return this.arrangePoll(uid, Math.min(sim.now + VOLUME_POLL_MS, assumed.giveUpAt));
      return this.failBinding(assumed, preBindError('binding volumes: context deadline exceeded'));
    }
    const pod = must(
      api.get('Pod', assumed.pod.namespace, assumed.pod.name),
      'a pod whose volumes are bound',
    );
    this.finishBinding(pod, assumed.node, assumed.queued, assumed.text);
  }

  private finishBinding(pod: StoredObject<'Pod'>, node: string, queued: QueuedPod, text: string): void {
    const { namespace = '', name, uid } = pod.metadata;
    const bound = this.deps.api.bind(namespace, name, node, { rule: 'SCHED-20', text });
    if (!bound.ok) {
      const wishes = { pod: referenceOf(pod), node, queued };
      return this.failBinding(wishes, bindError(bound.error.message));
    }
    this.forgetOldDecision(uid);
    recordScheduled(this.deps, pod, node);
  }

  /** The pod goes back to the queue, and its place on the node is free again. */
  private failBinding(assumed: Pick<AssumedPod, 'pod' | 'node' | 'queued'>, message: string): void {
    const { namespace, name, uid } = assumed.pod;
    this.releasePlace(uid);
    const pod = this.deps.api.get('Pod', namespace, name);
    if (pod === undefined || pod.metadata.uid !== uid || hasNode(pod)) return;
    this.queue = returnQueued(this.queue, assumed.queued, [], [], this.environment());
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulerError',
      message,
      ...generationOf(pod),
    };
    refusePod(this.deps, pod, condition, '', { rule: 'SCHED-118', text: message });
    this.arrangeAttempt();
  }

  /** Keeps the assumed pod up to date; one that is gone leaves its place. */
  private followAssumed(pod: StoredObject<'Pod'>, gone: boolean): void {
    const { uid } = pod.metadata;
    const assumed = this.deps.sim.table(ASSUMED).get(uid);
    if (assumed === undefined) return;
    if (gone) this.releasePlace(uid);
    else this.filledCache().setPod(pod, assumed.node);
  }

  /** For the other pods an assumed pod that is forgotten is a pod that was deleted. */
  private releasePlace(uid: string): void {
    const assumed = this.dropAssumed(uid);
    if (assumed === undefined) return;
    const cache = this.filledCache();
    const pod = cache.podOf(uid);
    cache.removePod(uid);
    if (pod === undefined) return;
    const oldObject = { ...pod, spec: { ...pod.spec, nodeName: assumed.node } };
    this.wake({ resource: 'AssignedPod', actions: ['Delete'], oldObject });
  }

  private dropAssumed(uid: string): AssumedPod | undefined {
    const { sim } = this.deps;
    const assumed = sim.table(ASSUMED).get(uid);
    if (assumed === undefined) return undefined;
    sim.table(ASSUMED).delete(uid);
    sim.cancelTimer(volumeTimer(uid));
    return assumed;
  }

  /** The decision on a newly bound pod takes the place of the oldest one. */
  private forgetOldDecision(uid: string): void {
    const { sim } = this.deps;
    const [counts, ring] = [sim.table(BOUND_COUNT), sim.table(BOUND_RING)];
    const count = counts.get('') ?? 0;
    const place = String(count % BOUND_DECISIONS_MAX);
    const oldest = ring.get(place);
    if (oldest !== undefined) sim.table(DECISIONS).delete(oldest);
    ring.put(place, uid);
    counts.put('', count + 1);
  }

  private refuse(pod: StoredObject<'Pod'>, decision: UnschedulableDecision): void {
    this.queue = returnPod(this.queue, pod.metadata.uid, decision.rejectingPlugins, this.environment());
    refusePod(this.deps, pod, decision.condition, decision.nominatedNodeName, {
      rule: 'SCHED-10',
      text: `no node passed the filters: ${decision.message}`,
    });
    for (const cleared of decision.clearedNominations)
      nominate(this.deps, cleared, '', {
        rule: 'SCHED-81',
        text: 'a pod of higher priority was nominated to the same node',
      });
    for (const victim of decision.victims)
      preempt(this.deps, NAME, pod, victim, decision.nominatedNodeName ?? '');
    this.arrangeAttempt();
  }
}

const NO_NOMINATIONS: ReturnType<typeof nominatedPodsOf> = new Map();

function volumeTimer(uid: string): string {
  return `scheduler/volumes/${uid}`;
}

function hasNode(pod: Pod): boolean {
  return (pod.spec?.nodeName ?? '') !== '';
}

function isOurs(pod: Pod): boolean {
  return (pod.spec?.schedulerName ?? NAME) === NAME;
}

/** `2 of 3 nodes fit; node-c scored 183, node-a 171`. */
function boundSentence({ node, table, best }: BoundDecision): string {
  const feasible = table.nodes.filter(({ rejection }) => rejection === undefined).length;
  const fit = `${feasible} of ${table.nodeCount} nodes fit`;
  const { scores } = table;
  if (scores === undefined) return `${fit}, so it goes to ${node}`;
  const total = must(scores.totals[scores.nodes.indexOf(node)], 'the chosen node has a total');
  if (best.length > 1)
    return `${fit}; ${best.length} of them share the highest score ${total}, and chance chose ${node}`;
  const next = scores.totals.filter((_, i) => scores.nodes[i] !== node).reduce((a, b) => Math.max(a, b), 0);
  return `${fit}; ${node} scored ${total}, the next one ${next}`;
}

/** Changes of storage objects that can wake pods. */
function storageChange(change: Change): ClusterChange | undefined {
  const actions =
    change.type === 'ADDED'
      ? (['Add'] as const)
      : change.type === 'DELETED'
        ? (['Delete'] as const)
        : (['Update'] as const);
  switch (change.kind) {
    case 'PersistentVolumeClaim':
    case 'PersistentVolume':
    case 'StorageClass':
    case 'CSINode':
      return {
        resource: change.kind,
        actions,
        ...(change.type === 'DELETED' ? { oldObject: change.object } : { newObject: change.object }),
        ...(change.before === undefined || change.type === 'DELETED' ? {} : { oldObject: change.before }),
      } as ClusterChange;
    default:
      return undefined;
  }
}
