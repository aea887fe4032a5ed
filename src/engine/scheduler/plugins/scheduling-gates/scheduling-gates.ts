/**
 * Keeps a pod with scheduling gates out of the active queue until the last gate is removed.
 *
 * Upstream: pkg/scheduler/framework/plugins/schedulinggates (v1.37). The reason goes to the log only; the condition
 * `SchedulingGated` is the API server's work.
 */
import { isPodChange } from '../../framework/cluster-event.ts';
import type { PreEnqueuePlugin } from '../../framework/plugin.ts';
import { unresolvable } from '../../framework/status.ts';

const NAME = 'SchedulingGates';

export const schedulingGates: PreEnqueuePlugin = {
  name: NAME,
  eventsToRegister: [
    {
      resource: 'UnscheduledPod',
      actions: ['UpdatePodSchedulingGatesEliminated'],
      hint: (pod, change) =>
        isPodChange(change) && change.newObject?.metadata.uid === pod.uid ? 'Queue' : 'QueueSkip',
    },
  ],
  preEnqueue(pod) {
    const gates = pod.pod.spec.schedulingGates ?? [];
    if (gates.length === 0) return undefined;
    return unresolvable(NAME, `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`);
  },
};
