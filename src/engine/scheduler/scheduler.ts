/**
 * The scheduler as a component: watches feed queue and cache, one pod is tried at a time, the decision is carried out.
 *
 * **Upstream:** pkg/scheduler/{scheduler,eventhandlers,schedule_one}.go (v1.37).
 * **Simplified:** the binding cycle takes no time of its own, so no pod is ever assumed; one profile, `default-scheduler`.
 *
 * State: the queue is one record of the run, and so is the last decision of every pod. The cache is derived: it is filled anew from the API's
 * objects whenever another version of the run was loaded.
 */
import { must } from '../../base/assert.ts';
import { sortedBy } from '../../base/compare.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import { withCondition } from '../api/conditions.ts';
import { formatTime } from '../api/time.ts';
import type { ApiClient, Change, ChangeOf, StoredObject } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import type { SeriesRecorder } from '../apiserver/event-series.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import { apiListers } from './api-listers.ts';
import { nominatedPodsOf } from './cache/nominated-pods.ts';
import { SchedulerCache } from './cache/scheduler-cache.ts';
import type { BoundDecision, Decision, PodReference, UnschedulableDecision } from './decision.ts';
import { defaultProfile } from './default-profile.ts';
import type { ClusterChange } from './framework/cluster-event.ts';
import type { Listers } from './framework/listers.ts';
import { assignedPodChange, isAssigned, isTerminal, nodeChange } from './framework/object-changes.ts';
import {
  BINDING_ACTION,
  FAILED_SCHEDULING,
  PREEMPTED,
  PREEMPTING_ACTION,
  PREEMPTION_BY_SCHEDULER,
  SCHEDULED,
  SCHEDULING_ACTION,
  deletingNote,
  disruptionMessage,
  eventNote,
  preemptedNote,
  scheduledNote,
} from './messages.ts';
import {
  addPod,
  flushBackoff,
  flushUnschedulable,
  hasPodToTry,
  moveOnChange,
  nextBackoffFlushMs,
  nextUnschedulableFlushMs,
  nominationReleased,
  popPod,
  returnPod,
  updatePod,
} from './queue/moves.ts';
import type { QueueEnvironment } from './queue/queueing-hints.ts';
import { EMPTY_QUEUE, withoutQueuedPod } from './queue/scheduling-queue.ts';
import type { SchedulingQueue } from './queue/scheduling-queue.ts';
import { schedulePod } from './schedule-one.ts';

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

export interface SchedulerDeps {
  readonly sim: Sim;
  readonly api: ApiClient;
  readonly events: SeriesRecorder;
  readonly epochMs: number;
}

