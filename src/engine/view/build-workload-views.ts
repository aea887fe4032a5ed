/** Owners of pods as tickets: what they want, what they have. A Deployment's ReplicaSets are its revisions and have no ticket of their own. */
import type { Kind } from '../api/types.ts';
import { scaledValue } from '../api/int-or-string.ts';
import type { Condition } from '../api/meta-v1.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { ConditionView } from './views.ts';
import { replicaSetRevisions } from './workload-revisions.ts';
import type { WorkloadView } from './workload-view.ts';

export function buildWorkloadViews(context: ViewContext): WorkloadView[] {
  const { api } = context;
  const isRoot = (object: StoredObject<Kind>): boolean =>
    !object.metadata.ownerReferences?.some(({ controller }) => controller === true);
  return [
    ...api.list('Deployment').map((deployment) => deploymentView(context, deployment)),
    ...api
      .list('ReplicaSet')
      .filter(isRoot)
      .map((set) => ({
        ...base(context, 'ReplicaSet', set),
        want: set.spec.replicas ?? 1,
        have: set.status?.replicas ?? 0,
        ready: set.status?.readyReplicas ?? 0,
        scalable: true,
      })),
    ...api.list('ReplicationController').map((rc) => ({
      ...base(context, 'ReplicationController', rc),
      want: rc.spec?.replicas ?? 1,
      have: rc.status?.replicas ?? 0,
      ready: rc.status?.readyReplicas ?? 0,
      scalable: true,
    })),
    ...api.list('StatefulSet').map((set) => ({
      ...base(context, 'StatefulSet', set),
      want: set.spec.replicas ?? 1,
      have: set.status?.replicas ?? 0,
      ready: set.status?.readyReplicas ?? 0,
      scalable: true,
    })),
    ...api.list('DaemonSet').map((set) => ({
      ...base(context, 'DaemonSet', set),
      want: set.status?.desiredNumberScheduled ?? 0,
      have: set.status?.currentNumberScheduled ?? 0,
      ready: set.status?.numberReady ?? 0,
    })),
    ...api
      .list('Job')
      .filter(isRoot)
      .map((job) => ({
        ...base(context, 'Job', job),
        want: job.spec?.completions ?? job.spec?.parallelism ?? 1,
        have: (job.status?.active ?? 0) + (job.status?.succeeded ?? 0),
        ready: job.status?.succeeded ?? 0,
      })),
  ];
}

interface Conditioned {
  readonly status?: { readonly conditions?: readonly Partial<Condition>[] };
}

function base(context: ViewContext, kind: string, object: StoredObject<Kind>): WorkloadView {
  const { uid, namespace = '', name } = object.metadata;
  const conditions = ((object as Conditioned).status?.conditions ?? []).map(
    ({ type = '', status = '', reason = '', message = '', lastTransitionTime }): ConditionView => ({
      type,
      status,
      reason,
      message,
      since: visibleTime(context, lastTransitionTime),
    }),
  );
  return {
    uid,
    kind,
    namespace,
    name,
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
    conditions,
  };
}

function deploymentView(context: ViewContext, deployment: StoredObject<'Deployment'>): WorkloadView {
  const { spec, status, metadata } = deployment;
  const want = spec.replicas ?? 1;
  const revisions = replicaSetRevisions(context, metadata.uid);
  const busy = revisions.filter(({ want: wanted, have }) => wanted > 0 || have > 0);
  const rolling = busy.length > 1 || (status?.updatedReplicas ?? 0) < want;
  return {
    ...base(context, 'Deployment', deployment),
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
