/**
 * Zones and their disruption: how fast nodes may be given up when many fail together.
 *
 * **Upstream:** pkg/controller/nodelifecycle ComputeZoneState, handleDisruption, setLimiterInZone (v1.37).
 */
import type { Node } from '../../api/core-v1.ts';
import { LabelTopologyRegion, LabelTopologyZone } from '../../api/well-known.ts';
import type { Millis } from '../../sim/time.ts';
import type { NodeLifecycleSettings } from './settings.ts';

export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

const EXCLUDE_DISRUPTION = 'node.kubernetes.io/exclude-disruption';

/** Nodes without region and zone labels share the zone of the empty key. */
export function zoneKey(node: Node): string {
  const { [LabelTopologyRegion]: region = '', [LabelTopologyZone]: zone = '' } = node.metadata.labels ?? {};
  return region === '' && zone === '' ? '' : `${region}:\x00:${zone}`;
}

export function countsForDisruption(node: Node): boolean {
  return node.metadata.labels?.[EXCLUDE_DISRUPTION] === undefined;
}

export interface ZoneCount {
  readonly ready: number;
  readonly notReady: number;
}

export function computeZoneState({ ready, notReady }: ZoneCount, unhealthyZonePercent: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  const unhealthy = notReady > 2 && notReady * 100 >= unhealthyZonePercent * (ready + notReady);
  return unhealthy ? 'PartialDisruption' : 'Normal';
}

/** Time between two nodes that get their NoExecute taint in a zone of this state; 0 for never. */
export function evictionPeriodMs(state: ZoneState, size: number, settings: NodeLifecycleSettings): Millis {
  if (state !== 'PartialDisruption') return settings.evictionPeriodMs;
  return size > settings.largeClusterSize ? settings.secondaryEvictionPeriodMs : 0;
}

/** What a pass does about disruption. */
export type DisruptionStep =
  | { readonly kind: 'enter-master-disruption' }
  | { readonly kind: 'leave-master-disruption' }
  | { readonly kind: 'set-rates' }
  | { readonly kind: 'stay' };

/** Compares the states before a pass with those after; a zone seen for the first time was `Initial`. */
export function disruptionStep(before: readonly ZoneState[], now: readonly ZoneState[]): DisruptionStep {
  const all = now.every((state) => state === 'FullDisruption');
  const were = before.every((state) => state === 'FullDisruption');
  if (all && were) return { kind: 'stay' };
  if (all) return { kind: 'enter-master-disruption' };
  return { kind: were ? 'leave-master-disruption' : 'set-rates' };
}
