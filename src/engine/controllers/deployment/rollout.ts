/**
 * One sync of one Deployment: the steps of upstream's controller with their reads and writes.
 *
 * **Upstream:** pkg/controller/deployment/{deployment_controller,sync,rolling,recreate,progress}.go (v1.37).
 * **Simplified:** the deprecated rollback annotation is not served (kubectl does not use it).
 *
 * **Why:** a sync works on the Deployment it read first. Its second write of the Deployment therefore meets a conflict and the sync is
 * repeated, as upstream; that is why some intermediate conditions are seen and others are not.
 */
import { deepEqual } from '../../../base/json.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/apps-v1.ts';
import { findCondition } from '../../api/conditions.ts';
import { RevisionAnnotation } from '../../api/well-known.ts';
import type { ApiFailure } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import { wallMs } from '../control/clock.ts';
import { namespaceOf, subjectOf, uidOf } from '../control/keys.ts';
import { isControlledBy } from '../control/owner.ts';
import { isNamespaceTerminating } from '../control/pod-from-template.ts';
import { isTerminal } from '../control/pod-state.ts';
import { newReplicaSetAnnotations, replicasAnnotations } from './annotations.ts';
import { replicaSetsToClean } from './cleanup.ts';
import { conditionsOf, newCondition, setCondition, withConditions } from './conditions.ts';
import { buildNewReplicaSet } from './new-replica-set.ts';
import type { NewReplicaSet } from './new-replica-set.ts';
import { isComplete, withProgress } from './progress.ts';
import * as reasons from './reasons.ts';
import {
  desiredAnnotation,
  equalIgnoringHash,
  findNewReplicaSet,
  findOldReplicaSets,
  isActiveReplicaSet,
  maxRevision,
  revisionOf,
  sizeOf,
  totalOf,
} from './replica-sets.ts';
import { planNewReplicaSet, planOldReplicaSets } from './rolling.ts';
import type { Resize } from './rolling.ts';
import { planScale } from './scale.ts';
import type { DeploymentSettings } from './settings.ts';
import { calculateStatus } from './status.ts';
import { isRollingUpdate, progressDeadlineOf, replicasOf } from './strategy.ts';

/** Ends a sync: the failed write. The queue tries again. */
export class SyncStopped {
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    this.failure = failure;
  }
}

export type Step<T> = T | SyncStopped;

interface Sets {
  readonly newOne: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

export class Rollout {
  /** The Deployment as this sync sees it: read once, changed by its own writes, but with the resourceVersion that was read. */
  deployment: Deployment;
  /** Whether this sync has looked at the progress of a rollout, as opposed to scaling or counting only. */
  progressSeen = false;
  private readonly ctx: ComponentContext;
  private readonly settings: DeploymentSettings;
  private readonly replicaSets: readonly ReplicaSet[];

  constructor(
    ctx: ComponentContext,
    settings: DeploymentSettings,
    deployment: Deployment,
    replicaSets: readonly ReplicaSet[],
  ) {
    this.ctx = ctx;
    this.settings = settings;
    this.deployment = deployment;
    this.replicaSets = replicaSets;
  }

  /** Everything upstream does with a Deployment that has a selector. Returns the status that now holds. */
  run(): Step<DeploymentStatus> {
    const { deployment } = this;
    if (deployment.metadata.deletionTimestamp !== undefined) return this.statusOnly();
    const paused = this.checkPaused();
    if (paused instanceof SyncStopped) return paused;
    if (deployment.spec.paused === true) return this.scaleOnly();
    const scaling = this.isScalingEvent();
    if (scaling instanceof SyncStopped) return scaling;
    if (scaling) return this.scaleOnly();
    return isRollingUpdate(deployment) ? this.rollingUpdate() : this.recreate();
  }

  private statusOnly(): Step<DeploymentStatus> {
    const sets = this.sync(false);
    return sets instanceof SyncStopped ? sets : this.writeCountedStatus(sets);
  }

