import { describe, expect, it } from 'vitest';
import { containersOf, podConditions } from './pod-status.ts';

const POD = {
  spec: {
    initContainers: [
      { name: 'side', image: 's', restartPolicy: 'Always' },
      { name: 'prep', image: 'p' },
    ],
    containers: [{ name: 'web', image: 'nginx' }],
  },
  status: {
    conditions: [
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
      { type: 'PodScheduled', status: 'True' },
      { type: 'DisruptionTarget', status: 'Unknown' },
    ],
    containerStatuses: [
      { name: 'web', ready: false, restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
    initContainerStatuses: [
      {
        name: 'prep',
        ready: true,
        restartCount: 0,
        state: { terminated: { exitCode: 0, reason: 'Completed' } },
      },
    ],
  },
};

describe('status of a pod', () => {
  it('FRAME-47 lists conditions in the order in which they are passed', () => {
    expect(podConditions(POD).map(({ type, status }) => `${type} ${status}`)).toEqual([
      'PodScheduled true',
      'Ready false',
      'DisruptionTarget unknown',
    ]);
  });

  it('FRAME-48 tells init containers, sidecars and containers apart, each with its state', () => {
    expect(containersOf(POD).map(({ name, kind, state, restarts }) => [name, kind, state, restarts])).toEqual(
      [
        ['side', 'sidecar', 'not started', 0],
        ['prep', 'init', 'ended with 0: Completed', 0],
        ['web', '', 'waiting: CrashLoopBackOff', 2],
      ],
    );
  });

  it('FRAME-49 shows a pod that has nothing yet', () => {
    for (const object of [{}, { spec: {}, status: {} }, null, { status: { conditions: 'x' } }]) {
      expect(podConditions(object)).toEqual([]);
      expect(containersOf(object)).toEqual([]);
    }
  });
});
