import { describe, expect, it } from 'vitest';
import type { Container } from '../../api/core-v1-pod.ts';
import { CALM, aContainer, aPod, aRun, aSandbox, exited, runtime } from '../testing/build.ts';
import { NO_ACTIONS, computePodActions } from './pod-actions.ts';
import type { PodActions } from './pod-actions.ts';

/** What differs from doing nothing. */
function todo(actions: PodActions): Partial<PodActions> {
  const entries = Object.entries(actions).filter(([key, value]) => {
    if (key === 'attempt' || key === 'sandbox') return false;
    return JSON.stringify(value) !== JSON.stringify(NO_ACTIONS[key as keyof PodActions]);
  });
  return Object.fromEntries(entries) as Partial<PodActions>;
}

const sidecar = (name: string, fields: Partial<Container> = {}): Container =>
  aContainer(name, { restartPolicy: 'Always', ...fields });
const two = { containers: [aContainer('a'), aContainer('b')] };
const inits = { initContainers: [aContainer('i1'), aContainer('i2')] };

describe('the sandbox', () => {
  it.each([
    ['none yet', aPod(), runtime([], []), { killPod: true, createSandbox: true, appToStart: ['app'] }],
    [
      'none yet, with init containers',
      aPod(inits),
      runtime([], []),
      { killPod: true, createSandbox: true, initToStart: ['i1'] },
    ],
    [
      'dead under a living pod',
      aPod(),
      runtime([exited('app', 137)], [aSandbox({ state: 'not-ready' })]),
      { killPod: true, createSandbox: true, appToStart: ['app'] },
    ],
    [
      'dead, restartPolicy Never and something ran',
      aPod({ restartPolicy: 'Never' }),
      runtime([exited('app', 0)], [aSandbox({ state: 'not-ready' })]),
      { killPod: true },
    ],
    [
      'dead, OnFailure and all succeeded',
      aPod({ restartPolicy: 'OnFailure' }),
      runtime([exited('app', 0)], [aSandbox({ state: 'not-ready' })]),
      { killPod: true },
    ],
    [
      'without an address',
      aPod(),
      runtime([], [aSandbox({ ips: [] })]),
      { killPod: true, createSandbox: true, appToStart: ['app'] },
    ],
    [
      'without an address on the host network',
      aPod({ hostNetwork: true }),
      runtime([], [aSandbox({ ips: [] })]),
      { appToStart: ['app'] },
    ],
  ])('KUBELET-10 %s', (_name, pod, state, expected) => {
    expect(todo(computePodActions(pod, state, CALM))).toEqual(expected);
  });

  it('KUBELET-10 counts sandboxes', () => {
    expect(
      computePodActions(aPod(), runtime([], [aSandbox({ attempt: 4, state: 'not-ready' })]), CALM).attempt,
    ).toBe(5);
  });
});

describe('init containers', () => {
  it.each([
    ['none has run', [], { initToStart: ['i1'] }],
    ['the first runs', [aRun('i1')], {}],
    ['the first is done', [exited('i1', 0)], { initToStart: ['i2'] }],
    ['the first failed', [exited('i1', 1)], { initToStart: ['i1'] }],
    ['all are done', [exited('i1', 0), exited('i2', 0)], { appToStart: ['app'] }],
    ['a regular container exists', [aRun('app')], {}],
    [
      'what ran in an older sandbox does not count',
      [aRun('i1'), exited('app', 137, { sandboxId: 'old' })],
      {},
    ],
  ])('KUBELET-11 %s', (_name, containers, expected) => {
    expect(todo(computePodActions(aPod(inits), runtime(containers), CALM))).toEqual(expected);
  });

  it('KUBELET-11 a failed one that may not run again ends the pod', () => {
    const pod = aPod({ ...inits, restartPolicy: 'Never' });
    expect(todo(computePodActions(pod, runtime([exited('i1', 1)]), CALM))).toEqual({ killPod: true });
  });
});