  private scaleOnly(): Step<DeploymentStatus> {
    const sets = this.sync(false);
    if (sets instanceof SyncStopped) return sets;
    const plan = planScale(this.deployment, sets.newOne, sets.old);
    for (const resize of plan.resizes) {
      if (!plan.annotate && sizeOf(resize.replicaSet) === resize.size) continue;
      const scaled = this.resize(resize, 'ROLLOUT-05');
      if (scaled instanceof SyncStopped) return scaled;
    }
    if (this.deployment.spec.paused === true) this.cleanUp(sets.old);
    return this.writeCountedStatus(sets);
  }

  private rollingUpdate(): Step<DeploymentStatus> {
    const sets = this.sync(true);
    if (sets instanceof SyncStopped) return sets;
    const { newOne } = sets;
    if (newOne === undefined) return this.writeRolloutStatus(sets);
    const grow = planNewReplicaSet(this.deployment, newOne, sets.all);
    const resizes =
      grow === undefined
        ? planOldReplicaSets(this.deployment, newOne, sets.old.filter(isActiveReplicaSet))
        : [grow];
    const resized = this.resizeAll(resizes, grow === undefined ? 'ROLLOUT-03' : 'ROLLOUT-02');
    if (resized instanceof SyncStopped) return resized;
    if (resizes.length === 0 && isComplete(this.deployment, this.deployment.status)) this.cleanUp(sets.old);
    return this.writeRolloutStatus(sets);
  }

  private recreate(): Step<DeploymentStatus> {
    const sets = this.sync(false);
    if (sets instanceof SyncStopped) return sets;
    const why = 'the strategy is Recreate, so every old pod goes before a new one comes';
    const down = sets.old.filter(isActiveReplicaSet).map((replicaSet) => ({ replicaSet, size: 0, why }));
    const scaledDown = this.resizeAll(down, 'ROLLOUT-04');
    if (scaledDown instanceof SyncStopped) return scaledDown;
    if (down.length > 0 || this.oldPodsRun(sets.old)) return this.writeRolloutStatus(sets);
    return this.recreateNew(sets);
  }

  private recreateNew(before: Sets): Step<DeploymentStatus> {
    const sets = before.newOne === undefined ? this.sync(true) : before;
    if (sets instanceof SyncStopped) return sets;
    const wanted = replicasOf(this.deployment);
    if (sets.newOne !== undefined && sizeOf(sets.newOne) !== wanted) {
      const up = this.resize(
        { replicaSet: sets.newOne, size: wanted, why: `no old pod is left and ${wanted} are wanted` },
        'ROLLOUT-04',
      );
      if (up instanceof SyncStopped) return up;
    }
    if (isComplete(this.deployment, this.deployment.status)) this.cleanUp(sets.old);
    return this.writeRolloutStatus(sets);
  }

  /** A pod of an old ReplicaSet that has not ended, also one being deleted, holds up a Recreate rollout. */
  private oldPodsRun(old: readonly ReplicaSet[]): boolean {
    if (totalOf(old, 'replicas') > 0) return true;
    return old.some((one) =>
      this.ctx.api
        .ownedBy('Pod', uidOf(one))
        .some((pod) => isControlledBy(pod, uidOf(one)) && !isTerminal(pod)),
    );
  }

  private checkPaused(): Step<void> {
    if (progressDeadlineOf(this.deployment) === undefined) return undefined;
    const reason = findCondition(conditionsOf(this.deployment.status), reasons.PROGRESSING)?.reason;
    if (reason === reasons.PROGRESS_DEADLINE_EXCEEDED) return undefined;
    const paused = this.deployment.spec.paused === true;
    if (paused === (reason === reasons.DEPLOYMENT_PAUSED)) return undefined;
    const condition = paused
      ? this.condition('Unknown', reasons.DEPLOYMENT_PAUSED, 'Deployment is paused')
      : this.condition('Unknown', reasons.DEPLOYMENT_RESUMED, 'Deployment is resumed');
    this.setProgressing(condition);
    return this.writeDeployment({
      rule: 'ROLLOUT-08',
      text: paused ? 'spec.paused was set' : 'spec.paused was taken away',
    });
  }

