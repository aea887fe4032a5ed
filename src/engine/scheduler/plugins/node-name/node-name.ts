/**
 * Rejects every node but the one that the pod's spec names.
 *
 * Upstream: pkg/scheduler/framework/plugins/nodename (v1.37). A pod with `spec.nodeName` never reaches the queue, so this
 * verdict is seen only when the filters are run for such a pod by hand.
 */
import type { FilterPlugin } from '../../framework/plugin.ts';
import { unresolvable } from '../../framework/status.ts';

const NAME = 'NodeName';
const REJECTED = unresolvable(NAME, "node(s) didn't match the requested node name");

export const nodeName: FilterPlugin = {
  name: NAME,
  eventsToRegister: [
    {
      resource: 'Node',
      actions: ['Add'],
      hint: (pod, change) =>
        change.resource === 'Node' && change.newObject?.metadata.name === pod.pod.spec.nodeName
          ? 'Queue'
          : 'QueueSkip',
    },
  ],
  filterKey: ({ pod }) => pod.spec.nodeName ?? '',
  filter({ pod }, _state, node) {
    const wanted = pod.pod.spec.nodeName ?? '';
    return wanted === '' || wanted === node.name ? undefined : REJECTED;
  },
};