describe('sidecars', () => {
  const pod = aPod({ initContainers: [sidecar('side'), aContainer('i2')] });
  it.each([
    ['a running one lets the next start', [aRun('side')], { initToStart: ['i2'] }],
    [
      'a dead one is started again during init',
      [exited('i2', 1), exited('side', 0)],
      { initToStart: ['side', 'i2'] },
    ],
    [
      'a dead one is started again beside the app',
      [aRun('app'), exited('side', 1)],
      { initToStart: ['side'] },
    ],
  ])('KUBELET-12 %s', (_name, containers, expected) => {
    expect(todo(computePodActions(pod, runtime(containers), CALM))).toEqual(expected);
  });

  it('KUBELET-12 one with a startup probe holds back what follows', () => {
    const gated = aPod({ initContainers: [sidecar('side', { startupProbe: {} })] });
    const facts = (verdict: 'unknown' | 'success') => ({ ...CALM, startup: () => verdict });
    expect(todo(computePodActions(gated, runtime([aRun('side')]), facts('unknown')))).toEqual({});
    expect(todo(computePodActions(gated, runtime([aRun('side')]), facts('success')))).toEqual({
      appToStart: ['app'],
    });
  });

  it('KUBELET-12 all is stopped when the last regular container is done', () => {
    const job = aPod({ initContainers: [sidecar('side')], restartPolicy: 'Never' });
    expect(todo(computePodActions(job, runtime([exited('app', 0), aRun('side')]), CALM))).toEqual({
      killPod: true,
    });
  });
});

describe('regular containers', () => {
  it.each([
    ['start in spec order', aPod(two), [], { appToStart: ['a', 'b'] }],
    ['are left alone while they run', aPod(two), [aRun('a'), aRun('b')], {}],
    ['one dead one is started again', aPod(two), [aRun('a'), exited('b', 1)], { appToStart: ['b'] }],
    [
      'nothing is started in a deleted pod',
      aPod(two, { deletionTimestamp: 'x' }),
      [exited('a', 1), aRun('b')],
      {},
    ],
  ])('KUBELET-13 %s', (_name, pod, containers, expected) => {
    expect(todo(computePodActions(pod, runtime(containers), CALM))).toEqual(expected);
  });

  it.each([
    [
      'liveness',
      { ...CALM, liveness: () => 'failure' as const },
      'Always',
      'Container app failed liveness probe, will be restarted',
    ],
    [
      'startup',
      { ...CALM, startup: () => 'failure' as const },
      'Always',
      'Container app failed startup probe, will be restarted',
    ],
    [
      'liveness, for good',
      { ...CALM, liveness: () => 'failure' as const },
      'Never',
      'Container app failed liveness probe',
    ],
    [
      'a resize',
      { ...CALM, resizeNeedsRestart: () => true },
      'Always',
      'Container app resize requires restart',
    ],
  ] as const)('KUBELET-13 are killed for %s', (_name, facts, restartPolicy, message) => {
    const pod = aPod({ containers: [aContainer('app'), aContainer('other')], restartPolicy });
    const actions = computePodActions(pod, runtime([aRun('app'), aRun('other')]), {
      ...facts,
      liveness: (name, id) => (name === 'app' ? facts.liveness(name, id) : undefined),
      startup: (name, id) => (name === 'app' ? facts.startup(name, id) : undefined),
      resizeNeedsRestart: (name) => name === 'app' && facts.resizeNeedsRestart(name),
    });
    expect(actions.containersToKill.map((kill) => kill.message)).toEqual([message]);
    expect(actions.appToStart).toEqual(restartPolicy === 'Never' ? [] : ['app']);
  });

  it('KUBELET-13 are killed when their definition changed', () => {
    const pod = aPod({ containers: [aContainer('app', { image: 'nginx:1.27' })] });
    const actions = computePodActions(pod, runtime([aRun('app')]), CALM);
    expect(actions.containersToKill[0]?.message).toBe('Container app definition changed, will be restarted');
    expect(actions.appToStart).toEqual(['app']);
  });

  it('KUBELET-16 an exit may restart all of them', () => {
    const rule = { action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [88] } };
    const pod = aPod({
      containers: [aContainer('a', { restartPolicyRules: [rule] }), aContainer('b')],
      restartPolicy: 'Never',
    });
    expect(todo(computePodActions(pod, runtime([exited('a', 88), aRun('b')]), CALM))).toEqual({
      restartAllBy: 'a',
    });
  });
});