  private isScalingEvent(): Step<boolean> {
    const sets = this.sync(false);
    if (sets instanceof SyncStopped) return sets;
    const wanted = replicasOf(this.deployment);
    return sets.all.filter(isActiveReplicaSet).some((one) => (desiredAnnotation(one) ?? wanted) !== wanted);
  }

  /** Finds the new ReplicaSet and brings its revision up to date; creates it when `create` is set and there is none. */
  private sync(create: boolean): Step<Sets> {
    const present = findNewReplicaSet(this.deployment, this.replicaSets);
    const old = findOldReplicaSets(this.replicaSets, present);
    const newOne =
      present === undefined ? (create ? this.createNew(old) : undefined) : this.updateNew(present, old);
    if (newOne instanceof SyncStopped) return newOne;
    return { newOne, old, all: newOne === undefined ? old : [...old, newOne] };
  }

  private updateNew(present: ReplicaSet, old: readonly ReplicaSet[]): Step<ReplicaSet> {
    const annotations = newReplicaSetAnnotations(
      this.deployment,
      present.metadata.annotations ?? {},
      maxRevision(old) + 1,
      this.settings.revisionHistoryCharsMax,
    );
    const minReadySeconds = this.deployment.spec.minReadySeconds ?? 0;
    if (
      !deepEqual(annotations, present.metadata.annotations ?? {}) ||
      (present.spec.minReadySeconds ?? 0) !== minReadySeconds
    ) {
      const text = `its template is the Deployment's again or still, at revision ${annotations[RevisionAnnotation] ?? ''}`;
      const changed = {
        ...present,
        metadata: { ...present.metadata, annotations },
        spec: withMinReady(present.spec, minReadySeconds),
      };
      const updated = this.ctx.api.update('ReplicaSet', changed, { rule: 'ROLLOUT-11', text });
      return updated.ok ? updated.value : new SyncStopped(updated.error);
    }
    return this.noteFound(present);
  }

  private noteFound(present: ReplicaSet): Step<ReplicaSet> {
    const revised = this.setRevision(revisionOf(present));
    const uncounted =
      progressDeadlineOf(this.deployment) !== undefined &&
      findCondition(conditionsOf(this.deployment.status), reasons.PROGRESSING) === undefined;
    if (uncounted)
      this.setProgressing(
        this.condition(
          'True',
          reasons.FOUND_NEW_REPLICA_SET,
          `Found new replica set "${present.metadata.name}"`,
        ),
      );
    if (!revised && !uncounted) return present;
    const written = this.writeDeployment({
      rule: 'ROLLOUT-11',
      text: `replica set ${present.metadata.name} has the Deployment's template`,
    });
    return written instanceof SyncStopped ? written : present;
  }

  private createNew(old: readonly ReplicaSet[]): Step<ReplicaSet> {
    const revision = maxRevision(old) + 1;
    const draft = buildNewReplicaSet(this.deployment, old, revision, this.settings.revisionHistoryCharsMax);
    const text = `no replica set has the Deployment's template, so this is revision ${revision}, starting with ${draft.spec.replicas} of ${replicasOf(this.deployment)} pods`;
    const created = this.ctx.api.create('ReplicaSet', draft, { rule: 'ROLLOUT-01', text });
    if (!created.ok) return this.refused(draft, revision, created.error);
    if (draft.spec.replicas > 0)
      this.record(
        'Normal',
        reasons.SCALING_REPLICA_SET,
        `Scaled up replica set ${draft.metadata.name} from 0 to ${draft.spec.replicas}`,
      );
    return this.noteCreated(created.value, revision);
  }

