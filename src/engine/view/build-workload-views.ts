/** Owners of pods as tickets: what they want, what they have. A Deployment's ReplicaSets are its revisions and have no ticket of their own. */
import type { Kind } from '../api/types.ts';
import { scaledValue } from '../api/int-or-string.ts';
import type { PodTemplateSpec } from '../api/core-v1-pod.ts';
import type { Condition } from '../api/meta-v1.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { ConditionView } from './views.ts';
import { cronJobDetails, jobDetails, jobParts } from './workload-jobs.ts';
import { createWorkloadMemory } from './workload-memory.ts';
import type { WorkloadMemory } from './workload-memory.ts';
import { daemonSetDetails, nodeParts } from './workload-nodes.ts';
import { ordinalParts, statefulSetDetails } from './workload-ordinals.ts';
import { controllerRevisions, replicaSetRevisions } from './workload-revisions.ts';
import { scalingOf } from './workload-scaling.ts';
import type { Scaling } from './workload-scaling.ts';
import type { WorkloadView } from './workload-view.ts';

export function buildWorkloadViews(
  context: ViewContext,
  memory: WorkloadMemory<WorkloadView> = createWorkloadMemory(),
): WorkloadView[] {
  const { api } = context;
  const scaling = scalingOf(context);
  const keep = (
    object: StoredObject<Kind>,
    parts: readonly unknown[],
    make: () => WorkloadView,
  ): WorkloadView => memory.keep(object.metadata.uid, [object, ...scaling.parts, ...parts], make);
  const views = [
    ...api
      .list('Deployment')
      .map((one) =>
        keep(one, api.ownedBy('ReplicaSet', one.metadata.uid), () => deploymentView(context, scaling, one)),
      ),
    ...api
      .list('ReplicaSet')
      .filter((set) => controllerUid(set) === '')
      .map((set) => keep(set, [], () => replicaView(context, scaling, 'ReplicaSet', set, set.spec.template))),
    ...api
      .list('ReplicationController')
      .map((rc) =>
        keep(rc, [], () => replicaView(context, scaling, 'ReplicationController', rc, rc.spec?.template)),
      ),
    ...api
      .list('StatefulSet')
      .map((one) => keep(one, ordinalParts(context, one), () => statefulSetView(context, scaling, one))),
    ...api
      .list('DaemonSet')
      .map((one) => keep(one, nodeParts(context, one), () => daemonSetView(context, scaling, one))),
    // What a CronJob missed and what comes next follow the clock.
    ...api.list('CronJob').map((one) => keep(one, [{}], () => cronJobView(context, scaling, one))),
    ...api.list('Job').map((one) => keep(one, jobParts(context, one), () => jobView(context, scaling, one))),
  ];
  memory.sweep();
  return views;
}

function controllerUid({ metadata }: StoredObject<Kind>): string {
  return metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid ?? '';
}

interface Conditioned {
  readonly status?: { readonly conditions?: readonly Partial<Condition>[] };
}

function base(
  context: ViewContext,
  scaling: Scaling,
  kind: string,
  object: StoredObject<Kind>,
  template: PodTemplateSpec | undefined,
): WorkloadView {
  const { uid, namespace = '', name } = object.metadata;
  return {
    uid,
    kind,
    namespace,
    name,
    ownerUid: controllerUid(object),
    want: 0,
    have: 0,
    ready: 0,
    available: 0,
    updated: 0,
    scalable: false,
    paused: false,
    strategy: '',
    revisions: [],
    podsMax: 0,
    availableMin: 0,
    deadlineAt: 0,
    conditions: conditionsOf(context, object),
    details: null,
    autoscaler: scaling.autoscaler(kind, namespace, name),
    budgets: scaling.budgets(namespace, template?.metadata?.labels),
    quotas: scaling.quotas(namespace),
  };
}

function conditionsOf(context: ViewContext, object: StoredObject<Kind>): ConditionView[] {
  return ((object as Conditioned).status?.conditions ?? []).map(
    ({ type = '', status = '', reason = '', message = '', lastTransitionTime }): ConditionView => ({
      type,
      status,
      reason,
      message,
      since: visibleTime(context, lastTransitionTime),
    }),
  );
}

