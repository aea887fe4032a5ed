/**
 * The place of dynamic resource allocation in the score table: it scores every node of a pod without claims with 0.
 *
 * Upstream: pkg/scheduler/framework/plugins/dynamicresources (v1.37).
 * **Simplified:** resource claims, device classes and slices are not part of the simulated cluster.
 */
import type { ScorePlugin } from '../../framework/plugin.ts';

export const dynamicResources: ScorePlugin = {
  name: 'DynamicResources',
  scoreKey: () => '',
  score: () => 0,
};