  private noteCreated(created: ReplicaSet, revision: number): Step<ReplicaSet> {
    this.setRevision(revision);
    if (progressDeadlineOf(this.deployment) !== undefined) {
      this.setProgressing(
        this.condition(
          'True',
          reasons.NEW_REPLICA_SET_CREATED,
          `Created new replica set "${created.metadata.name}"`,
        ),
      );
    }
    const written = this.writeDeployment({
      rule: 'ROLLOUT-01',
      text: `replica set ${created.metadata.name} was created as revision ${revision}`,
    });
    return written instanceof SyncStopped ? written : created;
  }

  private refused(draft: NewReplicaSet, revision: number, failure: ApiFailure): Step<ReplicaSet> {
    if (failure.reason === 'AlreadyExists') return this.takeOverOrCollide(draft, revision, failure);
    if (isNamespaceTerminating(failure)) return new SyncStopped(failure);
    const message = `Failed to create new replica set "${draft.metadata.name}": ${failure.message}`;
    if (progressDeadlineOf(this.deployment) !== undefined) {
      this.setProgressing(this.condition('False', reasons.REPLICA_SET_CREATE_ERROR, message));
      this.writeDeployment({
        rule: 'ROLLOUT-01',
        text: `the API server refused the new replica set: ${failure.message}`,
      });
    }
    this.record('Warning', reasons.REPLICA_SET_CREATE_ERROR, message);
    return new SyncStopped(failure);
  }

  /** The name exists: the same ReplicaSet seen late, or another template with the same hash. */
  private takeOverOrCollide(draft: NewReplicaSet, revision: number, failure: ApiFailure): Step<ReplicaSet> {
    const present = this.ctx.api.get('ReplicaSet', namespaceOf(this.deployment), draft.metadata.name);
    const own = present !== undefined && isControlledBy(present, uidOf(this.deployment));
    if (own && equalIgnoringHash(this.deployment.spec.template, present.spec.template)) {
      if (!this.setRevision(revision)) return present;
      const written = this.writeDeployment({
        rule: 'ROLLOUT-11',
        text: `replica set ${present.metadata.name} has the Deployment's template`,
      });
      return written instanceof SyncStopped ? written : present;
    }
    const collisionCount = (this.deployment.status?.collisionCount ?? 0) + 1;
    this.deployment = { ...this.deployment, status: { ...this.deployment.status, collisionCount } };
    this.writeDeployment({
      rule: 'ROLLOUT-10',
      text: `the name ${draft.metadata.name} belongs to another template, so the next hash gets collision count ${collisionCount}`,
    });
    return new SyncStopped(failure);
  }

  private resizeAll(resizes: readonly Resize[], rule: string): Step<void> {
    const latest = new Map<string, ReplicaSet>();
    for (const resize of resizes) {
      const { name } = resize.replicaSet.metadata;
      const resized = this.resize({ ...resize, replicaSet: latest.get(name) ?? resize.replicaSet }, rule);
      if (resized instanceof SyncStopped) return resized;
      latest.set(name, resized);
    }
    return undefined;
  }

  private resize({ replicaSet, size, why }: Resize, rule: string): Step<ReplicaSet> {
    const before = sizeOf(replicaSet);
    const annotations = { ...replicaSet.metadata.annotations, ...replicasAnnotations(this.deployment) };
    if (before === size && deepEqual(annotations, replicaSet.metadata.annotations)) return replicaSet;
    const changed = {
      ...replicaSet,
      metadata: { ...replicaSet.metadata, annotations },
      spec: { ...replicaSet.spec, replicas: size },
    };
    const updated = this.ctx.api.update('ReplicaSet', changed, {
      rule,
      text: before === size ? `the Deployment now wants ${replicasOf(this.deployment)}` : why,
    });
    if (!updated.ok) return new SyncStopped(updated.error);
    if (before === size) return updated.value;
    this.record(
      'Normal',
      reasons.SCALING_REPLICA_SET,
      `Scaled ${before < size ? 'up' : 'down'} replica set ${replicaSet.metadata.name} from ${before} to ${size}`,
    );
    return updated.value;
  }

