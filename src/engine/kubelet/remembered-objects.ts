/**
 * API objects as the kubelet last saw them, so that a node cut off from the API server goes on with what it knows.
 *
 * Upstream: the watch-based caches of pkg/kubelet/util/manager and the informers of Services and Nodes (v1.37).
 * **Simplified:** objects are remembered when they are first needed, not while a watch on them is open.
 */
import { defineTable } from '../sim/sim.ts';
import type { Kind, KindMap } from '../api/types.ts';
import type { Service } from '../api/core-v1.ts';
import type { Kubelet } from './kubelet-context.ts';

/** By `machine/Kind/namespace/name`; Services by `machine/Service/namespace`. */
const REMEMBERED = defineTable<unknown>('kubelet/remembered');

export function readObject<K extends Kind>(
  k: Kubelet,
  machine: string,
  kind: K,
  namespace: string,
  name: string,
): KindMap[K] | undefined {
  const client = k.client(machine);
  const table = k.sim.table(REMEMBERED);
  const key = `${machine}/${kind}/${namespace}/${name}`;
  const known = table.get(key) as KindMap[K] | undefined;
  if (!client.reachable) return known;
  const live = client.get(kind, namespace, name);
  if (live === undefined) table.delete(key);
  else if (live !== known) table.put(key, live);
  return live;
}

/** Services whose variables containers of the namespace get: its own, and `kubernetes`. */
export function readServices(
  k: Kubelet,
  machine: string,
  namespace: string,
  all: boolean,
): readonly Service[] {
  const client = k.client(machine);
  const table = k.sim.table(REMEMBERED);
  const key = `${machine}/Service/${namespace}`;
  if (!client.reachable) return (table.get(key) as readonly Service[] | undefined) ?? [];
  const kubernetes = client.get('Service', 'default', 'kubernetes');
  const own = all ? client.inNamespace('Service', namespace).filter((service) => service !== kubernetes) : [];
  const services = kubernetes === undefined ? own : [kubernetes, ...own];
  table.put(key, services);
  return services;
}
