/** Sets and their pods for tests of the pure parts. */
import type { StatefulSet } from '../../../api/apps-v1.ts';
import type { Pod } from '../../../api/core-v1-pod.ts';
import type { SetSeen } from '../plan.ts';

export type State = 'ready' | 'unready' | 'failed' | 'terminating';

export function aSet(spec: object = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      replicas: 3,
      selector: {},
      template: { spec: { containers: [] } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...spec,
    },
  };
}

export function aPod(ordinal: number, state: State = 'ready', revision = 'new'): Pod {
  const deletion = state === 'terminating' ? { deletionTimestamp: '2026-01-01T00:00:30Z' } : {};
  const ready = state === 'ready' || state === 'terminating' ? 'True' : 'False';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `db-${ordinal}`,
      uid: `db-${ordinal}`,
      labels: {
        'controller-revision-hash': revision,
        'statefulset.kubernetes.io/pod-name': `db-${ordinal}`,
        'apps.kubernetes.io/pod-index': String(ordinal),
      },
      ...deletion,
    },
    spec: { containers: [] },
    status: {
      phase: state === 'failed' ? 'Failed' : 'Running',
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: '2026-01-01T00:00:00Z' }],
    },
  };
}

export function seenAs(set: StatefulSet, pods: readonly Pod[]): SetSeen {
  return {
    set,
    pods,
    currentRevision: 'old',
    updateRevision: 'new',
    currentReplicas: 0,
    nowMs: 1_767_225_700_000,
  };
}
