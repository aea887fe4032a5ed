import { describe, expect, it } from 'vitest';
import type { ContainerState, ContainerStatus } from '../../api/core-v1-pod-status.ts';
import { aContainer, aPod } from '../testing/build.ts';
import { podPhase } from './phase.ts';
import type { Phase } from './phase.ts';

const RUNNING: ContainerState = { running: {} };
const WAITING: ContainerState = { waiting: { reason: 'ContainerCreating' } };
const ended = (exitCode: number, reason = 'Error'): ContainerState => ({ terminated: { exitCode, reason } });

function status(
  name: string,
  state: ContainerState,
  lastState: ContainerState = {},
  started = true,
): ContainerStatus {
  return { name, state, lastState, ready: false, restartCount: 0, image: '', imageID: '', started };
}

describe('phase of regular containers', () => {
  it.each<[string, string, readonly ContainerStatus[], Phase]>([
    ['no status yet', 'Always', [], 'Pending'],
    [
      'one runs, the other was never started',
      'Always',
      [status('a', RUNNING), status('b', WAITING)],
      'Pending',
    ],
    ['both run', 'Always', [status('a', RUNNING), status('b', RUNNING)], 'Running'],
    ['all crash-looping', 'Always', [status('a', WAITING, ended(1)), status('b', ended(1))], 'Running'],
    ['Never: one failed, the other runs', 'Never', [status('a', ended(1)), status('b', RUNNING)], 'Running'],
    ['Never: all exited 0', 'Never', [status('a', ended(0)), status('b', ended(0))], 'Succeeded'],
    ['Never: one failed', 'Never', [status('a', ended(0)), status('b', ended(3))], 'Failed'],
    [
      'OnFailure: one is to run again',
      'OnFailure',
      [status('a', ended(0)), status('b', ended(3))],
      'Running',
    ],
    [
      'restarting all',
      'Never',
      [status('a', WAITING, ended(137, 'RestartingAllContainers')), status('b', RUNNING)],
      'Running',
    ],
  ])('KUBELET-20 %s', (_name, restartPolicy, apps, expected) => {
    const pod = aPod({
      containers: [aContainer('a'), aContainer('b')],
      restartPolicy: restartPolicy as 'Always',
    });
    expect(podPhase({ pod, init: [], apps, terminal: false, staticPod: false })).toBe(expected);
  });

  it.each<[string, number, boolean, Phase]>([
    ['exit 0', 0, false, 'Succeeded'],
    ['exit 137', 137, false, 'Failed'],
    ['a static pod goes by its policy', 0, true, 'Running'],
  ])('KUBELET-20 when nothing can run any more: %s', (_name, code, staticPod, expected) => {
    expect(
      podPhase({ pod: aPod(), init: [], apps: [status('app', ended(code))], terminal: true, staticPod }),
    ).toBe(expected);
  });
});

describe('phase with init containers', () => {
  it.each<[string, string, readonly ContainerStatus[], ContainerState, Phase]>([
    ['init runs', 'Always', [status('i', RUNNING)], WAITING, 'Pending'],
    ['init crash-loops', 'Always', [status('i', WAITING, ended(1))], WAITING, 'Pending'],
    ['init failed for good', 'Never', [status('i', ended(1))], WAITING, 'Failed'],
    ['init is done', 'Always', [status('i', ended(0))], RUNNING, 'Running'],
    [
      'init runs once more after the sandbox was lost',
      'Always',
      [status('i', RUNNING)],
      ended(137),
      'Pending',
    ],
  ])('KUBELET-20 %s', (_name, restartPolicy, init, app, expected) => {
    const pod = aPod({ initContainers: [aContainer('i')], restartPolicy: restartPolicy as 'Always' });
    expect(podPhase({ pod, init, apps: [status('app', app)], terminal: false, staticPod: false })).toBe(
      expected,
    );
  });

  it('KUBELET-20 a sidecar does not keep a finished pod from its end', () => {
    const pod = aPod({
      initContainers: [aContainer('side', { restartPolicy: 'Always' })],
      restartPolicy: 'Never',
    });
    const input = { pod, apps: [status('app', ended(0))], staticPod: false };
    expect(podPhase({ ...input, init: [status('side', RUNNING)], terminal: false })).toBe('Running');
    expect(podPhase({ ...input, init: [status('side', ended(137))], terminal: true })).toBe('Succeeded');
  });
});
