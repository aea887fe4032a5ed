/**
 * The TTL controller: tells kubelets by an annotation how long they may keep Secrets and ConfigMaps, longer in larger clusters.
 *
 * **Upstream:** pkg/controller/ttl/ttl_controller.go (v1.37).
 * **Simplified:** the step is chosen by the number of nodes at the moment, without upstream's hysteresis between two steps.
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { DONE, FAILED, controllerComponent } from '../control/component.ts';

const ANNOTATION = 'node.alpha.kubernetes.io/ttl';

/** Seconds for clusters of up to so many nodes. */
const STEPS: readonly (readonly [nodesMax: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
  [Number.MAX_SAFE_INTEGER, 300],
];

export function ttlSeconds(nodes: number): number {
  return STEPS.find(([nodesMax]) => nodes <= nodesMax)?.[1] ?? 0;
}

export function createTtlController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'ttl-controller',
    watches: { Node: ({ type, object }) => (type === 'ADDED' ? [object.metadata.name] : []) },
    reconcile: (name) => annotate(ctx, name),
  });
}

function annotate(ctx: ComponentContext, name: string): SyncOutcome {
  const node = ctx.api.get('Node', '', name);
  const seconds = String(ttlSeconds(ctx.api.list('Node').length));
  if (node === undefined || node.metadata.annotations?.[ANNOTATION] === seconds) return DONE;
  const body = { metadata: { annotations: { [ANNOTATION]: seconds } } };
  const because = {
    rule: 'TTL-01',
    text: `in a cluster of this size a kubelet may keep Secrets and ConfigMaps for ${seconds} s`,
  };
  return ctx.api.patch('Node', '', name, 'strategic', body, because).ok ? DONE : FAILED;
}