function replicaView(
  context: ViewContext,
  scaling: Scaling,
  kind: 'ReplicaSet' | 'ReplicationController',
  object: StoredObject<'ReplicaSet'> | StoredObject<'ReplicationController'>,
  template: PodTemplateSpec | undefined,
): WorkloadView {
  return {
    ...base(context, scaling, kind, object, template),
    want: object.spec?.replicas ?? 1,
    have: object.status?.replicas ?? 0,
    ready: object.status?.readyReplicas ?? 0,
    available: object.status?.availableReplicas ?? 0,
    scalable: true,
  };
}

function deploymentView(
  context: ViewContext,
  scaling: Scaling,
  deployment: StoredObject<'Deployment'>,
): WorkloadView {
  const { spec, status, metadata } = deployment;
  const want = spec.replicas ?? 1;
  const revisions = replicaSetRevisions(context, metadata.uid);
  const busy = revisions.filter(({ want: wanted, have }) => wanted > 0 || have > 0);
  const rolling = busy.length > 1 || (status?.updatedReplicas ?? 0) < want;
  return {
    ...base(context, scaling, 'Deployment', deployment, spec.template),
    want,
    have: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    scalable: true,
    paused: spec.paused ?? false,
    strategy: spec.strategy?.type ?? 'RollingUpdate',
    revisions,
    ...(rolling ? limits(spec.strategy?.rollingUpdate, want) : {}),
    deadlineAt: rolling ? deadline(context, deployment) : 0,
  };
}

function limits(
  rolling: { readonly maxSurge?: string | number; readonly maxUnavailable?: string | number } | undefined,
  want: number,
): { readonly podsMax: number; readonly availableMin: number } {
  if (rolling === undefined) return { podsMax: 0, availableMin: 0 };
  const surge = scaledValue(rolling.maxSurge ?? '25%', want, 'up') ?? 0;
  const unavailable = scaledValue(rolling.maxUnavailable ?? '25%', want, 'down') ?? 0;
  return { podsMax: want + surge, availableMin: Math.max(0, want - unavailable) };
}

/** The progress deadline runs from the last progress. */
function deadline(context: ViewContext, { spec, status }: StoredObject<'Deployment'>): number {
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.status !== 'True' || progressing.reason === 'NewReplicaSetAvailable') return 0;
  return visibleTime(context, progressing.lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1000;
}

function statefulSetView(
  context: ViewContext,
  scaling: Scaling,
  set: StoredObject<'StatefulSet'>,
): WorkloadView {
  const { spec, status } = set;
  const want = spec.replicas ?? 1;
  return {
    ...base(context, scaling, 'StatefulSet', set, spec.template),
    want,
    have: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    scalable: true,
    strategy: spec.updateStrategy?.type ?? 'RollingUpdate',
    revisions: controllerRevisions(context, set, want),
    details: statefulSetDetails(context, set),
  };
}

function daemonSetView(context: ViewContext, scaling: Scaling, set: StoredObject<'DaemonSet'>): WorkloadView {
  const { spec, status } = set;
  const want = status?.desiredNumberScheduled ?? 0;
  return {
    ...base(context, scaling, 'DaemonSet', set, spec.template),
    want,
    have: status?.currentNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    available: status?.numberAvailable ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
    strategy: spec.updateStrategy?.type ?? 'RollingUpdate',
    revisions: controllerRevisions(context, set, want),
    details: daemonSetDetails(context, set),
  };
}

function jobView(context: ViewContext, scaling: Scaling, job: StoredObject<'Job'>): WorkloadView {
  const { spec, status } = job;
  const succeeded = status?.succeeded ?? 0;
  return {
    ...base(context, scaling, 'Job', job, spec.template),
    want: spec.completions ?? spec.parallelism ?? 1,
    have: (status?.active ?? 0) + succeeded,
    ready: succeeded,
    paused: spec.suspend ?? false,
    details: jobDetails(context, job),
  };
}

function cronJobView(context: ViewContext, scaling: Scaling, cronJob: StoredObject<'CronJob'>): WorkloadView {
  const { spec, status } = cronJob;
  const active = status?.active?.length ?? 0;
  return {
    ...base(context, scaling, 'CronJob', cronJob, spec.jobTemplate.spec.template),
    want: active,
    have: active,
    ready: active,
    paused: spec.suspend ?? false,
    details: cronJobDetails(context, cronJob),
  };
}
