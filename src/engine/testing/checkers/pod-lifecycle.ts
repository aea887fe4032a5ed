/**
 * A pod is bound once, its phase never goes backwards, its containers' restart counts never fall.
 *
 * The known ways back: Unknown comes and goes, and a Running pod whose sandbox was lost, or whose containers are all restarted, can be
 * Pending once more while its init containers run again.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { MakeChecker } from './checker.ts';

const ORDER: Readonly<Record<string, number>> = { Pending: 0, Running: 1, Succeeded: 2, Failed: 2 };

export const podLifecycle: MakeChecker = (_run, complain) => {
  const restarts = new Map<string, number>();
  const phases = new Map<string, string>();

  function checkPhase(pod: Pod, uid: string): void {
    const phase = pod.status?.phase ?? 'Pending';
    if (phase === 'Unknown') return;
    const before = phases.get(uid) ?? 'Pending';
    const ended = before === 'Succeeded' || before === 'Failed';
    if (ended && phase !== before) complain(`pod ${pod.metadata.name} went from ${before} to ${phase}`);
    const hasInit = (pod.spec.initContainers ?? []).length > 0;
    if (!ended && !hasInit && (ORDER[phase] ?? 0) < (ORDER[before] ?? 0))
      complain(`pod ${pod.metadata.name} went back from ${before} to ${phase}`);
    phases.set(uid, phase);
  }

  function checkRestarts(pod: Pod, uid: string): void {
    for (const { name, restartCount } of [
      ...(pod.status?.initContainerStatuses ?? []),
      ...(pod.status?.containerStatuses ?? []),
    ]) {
      const key = `${uid}/${name}`;
      const before = restarts.get(key) ?? 0;
      if (restartCount < before)
        complain(`restart count of ${pod.metadata.name}/${name} fell from ${before} to ${restartCount}`);
      restarts.set(key, restartCount);
    }
  }

  return {
    name: 'pod lifecycle',
    reset() {
      restarts.clear();
      phases.clear();
    },
    onChange(change) {
      if (change.kind !== 'Pod' || change.type === 'DELETED') return;
      const { object, before } = change;
      const { uid } = object.metadata;
      if (before !== undefined && before.metadata.uid === uid) {
        const from = before.spec.nodeName ?? '';
        if (from !== '' && from !== (object.spec.nodeName ?? ''))
          complain(`pod ${object.metadata.name} moved from ${from} to ${object.spec.nodeName ?? 'nowhere'}`);
      }
      checkPhase(object, uid);
      checkRestarts(object, uid);
    },
  };
};
