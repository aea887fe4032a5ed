import { describe, expect, it } from 'vitest';
import type { ContainerStatus } from '../../api/core-v1-pod-status.ts';
import { aContainer, aPod, runtime } from '../testing/build.ts';
import { podConditions } from './conditions.ts';
import type { ConditionInput } from './conditions.ts';

function status(name: string, fields: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    name,
    state: { running: {} },
    lastState: {},
    ready: true,
    restartCount: 0,
    image: '',
    imageID: '',
    started: true,
    ...fields,
  };
}

function input(fields: Partial<ConditionInput> = {}): ConditionInput {
  return {
    pod: aPod(),
    phase: 'Running',
    init: [],
    apps: [status('app')],
    runtime: runtime([]),
    sandboxReady: true,
    hasInitialized: false,
    present: [],
    restartingAll: false,
    ...fields,
  };
}

function told(fields: Partial<ConditionInput>): readonly string[] {
  return podConditions(input(fields)).map(({ type, status: value, reason = '', message = '' }) =>
    `${type} ${value} ${reason} ${message}`.trim(),
  );
}

const sidecar = aContainer('side', { restartPolicy: 'Always' });

describe('conditions', () => {
  it('KUBELET-22 of a pod that is well', () => {
    expect(told({})).toEqual([
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready True',
      'ContainersReady True',
      'PodScheduled True',
    ]);
  });

  it.each<[string, Partial<ConditionInput>, string]>([
    [
      'no sandbox',
      { sandboxReady: false, runtime: runtime([], []) },
      'PodReadyToStartContainers False PodSandboxNotReady no pod sandbox exists',
    ],
    [
      'a dead sandbox',
      { sandboxReady: false },
      'PodReadyToStartContainers False PodSandboxNotReady pod sandbox is not ready',
    ],
    [
      'an init container runs',
      { pod: aPod({ initContainers: [aContainer('i')] }), init: [status('i', { ready: false })] },
      'Initialized False ContainersNotInitialized containers with incomplete status: [i]',
    ],
    [
      'an unready container',
      { apps: [status('app', { ready: false })] },
      'Ready False ContainersNotReady containers with unready status: [app]',
    ],
    [
      'sidecars come first',
      {
        pod: aPod({ initContainers: [sidecar] }),
        init: [status('side', { ready: false })],
        apps: [status('app', { ready: false })],
      },
      'ContainersReady False ContainersNotReady containers with unready status: [side app]',
    ],
    [
      'an unknown container',
      { apps: [] },
      'Ready False ContainersNotReady containers with unknown status: [app]',
    ],
    ['success', { phase: 'Succeeded' }, 'Initialized True PodCompleted'],
    ['failure', { phase: 'Failed' }, 'Ready False PodFailed'],
    [
      'a gate without condition',
      { pod: aPod({ readinessGates: [{ conditionType: 'lb' }] }) },
      'Ready False ReadinessGatesNotReady corresponding condition of pod readiness gate "lb" does not exist.',
    ],
    [
      'a gate that is False',
      {
        pod: aPod({ readinessGates: [{ conditionType: 'lb' }] }),
        present: [{ type: 'lb', status: 'False' }],
      },
      'Ready False ReadinessGatesNotReady the status of pod readiness gate "lb" is not "True", but False',
    ],
  ])('KUBELET-22 with %s', (_name, fields, expected) => {
    expect(told(fields)).toContain(expected);
  });

  it('KUBELET-16 AllContainersRestarting is there where it may ever be true', () => {
    const pod = aPod({
      containers: [aContainer('app', { restartPolicyRules: [{ action: 'RestartAllContainers' }] })],
    });
    expect(told({ pod }).at(-1)).toBe('AllContainersRestarting False');
    expect(told({ pod, restartingAll: true }).at(-1)).toBe(
      'AllContainersRestarting True RestartAllContainersStarted container exited with restart policy rule',
    );
  });
});
