/**
 * The Deployment controller: rolls a template out through ReplicaSets.
 *
 * **Upstream:** pkg/controller/deployment/deployment_controller.go (v1.37).
 */
import type { Deployment } from '../../api/apps-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabelSelector } from '../../api/selectors.ts';
import type { KubeObject } from '../../api/types.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { claimObjects } from '../control/claim.ts';
import { wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { noteOrphans, orphansIn } from '../control/orphans.ts';
import { controllerRefOf } from '../control/owner.ts';
import { controllerKey, ownersOf } from '../control/owner-watch.ts';
import { nextProgressCheckMs } from './progress.ts';
import { SELECTING_ALL, SELECTING_ALL_MESSAGE } from './reasons.ts';
import { Rollout, SyncStopped } from './rollout.ts';
import { DEFAULT_DEPLOYMENT } from './settings.ts';
import type { DeploymentSettings } from './settings.ts';
import { isRollingUpdate } from './strategy.ts';

export function createDeploymentController(
  ctx: ComponentContext,
  settings: DeploymentSettings = DEFAULT_DEPLOYMENT,
): Component {
  const adopters = (object: KubeObject): readonly Deployment[] =>
    ctx.api
      .inNamespace('Deployment', namespaceOf(object))
      .filter((one) => matchesLabelSelector(one.spec.selector, object.metadata.labels));
  return controllerComponent(ctx, {
    name: 'deployment-controller',
    queue: { retriesMax: settings.retriesMax },
    remember: (change) => noteOrphans(ctx.sim, ['ReplicaSet'], change),
    watches: {
      Deployment: (change) => [keyOf(change.object)],
      ReplicaSet: (change) => ownersOf(ctx.api, 'Deployment', change, adopters),
      Pod: (change) => (change.type === 'DELETED' ? waitingForPod(ctx, change.object) : []),
    },
    reconcile: (key) => syncDeployment(ctx, settings, key),
  });
}

/** The Recreate Deployment whose last pod this was. Other rollouts hear of pods only through their ReplicaSets. */
function waitingForPod({ api }: ComponentContext, pod: Pod): readonly string[] {
  const reference = controllerRefOf(pod.metadata);
  if (reference?.kind !== 'ReplicaSet') return [];
  const replicaSet = api.get('ReplicaSet', namespaceOf(pod), reference.name);
  const key = replicaSet === undefined ? undefined : controllerKey(api, 'Deployment', replicaSet);
  if (key === undefined) return [];
  const { namespace, name } = splitKey(key);
  const deployment = api.get('Deployment', namespace, name);
  if (deployment === undefined || isRollingUpdate(deployment)) return [];
  const left = api
    .ownedBy('ReplicaSet', uidOf(deployment))
    .some((one) => api.ownedBy('Pod', uidOf(one)).some((other) => uidOf(other) !== uidOf(pod)));
  return left ? [] : [key];
}

function syncDeployment(ctx: ComponentContext, settings: DeploymentSettings, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const deployment = ctx.api.get('Deployment', namespace, name);
  if (deployment === undefined) return DONE;
  const { selector } = deployment.spec;
  if (
    Object.keys(selector.matchLabels ?? {}).length === 0 &&
    (selector.matchExpressions ?? []).length === 0
  ) {
    ctx.events.record(subjectOf(deployment), 'Warning', SELECTING_ALL, SELECTING_ALL_MESSAGE);
    return DONE;
  }
  const candidates = [
    ...ctx.api.ownedBy('ReplicaSet', uidOf(deployment)),
    ...orphansIn(ctx.sim, ctx.api, 'ReplicaSet', namespace),
  ];
  const replicaSets = claimObjects(ctx.api, { kind: 'ReplicaSet', owner: deployment, selector }, candidates);
  const rollout = new Rollout(ctx, settings, deployment, replicaSets);
  const status = rollout.run();
  if (status instanceof SyncStopped) return FAILED;
  const requeueAfterMs = rollout.progressSeen
    ? nextProgressCheckMs(rollout.deployment, wallMs(ctx))
    : undefined;
  return requeueAfterMs === undefined ? DONE : { requeueAfterMs };
}
