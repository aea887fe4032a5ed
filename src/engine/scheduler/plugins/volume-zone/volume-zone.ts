/**
 * Rejects nodes outside the zone or region of a volume that a claim of the pod is bound to.
 *
 * Upstream: pkg/scheduler/framework/plugins/volumezone (v1.37). A node without any zone or region label passes.
 */
import type { PersistentVolume } from '../../../api/core-v1.ts';
import { LabelTopologyRegion, LabelTopologyZone } from '../../../api/well-known.ts';
import { claimsOf, usesClaim } from '../../framework/claims.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import { readState, stateKey, writeState } from '../../framework/cycle-state.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { FilterPlugin, PreFilterPlugin, QueueingHint } from '../../framework/plugin.ts';
import { skip, unresolvable } from '../../framework/status.ts';

const NAME = 'VolumeZone';
const REJECTED = unresolvable(NAME, 'node(s) had no available volume zone');
const TOPOLOGY_LABELS = [
  LabelTopologyZone,
  LabelTopologyRegion,
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
] as const;

interface VolumeTopology {
  readonly key: string;
  readonly values: readonly string[];
}

const STATE = stateKey<readonly VolumeTopology[]>(`PreFilter${NAME}`);

export const volumeZone: PreFilterPlugin & FilterPlugin = {
  name: NAME,
  eventsToRegister: [
    { resource: 'StorageClass', actions: ['Add'] },
    { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
    { resource: 'PersistentVolumeClaim', actions: ['Add', 'Update'], hint: afterClaimChange },
    { resource: 'PersistentVolume', actions: ['Add', 'Update'] },
  ],
  preFilter({ pod, listers }, state) {
    const topologies = claimsOf(pod, listers).flatMap((claim) => {
      const volume = listers.persistentVolume(claim.spec.volumeName ?? '');
      return volume === undefined ? [] : topologiesOf(volume);
    });
    if (topologies.length === 0) return { status: skip(NAME) };
    writeState(state, STATE, topologies);
    return {};
  },
  filter(_context, state, node) {
    if (TOPOLOGY_LABELS.every((key) => node.labels[key] === undefined)) return undefined;
    return (readState(state, STATE) ?? []).every((topology) => isInside(topology, node))
      ? undefined
      : REJECTED;
  },
};

/** A volume that spans zones lists them in one label, joined by two underscores. */
function topologiesOf(volume: PersistentVolume): readonly VolumeTopology[] {
  return TOPOLOGY_LABELS.flatMap((key) => {
    const value = volume.metadata.labels?.[key];
    return value === undefined ? [] : [{ key, values: value.split('__') }];
  });
}

function isInside(topology: VolumeTopology, node: NodeInfo): boolean {
  const value = node.labels[topology.key];
  return value !== undefined && topology.values.includes(value);
}

function afterClaimChange(pod: PodInfo, change: ClusterChange): QueueingHint {
  if (change.resource !== 'PersistentVolumeClaim' || change.newObject === undefined) return 'QueueSkip';
  const { namespace, name } = change.newObject.metadata;
  return usesClaim(pod, namespace, name) ? 'Queue' : 'QueueSkip';
}
