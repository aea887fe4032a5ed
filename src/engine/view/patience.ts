/** How long a pod still bears the NoExecute taints of its node. */
import type { Pod } from '../api/core-v1-pod.ts';
import type { ApiClient } from '../apiserver/client.ts';
import { PATIENCE } from '../controllers/taint-eviction/controller.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';

export type PatienceView = 'for ever' | { readonly from: Millis; readonly to: Millis };

/** Undefined when its node has no such taint, or the pod is being deleted already. */
export function patienceOf(sim: Sim, api: ApiClient, pod: Pod): PatienceView | undefined {
  const { nodeName } = pod.spec;
  if (!nodeName || pod.metadata.deletionTimestamp !== undefined) return undefined;
  const tainted =
    api.get('Node', '', nodeName)?.spec.taints?.some(({ effect }) => effect === 'NoExecute') ?? false;
  if (!tainted) return undefined;
  const patience = sim.table(PATIENCE).get(`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
  if (patience === undefined) return 'for ever';
  return patience.fired
    ? undefined
    : { from: patience.firesAt - patience.seconds * 1000, to: patience.firesAt };
}