export function createScheduler(deps: SchedulerDeps): Component {
  const scheduler = new Scheduler(deps);
  deps.sim.onLoad(() => scheduler.forgetDerived());
  return {
    name: NAME,
    handlers: {
      'scheduler/attempt-due': () => scheduler.attempt(),
      'scheduler/backoff-flushed': () => scheduler.flushBackoff(),
      'scheduler/unschedulable-flushed': () => scheduler.flushUnschedulable(),
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

  constructor(deps: SchedulerDeps) {
    this.deps = deps;
    this.listers = apiListers(deps.api);
  }

  forgetDerived(): void {
    this.cache = undefined;
    this.waiting.clear();
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
      if (!hasNode(pod)) this.waiting.set(pod.metadata.uid, pod);
      else if (isAssigned(pod)) cache.setPod(pod);
    }
    this.cache = cache;
    return cache;
  }

  /** In the order of their names, which a rebuilt scheduler can tell as well. */
  private nominatedPods(): ReturnType<typeof nominatedPodsOf> {
    const nominated = [...this.waiting.values()].filter(
      (pod) => (pod.status?.nominatedNodeName ?? '') !== '',
    );
    return nominatedPodsOf(
      sortedBy(nominated, ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
    );
  }

  private environment(): QueueEnvironment {
    this.filledCache();
    return {
      nowMs: this.deps.sim.now,
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
      nextUnschedulableFlushMs(queue, 0),
      'scheduler/unschedulable-flushed',
    );
  }

  private arrangeFlush(key: string, at: Millis | undefined, kind: string): void {
    const { sim } = this.deps;
    if (at === undefined) sim.cancelTimer(key);
    else if (sim.timer(key)?.at !== Math.max(at, sim.now)) sim.setTimer(key, at, kind, NAME);
  }

  private onPod({ type, object, before }: ChangeOf<'Pod'>): void {
    const cache = this.filledCache();
    const { uid } = object.metadata;
    const gone = type === 'DELETED';
    if (!hasNode(object)) return this.onWaitingPod(object, before, gone);
    this.waiting.delete(uid);
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
      this.waiting.delete(uid);
      this.deps.sim.table(DECISIONS).delete(uid);
    } else this.waiting.set(uid, pod);
    if (!isOurs(pod)) return;
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
    this.deps.events.record({
      about: aboutPod(pod),
      type: 'Warning',
      reason: FAILED_SCHEDULING,
      action: SCHEDULING_ACTION,
      note: deletingNote(referenceOf(pod)),
    });
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
    };
    const decision = schedulePod(pod, view, (n) => sim.random('scheduler/tie-break', n));
    startNode.put('', decision.nextStartNodeIndex);
    sim.table(DECISIONS).put(pod.metadata.uid, { at: sim.now, decision });
    if (decision.kind === 'bound') this.bind(pod, decision);
    else this.refuse(pod, decision);
  }

  private bind(pod: StoredObject<'Pod'>, decision: BoundDecision): void {
    const { api, events } = this.deps;
    const { namespace = '', name, uid } = pod.metadata;
    this.reserve(decision);
    const bound = api.bind(namespace, name, decision.node, {
      rule: 'SCHED-20',
      text: boundSentence(decision),
    });
    if (!bound.ok) {
      this.queue = returnPod(this.queue, uid, [], this.environment());
      return;
    }
    this.queue = withoutQueuedPod(this.queue, uid);
    this.forgetOldDecision(uid);
    events.record({
      about: aboutPod(pod),
      type: 'Normal',
      reason: SCHEDULED,
      action: BINDING_ACTION,
      note: scheduledNote(referenceOf(pod), decision.node),
    });
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

  /** What volume plugins want done before the binding. */
  private reserve(decision: BoundDecision): void {
    const { api } = this.deps;
    for (const wish of decision.reservations) {
      const because = {
        rule: wish.kind === 'bind' ? 'SCHED-85' : 'SCHED-86',
        text: `pod ${decision.pod.name} goes to ${decision.node} and needs claim ${wish.claim} there`,
      };
      if (wish.kind === 'bind') {
        const claimRef = {
          kind: 'PersistentVolumeClaim',
          apiVersion: 'v1',
          namespace: wish.namespace,
          name: wish.claim,
        };
        api.modify(
          'PersistentVolume',
          '',
          wish.volume,
          (volume) => ({ ...volume, spec: { ...volume.spec, claimRef } }),
          because,
        );
      } else {
        const annotations = { 'volume.kubernetes.io/selected-node': decision.node };
        api.modify(
          'PersistentVolumeClaim',
          wish.namespace,
          wish.claim,
          (claim) => ({
            ...claim,
            metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, ...annotations } },
          }),
          because,
        );
      }
    }
  }

  private refuse(pod: StoredObject<'Pod'>, decision: UnschedulableDecision): void {
    const { events } = this.deps;
    this.queue = returnPod(this.queue, pod.metadata.uid, decision.rejectingPlugins, this.environment());
    events.record({
      about: aboutPod(pod),
      type: 'Warning',
      reason: FAILED_SCHEDULING,
      action: SCHEDULING_ACTION,
      note: eventNote(decision.message),
    });
    this.writeRefusal(pod, decision);
    for (const cleared of decision.clearedNominations) this.clearNomination(cleared);
    for (const victim of decision.victims) this.preempt(pod, victim, decision.nominatedNodeName ?? '');
    this.arrangeAttempt();
  }

  private writeRefusal(pod: StoredObject<'Pod'>, decision: UnschedulableDecision): void {
    const { api, sim, epochMs } = this.deps;
    const condition = { ...decision.condition, lastTransitionTime: formatTime(epochMs + sim.now) };
    const because = { rule: 'SCHED-10', text: `no node passed the filters: ${decision.message}` };
    api.modify(
      'Pod',
      pod.metadata.namespace ?? '',
      pod.metadata.name,
      (live) => {
        const { nominatedNodeName: old, ...status } = live.status ?? {};
        const nominated = decision.nominatedNodeName ?? old;
        return {
          ...live,
          status: {
            ...status,
            conditions: withCondition(status.conditions, condition),
            ...(nominated ? { nominatedNodeName: nominated } : {}),
          },
        };
      },
      because,
      { subresource: 'status' },
    );
  }

  private clearNomination({ namespace, name }: PodReference): void {
    const because = { rule: 'SCHED-81', text: 'a pod of higher priority was nominated to the same node' };
    this.deps.api.modify(
      'Pod',
      namespace,
      name,
      (live) => {
        const { nominatedNodeName: _cleared, ...status } = live.status ?? {};
        return { ...live, status };
      },
      because,
      { subresource: 'status' },
    );
  }

  private preempt(preemptor: StoredObject<'Pod'>, victim: PodReference, node: string): void {
    const { api, events, sim, epochMs } = this.deps;
    const because = {
      rule: 'SCHED-72',
      text: `pod ${preemptor.metadata.name} of higher priority needs its place on ${node}`,
    };
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: PREEMPTION_BY_SCHEDULER,
      message: disruptionMessage(NAME),
      lastTransitionTime: formatTime(epochMs + sim.now),
    };
    api.modify(
      'Pod',
      victim.namespace,
      victim.name,
      (live) => ({
        ...live,
        status: {
          ...live.status,
          conditions: withCondition(live.status?.conditions, { ...condition, ...generationOf(live) }),
        },
      }),
      because,
      { subresource: 'status' },
    );
    const gone = api.delete('Pod', victim.namespace, victim.name, { uid: victim.uid }, because);
    if (!gone.ok) return;
    const related = aboutPod(preemptor);
    events.record({
      about: aboutPod(gone.value),
      related,
      type: 'Normal',
      reason: PREEMPTED,
      action: PREEMPTING_ACTION,
      note: preemptedNote(referenceOf(preemptor), node),
    });
  }
}

/** Conditions tell which generation of the pod they speak of. */
function generationOf({ metadata }: Pod): { readonly observedGeneration?: number } {
  return metadata.generation === undefined ? {} : { observedGeneration: metadata.generation };
}

function hasNode(pod: Pod): boolean {
  return (pod.spec?.nodeName ?? '') !== '';
}

function isOurs(pod: Pod): boolean {
  return (pod.spec?.schedulerName ?? NAME) === NAME;
}

function referenceOf(pod: StoredObject<'Pod'>): PodReference {
  return { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name, uid: pod.metadata.uid };
}

function aboutPod(pod: StoredObject<'Pod'>) {
  const { namespace = '', name, uid, resourceVersion } = pod.metadata;
  return { kind: 'Pod', apiVersion: 'v1', namespace, name, uid, resourceVersion };
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
