/**
 * NoSchedule taints that mirror a node's conditions and its cordon.
 *
 * **Upstream:** pkg/controller/nodelifecycle/node_lifecycle_controller.go doNoScheduleTaintingPass (v1.37).
 */
import type { Node, Taint } from '../../api/core-v1.ts';
import {
  TaintNodeDiskPressure,
  TaintNodeMemoryPressure,
  TaintNodeNetworkUnavailable,
  TaintNodeNotReady,
  TaintNodePIDPressure,
  TaintNodeUnreachable,
  TaintNodeUnschedulable,
} from '../../api/well-known.ts';
import { hasTaint } from '../control/taints.ts';

/** Taint key by condition type and status. */
const TAINT_KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: TaintNodeNotReady, Unknown: TaintNodeUnreachable },
  MemoryPressure: { True: TaintNodeMemoryPressure },
  DiskPressure: { True: TaintNodeDiskPressure },
  NetworkUnavailable: { True: TaintNodeNetworkUnavailable },
  PIDPressure: { True: TaintNodePIDPressure },
};

const OWN_KEYS: readonly string[] = [
  TaintNodeUnschedulable,
  ...Object.values(TAINT_KEYS).flatMap((byStatus) => Object.values(byStatus)),
];

/** The taints that conditions and cordon call for. */
export function wantedConditionTaints(node: Node): readonly Taint[] {
  const keys = (node.status?.conditions ?? [])
    .map(({ type, status }) => TAINT_KEYS[type]?.[status])
    .filter((key) => key !== undefined);
  if (node.spec.unschedulable === true) keys.push(TaintNodeUnschedulable);
  return keys.map((key) => ({ key, effect: 'NoSchedule' }));
}

export interface TaintDifference {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

/** What to add and remove. Other people's NoSchedule taints are left alone. */
export function diffConditionTaints(node: Node): TaintDifference {
  const wanted = wantedConditionTaints(node);
  const present = (node.spec.taints ?? []).filter(
    (taint) => taint.effect === 'NoSchedule' && OWN_KEYS.includes(taint.key),
  );
  return {
    add: wanted.filter((taint) => !hasTaint(present, taint)),
    remove: present.filter((taint) => !hasTaint(wanted, taint)),
  };
}
