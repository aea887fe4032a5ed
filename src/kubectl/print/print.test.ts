import { describe, expect, it } from 'vitest';
import type { ContainerStatus, PodStatus } from '../../engine/api/core-v1-pod-status.ts';
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import { humanDuration } from './human-duration.ts';
import { renderJsonPath } from './json-path.ts';
import { podReady, podRestarts, podStatus } from './pod-cells.ts';

const SECOND = 1000;

describe('ages', () => {
  it.each([
    [-3, '<invalid>'],
    [-1, '0s'],
    [119, '119s'],
    [120, '2m'],
    [121, '2m1s'],
    [601, '10m'],
    [179 * 60, '179m'],
    [181 * 60, '3h1m'],
    [47 * 3600, '47h'],
    [49 * 3600, '2d1h'],
    [9 * 86_400, '9d'],
    [800 * 86_400, '2y70d'],
  ])('KUBECTL-07 %i seconds read %s', (seconds, text) => {
    expect(humanDuration(seconds * SECOND)).toBe(text);
  });
});

describe('the status of a pod', () => {
  const container = (
    state: ContainerStatus['state'],
    more: Partial<ContainerStatus> = {},
  ): ContainerStatus => ({
    name: 'app',
    image: 'x',
    imageID: '',
    ready: false,
    restartCount: 0,
    ...(state === undefined ? {} : { state }),
    ...more,
  });
  const pod = (status: PodStatus, metadata: object = {}): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...metadata },
    spec: { containers: [{ name: 'app', image: 'x' }], initContainers: [{ name: 'i', image: 'x' }] },
    status,
  });
  const running = container({ running: { startedAt: '2026-11-24T00:00:00Z' } }, { ready: true });

  it.each([
    ['Running', pod({ phase: 'Running', containerStatuses: [running] })],
    [
      'CrashLoopBackOff',
      pod({ phase: 'Running', containerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } })] }),
    ],
    [
      'Signal:9',
      pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] }),
    ],
    ['ExitCode:3', pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 3 } })] })],
    [
      'Init:0/1',
      pod({ phase: 'Pending', initContainerStatuses: [container({ running: {} }, { name: 'i' })] }),
    ],
    [
      'Init:Error',
      pod({
        phase: 'Pending',
        initContainerStatuses: [container({ terminated: { exitCode: 1, reason: 'Error' } }, { name: 'i' })],
      }),
    ],
    [
      'NotReady',
      pod({
        phase: 'Running',
        containerStatuses: [
          running,
          container({ terminated: { exitCode: 0, reason: 'Completed' } }, { name: 'b' }),
        ].reverse(),
      }),
    ],
    ['Evicted', pod({ phase: 'Failed', reason: 'Evicted' })],
    [
      'SchedulingGated',
      pod({
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
      }),
    ],
    [
      'Terminating',
      pod({ phase: 'Running', containerStatuses: [running] }, { deletionTimestamp: '2026-11-24T00:00:00Z' }),
    ],
  ])('KUBECTL-07 reads %s', (word, object) => {
    expect(podStatus(object)).toBe(word);
  });

  it('KUBECTL-07 counts ready containers and restarts', () => {
    const again = container(
      { running: {} },
      {
        ready: true,
        restartCount: 3,
        lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-24T00:00:10Z' } },
      },
    );
    const object = pod({ phase: 'Running', containerStatuses: [again] });
    expect([podReady(object), podRestarts(object, Date.UTC(2026, 10, 24, 0, 0, 40))]).toEqual([
      '1/1',
      '3 (30s ago)',
    ]);
  });
});

describe('JSONPath', () => {
  const root = {
    items: [
      { name: 'a', tags: ['x', 'y'] },
      { name: 'b', labels: { 'k8s.io/app': 'web' } },
    ],
  };

  it.each([
    ['{.items[*].name}', 'a b'],
    ['{.items[0].tags}', '["x","y"]'],
    ['{range .items[*]}{.name}{"\\n"}{end}', 'a\nb\n'],
    ['{.items[?(@.name=="b")].labels.k8s\\.io/app}', 'web'],
    ['n={.items[-1].name} {.none}', 'n=b '],
  ])('KUBECTL-07 %s', (template, text) => {
    expect(renderJsonPath(template, root)).toBe(text);
  });
});
