/** The last renewals of each node's lease, as the control plane saw them: the pips of the kubelet bar. A component that only remembers. */
import type { Component } from '../apiserver/component.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';

const KEPT = 5;

/** Newest last, by node. */
export const LEASE_TIMES = defineTable<readonly Millis[]>('view/lease-times');

export function createLeaseWatch(sim: Sim): Component {
  return {
    name: 'lease-watch',
    handlers: {},
    kinds: ['Lease'],
    onChange: (change) => {
      if (change.kind !== 'Lease' || change.object.metadata.namespace !== 'kube-node-lease') return;
      const times = sim.table(LEASE_TIMES);
      const { name } = change.object.metadata;
      if (change.type === 'DELETED') times.delete(name);
      else times.put(name, [...(times.get(name) ?? []), sim.now].slice(-KEPT));
    },
  };
}