  private cleanUp(old: readonly ReplicaSet[]): void {
    for (const one of replicaSetsToClean(this.deployment, old)) {
      const text = `it is empty, and ${old.length} old replica sets are more than revisionHistoryLimit ${this.deployment.spec.revisionHistoryLimit ?? 0}`;
      this.ctx.api.delete(
        'ReplicaSet',
        namespaceOf(one),
        one.metadata.name,
        {},
        { rule: 'ROLLOUT-09', text },
      );
    }
  }

  private writeCountedStatus({ all, newOne }: Sets): Step<DeploymentStatus> {
    return this.writeStatus(calculateStatus(this.deployment, all, newOne, wallMs(this.ctx)));
  }

  private writeRolloutStatus({ all, newOne }: Sets): Step<DeploymentStatus> {
    this.progressSeen = true;
    const now = wallMs(this.ctx);
    return this.writeStatus(
      withProgress(this.deployment, calculateStatus(this.deployment, all, newOne, now), newOne, all, now),
    );
  }

  private writeStatus(status: DeploymentStatus): Step<DeploymentStatus> {
    if (deepEqual(this.deployment.status, status)) return status;
    const because = becauseStatus(this.deployment, status);
    this.deployment = { ...this.deployment, status };
    const written = this.writeDeployment(because);
    return written instanceof SyncStopped ? written : status;
  }

  private writeDeployment(because: Because): Step<void> {
    const written = this.ctx.api.update('Deployment', this.deployment, because, { subresource: 'status' });
    return written.ok ? undefined : new SyncStopped(written.error);
  }

  private setProgressing(condition: DeploymentCondition): void {
    const { status = {} } = this.deployment;
    this.deployment = {
      ...this.deployment,
      status: withConditions(status, setCondition(conditionsOf(status), condition)),
    };
  }

  /** Notes the revision on the Deployment; false when it was there already. */
  private setRevision(revision: number): boolean {
    const { metadata } = this.deployment;
    if (metadata.annotations?.[RevisionAnnotation] === String(revision)) return false;
    this.deployment = {
      ...this.deployment,
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, [RevisionAnnotation]: String(revision) },
      },
    };
    return true;
  }

  private condition(status: string, reason: string, message: string): DeploymentCondition {
    return newCondition(reasons.PROGRESSING, status, reason, message, wallMs(this.ctx));
  }

  private record(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.ctx.events.record(subjectOf(this.deployment), type, reason, message);
  }
}

function withMinReady(spec: ReplicaSet['spec'], minReadySeconds: number): ReplicaSet['spec'] {
  const { minReadySeconds: _before, ...rest } = spec;
  return minReadySeconds === 0 ? rest : { ...rest, minReadySeconds };
}

function becauseStatus(deployment: Deployment, status: DeploymentStatus): Because {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const reason = findCondition(status.conditions, reasons.PROGRESSING)?.reason;
  if (
    reason === reasons.PROGRESS_DEADLINE_EXCEEDED &&
    findCondition(deployment.status?.conditions, reasons.PROGRESSING)?.reason !== reason
  ) {
    const seconds = deployment.spec.progressDeadlineSeconds ?? 0;
    return {
      rule: 'ROLLOUT-07',
      text: `no progress for ${seconds} s, with ${availableReplicas} of ${replicasOf(deployment)} pods available`,
      timer: 'progressDeadlineSeconds',
    };
  }
  return {
    rule: 'ROLLOUT-06',
    text: `its replica sets report ${replicas} pods, ${updatedReplicas} of them new and ${availableReplicas} available, of ${replicasOf(deployment)} wanted`,
  };
}
