/** The numbered places of a StatefulSet: who stands there, whom it waits for, and its claims. */
import type { StoredObject } from '../apiserver/client.ts';
import { claimName, ordinalOf, podName, podRevision } from '../controllers/stateful-set/identity.ts';
import { isOrdered, sortPods } from '../controllers/stateful-set/plan.ts';
import type { SetSeen } from '../controllers/stateful-set/plan.ts';
import { ordinalWaits } from '../controllers/stateful-set/waits.ts';
import type { ViewContext } from './view-context.ts';
import type { ClaimView, OrdinalView, StatefulSetDetails } from './workload-view.ts';

/** More places than this are not told one by one. */
const ORDINALS_MAX = 48;
const NONE = -1;

type StoredSet = StoredObject<'StatefulSet'>;

export function statefulSetDetails(context: ViewContext, set: StoredSet): StatefulSetDetails {
  const seen = look(context, set);
  const { slots, condemned } = sortPods(seen);
  const { waits, stuck } = ordinalWaits(seen);
  const waitOf = new Map(waits.map((wait) => [wait.ordinal, wait]));
  const places = [
    ...slots.map((slot) => ({ ...slot, condemned: false })),
    ...condemned.map((slot) => ({ ...slot, condemned: true })).reverse(),
  ];
  const ordinals = places.slice(0, ORDINALS_MAX).map(({ ordinal, pod, condemned: beyond }): OrdinalView => {
    const wait = waitOf.get(ordinal);
    return {
      ordinal,
      pod: podName(set, ordinal),
      podUid: pod?.metadata.uid ?? '',
      podHash: pod === undefined ? '' : podRevision(pod),
      condemned: beyond,
      waitsFor: wait?.waitsFor ?? NONE,
      because: wait?.because ?? '',
      claims: claimsOf(context, set, ordinal),
    };
  });
  const { whenScaled = 'Retain', whenDeleted = 'Retain' } =
    set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  return {
    kind: 'StatefulSet',
    ordered: isOrdered(set),
    partition: set.spec.updateStrategy?.rollingUpdate?.partition ?? 0,
    ordinals,
    hidden: places.length - ordinals.length,
    stuck: stuck ?? NONE,
    whenScaled,
    whenDeleted,
  };
}

/** Objects that the view of a set is made of. With minReadySeconds a pod becomes available by the clock alone. */
export function ordinalParts({ api }: ViewContext, set: StoredSet): readonly unknown[] {
  const { uid, namespace = '' } = set.metadata;
  const claims =
    set.spec.volumeClaimTemplates === undefined ? [] : api.inNamespace('PersistentVolumeClaim', namespace);
  return [
    ...api.ownedBy('ControllerRevision', uid),
    ...api.ownedBy('Pod', uid),
    ...claims,
    ...((set.spec.minReadySeconds ?? 0) > 0 ? [{}] : []),
  ];
}

/** What the controller sees, read without claiming anything. */
function look({ api, engine }: ViewContext, set: StoredSet): SetSeen {
  const { currentRevision = '', updateRevision = '', currentReplicas = 0 } = set.status ?? {};
  return {
    set,
    pods: api.ownedBy('Pod', set.metadata.uid).filter((pod) => ordinalOf(set, pod) !== undefined),
    currentRevision,
    updateRevision,
    currentReplicas,
    nowMs: engine.setup.epochMs + engine.sim.now,
  };
}

function claimsOf({ api }: ViewContext, set: StoredSet, ordinal: number): ClaimView[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const name = claimName(set, template, ordinal);
    const claim = api.get('PersistentVolumeClaim', set.metadata.namespace ?? '', name);
    return {
      name,
      phase: claim === undefined ? '' : (claim.status?.phase ?? 'Pending'),
      volume: claim?.spec?.volumeName ?? '',
      storage: (claim ?? template).spec?.resources?.requests?.['storage'] ?? '',
    };
  });
}
