/** `kubectl rollout status`: says how far a rollout is whenever the workload changes, until it is done. */
import type { DaemonSet, Deployment, StatefulSet } from '../../engine/api/apps-v1.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { durationMs } from '../duration.ts';
import { complaint, say } from '../session.ts';
import type { Session } from '../session.ts';
import { fetched } from '../targets.ts';
import type { Target } from '../targets.ts';

export interface Progress {
  readonly text: string;
  readonly done: boolean;
}

export async function followRollout(session: Session, line: CommandLine, target: Target): Promise<void> {
  const timeout = line.flag('timeout');
  const until =
    timeout === undefined || durationMs(timeout) === 0
      ? Number.POSITIVE_INFINITY
      : session.cluster.now() + durationMs(timeout);
  const { kind, namespace, name } = target;
  const object = await fetched(session, target);
  const watch = session.cluster.watch(kind, { namespace, fieldSelector: `metadata.name=${name}` });
  try {
    if (told(session, object) || line.flag('watch') === 'false') return;
    for (;;) {
      for (const change of await watch.next(until)) {
        if (change.type === 'DELETED') throw complaint('object has been deleted');
        if (told(session, change.object)) return;
      }
      if (session.cluster.now() >= until) throw complaint('timed out waiting for the condition');
    }
  } finally {
    watch.stop();
  }
}

/** Whether the rollout is done. */
function told(session: Session, object: KubeObject): boolean {
  const { text, done } = progressOf(object);
  say(session, text);
  return done;
}

export function progressOf(object: KubeObject): Progress {
  switch (object.kind) {
    case 'Deployment':
      return deploymentProgress(object as Deployment);
    case 'DaemonSet':
      return daemonSetProgress(object as DaemonSet);
    case 'StatefulSet':
      return statefulSetProgress(object as StatefulSet);
    default:
      throw complaint(`no status viewer has been implemented for ${object.kind}`);
  }
}

function waiting(text: string): Progress {
  return { text, done: false };
}

function deploymentProgress({ metadata, spec, status }: Deployment): Progress {
  const { name } = metadata;
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting('Waiting for deployment spec update to be observed...');
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    throw complaint(`deployment "${name}" exceeded its progress deadline`);
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const wanted = spec?.replicas ?? 1;
  const head = `Waiting for deployment "${name}" rollout to finish: `;
  if (updatedReplicas < wanted)
    return waiting(`${head}${updatedReplicas} out of ${wanted} new replicas have been updated...`);
  if (replicas > updatedReplicas)
    return waiting(`${head}${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas)
    return waiting(`${head}${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  return { text: `deployment "${name}" successfully rolled out`, done: true };
}

function daemonSetProgress({ metadata, spec, status }: DaemonSet): Progress {
  if (spec?.updateStrategy?.type === 'OnDelete')
    throw complaint('rollout status is only available for RollingUpdate strategy type');
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting('Waiting for daemon set spec update to be observed...');
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  const head = `Waiting for daemon set "${metadata.name}" rollout to finish: `;
  if (updatedNumberScheduled < desiredNumberScheduled)
    return waiting(
      `${head}${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`,
    );
  if (numberAvailable < desiredNumberScheduled)
    return waiting(`${head}${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`);
  return { text: `daemon set "${metadata.name}" successfully rolled out`, done: true };
}

function statefulSetProgress({ metadata, spec, status }: StatefulSet): Progress {
  if (spec?.updateStrategy?.type === 'OnDelete')
    throw complaint('rollout status is only available for RollingUpdate strategy type');
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting('Waiting for statefulset spec update to be observed...');
  const wanted = spec?.replicas ?? 1;
  const { readyReplicas = 0, updatedReplicas = 0, updateRevision = '', currentRevision } = status ?? {};
  if (readyReplicas < wanted) return waiting(`Waiting for ${wanted - readyReplicas} pods to be ready...`);
  const partition = spec?.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) {
    if (updatedReplicas < wanted - partition)
      return waiting(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted - partition} new pods have been updated...`,
      );
    return {
      text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`,
      done: true,
    };
  }
  if (updateRevision !== currentRevision)
    return waiting(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  return {
    text: `statefulset rolling update complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    done: true,
  };
}
