import type { ServiceRailModel, TapState } from '../../projections/view-model.ts';

/** One tap for all pods of a Service on one node, for a picture in which a node has room for one. */
export interface NodeTap {
  readonly node: string;
  /** `none` when the Service has no pod there. */
  readonly state: TapState | 'none';
  /** Why no traffic arrives; empty while some does. */
  readonly reason: string;
}

/** A node serves if one of its pods does; otherwise the first open tap says why not. */
export function nodeTaps(service: ServiceRailModel, nodes: readonly string[]): readonly NodeTap[] {
  return nodes.map((node) => {
    const taps = service.taps.filter((tap) => tap.pod.node === node);
    const serving = taps.find((tap) => tap.state === 'closed') ?? taps.find((tap) => tap.state === 'half');
    if (serving !== undefined) return { node, state: serving.state, reason: '' };
    const open = taps[0];
    return open === undefined
      ? { node, state: 'none', reason: '' }
      : { node, state: 'open', reason: open.reason };
  });
}
