/**
 * The ephemeral volume controller: makes the claims of generic ephemeral volumes, which go with their pod.
 *
 * **Upstream:** pkg/controller/volume/ephemeral, staging/src/k8s.io/component-helpers/storage/ephemeral (v1.37).
 */
import type { Volume } from '../../api/core-v1-volume.ts';
import type { StoredObject } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted, joinKey, keyOf, namespaceOf, splitKey, subjectOf, uidOf } from '../control/keys.ts';
import { controllerRefOf, controllerRefTo, isControlledBy } from '../control/owner.ts';

const FAILED_BINDING = 'FailedBinding';

type Pod = StoredObject<'Pod'>;

export function createEphemeralVolumeController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'ephemeral-volume-controller',
    watches: {
      Pod: ({ type, object }) =>
        type === 'DELETED' || isBeingDeleted(object) || ephemeralOf(object).length === 0
          ? []
          : [keyOf(object)],
      PersistentVolumeClaim: ({ type, object }) => {
        const owner = controllerRefOf(object.metadata);
        return type === 'DELETED' && owner?.kind === 'Pod' ? [joinKey(namespaceOf(object), owner.name)] : [];
      },
    },
    reconcile: (key) => syncPod(ctx, key),
  });
}

function ephemeralOf({ spec }: Pick<Pod, 'spec'>): readonly Volume[] {
  return (spec.volumes ?? []).filter(({ ephemeral }) => ephemeral !== undefined);
}

function syncPod(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const pod = ctx.api.get('Pod', namespace, name);
  if (pod === undefined || isBeingDeleted(pod)) return DONE;
  for (const volume of ephemeralOf(pod)) {
    const problem = makeClaim(ctx, pod, volume);
    if (problem === undefined) continue;
    ctx.events.record(
      subjectOf(pod),
      'Warning',
      FAILED_BINDING,
      `ephemeral volume ${volume.name}: ${problem}`,
    );
    return FAILED;
  }
  return DONE;
}

/** What stands in the way of the volume's claim, if anything does. */
function makeClaim(ctx: ComponentContext, pod: Pod, volume: Volume): string | undefined {
  const namespace = namespaceOf(pod);
  const name = `${pod.metadata.name}-${volume.name}`;
  const found = ctx.api.get('PersistentVolumeClaim', namespace, name);
  if (found !== undefined)
    return isControlledBy(found, uidOf(pod))
      ? undefined
      : `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`;
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template === undefined) return undefined;
  const { annotations, labels } = template.metadata ?? {};
  const created = ctx.api.create(
    'PersistentVolumeClaim',
    {
      metadata: {
        name,
        namespace,
        ownerReferences: [controllerRefTo(pod)],
        ...(annotations === undefined ? {} : { annotations }),
        ...(labels === undefined ? {} : { labels }),
      },
      spec: template.spec,
    },
    {
      rule: 'EPHEMERAL-01',
      text: `volume ${volume.name} of pod ${pod.metadata.name} needs a claim of its own`,
    },
  );
  return created.ok ? undefined : `create PVC ${name}: ${created.error.message}`;
}
