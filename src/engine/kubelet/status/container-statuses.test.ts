import { describe, expect, it } from 'vitest';
import type { ContainerStatus } from '../../api/core-v1-pod-status.ts';
import type { ContainerSpec } from '../containers/container-specs.ts';
import { appSpecs } from '../containers/container-specs.ts';
import { aContainer, aPod, aRun, exited, runtime } from '../testing/build.ts';
import { containerStatuses } from './container-statuses.ts';
import type { StatusInput } from './container-statuses.ts';

const pod = aPod();
const specs: readonly ContainerSpec[] = appSpecs(pod.spec);

function input(fields: Partial<StatusInput> = {}): StatusInput {
  return {
    pod,
    runtime: runtime([]),
    failures: {},
    restartingAll: false,
    timeText: (at) => `t${at}`,
    resourcesOf: () => ({}),
    allocatedOf: () => ({}),
    messageOf: () => '',
    ...fields,
  };
}

function only(old: readonly ContainerStatus[], fields: Partial<StatusInput>): ContainerStatus | undefined {
  return containerStatuses(specs, old, input(fields))[0];
}

const waiting: ContainerStatus = {
  name: 'app',
  state: { waiting: { reason: 'ContainerCreating' } },
  lastState: {},
  ready: false,
  restartCount: 0,
  image: 'busybox:1.36',
  imageID: '',
};

describe('container statuses', () => {
  it('KUBELET-21 begin as waiting', () => {
    expect(only([], {})).toEqual(waiting);
    const withInit = aPod({ initContainers: [aContainer('i')] });
    expect(only([], { pod: withInit })?.state?.waiting?.reason).toBe('PodInitializing');
  });

  it('KUBELET-21 show the newest run and the one before', () => {
    const status = only([], {
      runtime: runtime([aRun('app', { attempt: 1, startedAt: 9000 }), exited('app', 1)]),
    });
    expect(status?.state).toEqual({ running: { startedAt: 't9000' } });
    expect(status?.lastState?.terminated).toMatchObject({
      exitCode: 1,
      reason: 'Error',
      startedAt: 't2',
      finishedAt: 't5000',
    });
    expect(status?.restartCount).toBe(1);
  });

  it('KUBELET-21 go on naming a run that was removed', () => {
    const before = only([], { runtime: runtime([exited('app', 3)]) });
    const status = only(before === undefined ? [] : [before], {
      runtime: runtime([aRun('app', { attempt: 1 })]),
    });
    expect(status?.lastState?.terminated?.exitCode).toBe(3);
  });

  it('KUBELET-21 show why a container that ought to run does not', () => {
    const failures = { app: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } };
    const status = only([], { runtime: runtime([exited('app', 1)]), failures });
    expect(status?.state).toEqual({ waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } });
    expect(status?.lastState?.terminated?.exitCode).toBe(1);
  });

  it('KUBELET-21 hide that reason in a deleted pod', () => {
    const failures = { app: { reason: 'ImagePullBackOff', message: 'x' } };
    expect(only([], { pod: aPod({}, { deletionTimestamp: 'x' }), failures })?.state?.waiting?.reason).toBe(
      'ContainerCreating',
    );
  });

  it('KUBELET-21 say that a process could not be started', () => {
    const failed = exited('app', 128, { reason: 'StartError', startedAt: 0 });
    expect(
      only([], { runtime: runtime([failed]), messageOf: () => 'no such file' })?.state?.terminated,
    ).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: 'no such file',
      startedAt: '1970-01-01T00:00:00Z',
    });
  });

  it('KUBELET-16 count one restart more when all containers start anew', () => {
    const before = only([], { runtime: runtime([exited('app', 88)]) });
    const status = only(before === undefined ? [] : [before], { restartingAll: true });
    expect(status?.state?.waiting?.reason).toBe('RestartingAllContainers');
    expect(status?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'RestartingAllContainers' });
    expect(status?.restartCount).toBe(1);
  });

  it('KUBELET-21 tell of a run that was lost', () => {
    const before = only([], { runtime: runtime([aRun('app')]) });
    const status = only(before === undefined ? [] : [before], {});
    expect(status?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'ContainerStatusUnknown' });
    expect(status?.restartCount).toBe(1);
  });
});
