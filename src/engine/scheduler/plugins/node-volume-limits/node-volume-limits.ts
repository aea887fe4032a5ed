/**
 * Rejects nodes to which a CSI driver could not attach the volumes of one more pod.
 *
 * Upstream: pkg/scheduler/framework/plugins/nodevolumelimits/csi.go (v1.37). A volume used twice on a node counts once.
 * **Simplified:** volumes still attached after their pod went, and in-tree volumes migrated to CSI, are not counted.
 */
import { claimReferencesOf, claimsOf, usesClaim } from '../../framework/claims.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { isPodChange } from '../../framework/cluster-event.ts';
import type { Listers } from '../../framework/listers.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { FilterPlugin, PreFilterPlugin, QueueingHint } from '../../framework/plugin.ts';
import { skip, unschedulable } from '../../framework/status.ts';

const NAME = 'NodeVolumeLimits';
const REJECTED = unschedulable(NAME, 'node(s) exceed max volume count');

export const nodeVolumeLimits: PreFilterPlugin & FilterPlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'CSINode', actions: ['Add', 'Update'] },
    { resource: 'AssignedPod', actions: ['Delete'], hint: afterPodDeletion },
    { resource: 'PersistentVolumeClaim', actions: ['Add'], hint: afterClaimAdd },
    { resource: 'VolumeAttachment', actions: ['Delete'] },
  ],
  preFilter({ pod }) {
    return usesCsi(pod) ? {} : { status: skip(NAME) };
  },
  filter({ pod, listers }, _state, node) {
    const drivers = listers.csiNode(node.name)?.spec.drivers ?? [];
    if (drivers.length === 0) return undefined;
    const wanted = csiVolumes([pod], listers);
    const used = csiVolumes(node.pods, listers);
    const exceeds = drivers.some(({ name, allocatable }) => {
      const added = wanted.filter(
        (volume) => volume.driver === name && !used.some((other) => other.id === volume.id),
      );
      const present = used.filter((volume) => volume.driver === name).length;
      return (
        allocatable?.count !== undefined && added.length > 0 && present + added.length > allocatable.count
      );
    });
    return exceeds ? REJECTED : undefined;
  },
};

interface CsiVolume {
  readonly driver: string;
  readonly id: string;
}

/** Each volume once. A claim without a volume yet counts under its own name for the driver of its class. */
function csiVolumes(pods: readonly PodInfo[], listers: Listers): readonly CsiVolume[] {
  const byId = new Map<string, CsiVolume>();
  for (const pod of pods) {
    for (const claim of claimsOf(pod, listers)) {
      const csi = listers.persistentVolume(claim.spec.volumeName ?? '')?.spec.csi;
      const provisioner = listers.storageClass(claim.spec.storageClassName ?? '')?.provisioner;
      const driver = csi?.driver ?? provisioner;
      if (driver === undefined) continue;
      const id = `${driver}/${csi?.volumeHandle ?? `${pod.namespace}/${claim.metadata.name}`}`;
      byId.set(id, { driver, id });
    }
  }
  return [...byId.values()];
}

function usesCsi(pod: PodInfo): boolean {
  return claimReferencesOf(pod.pod).length > 0;
}

function afterPodDeletion(pod: PodInfo, change: ClusterChange): QueueingHint {
  const hasClaims =
    isPodChange(change) && change.oldObject !== undefined && claimReferencesOf(change.oldObject).length > 0;
  return hasClaims && usesCsi(pod) ? 'Queue' : 'QueueSkip';
}

function afterClaimAdd(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'PersistentVolumeClaim' || change.newObject === undefined) return 'QueueSkip';
  const { namespace, name } = change.newObject.metadata;
  return usesClaim(pod, namespace, name) ? 'Queue' : 'QueueSkip';
}
