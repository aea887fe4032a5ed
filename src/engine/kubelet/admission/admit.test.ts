import { describe, expect, it } from 'vitest';
import { SLEEPER, isReady, manifest, started } from '../testing/small-pods.ts';

const asking = (cpu: string): string => SLEEPER.replace('}', `, resources: {requests: {cpu: ${cpu}}}}`);

describe('refusals', () => {
  it.each([
    ['os: {name: windows}', 'PodOSNotSupported', "Failed to admit pod as the OS field doesn't match node OS"],
    [
      'nodeSelector: {kubernetes.io/os: windows}',
      'PodOSSelectorNodeLabelDoesNotMatch',
      "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    ],
    [
      'securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}',
      'SysctlForbidden',
      'forbidden sysctl: "kernel.msgmax" not allowlisted',
    ],
  ])('KUBELET-51 %s', (spec, reason, message) => {
    const cluster = started();
    cluster.create(manifest('web', SLEEPER, spec));
    cluster.run(1000);
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
    });
    expect(cluster.events('web')).toEqual([`Warning ${reason} ${message}`]);
  });

  it('KUBELET-51 safe sysctls are taken', () => {
    const cluster = started();
    const spec = 'securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "0"}]}';
    cluster.create(manifest('web', SLEEPER, spec));
    cluster.run(10_000);
    expect(isReady(cluster, 'web')).toBe(true);
  });
});

describe('critical pods', () => {
  it('KUBELET-52 push out the least of what stands in their way', () => {
    const cluster = started();
    cluster.create(manifest('large', asking('1200m')));
    cluster.create(manifest('small', asking('500m')));
    cluster.create(manifest('free', SLEEPER));
    cluster.runUntil(() => ['large', 'small', 'free'].every((name) => isReady(cluster, name)));
    cluster.create(manifest('vital', asking('600m'), 'priorityClassName: system-node-critical'));
    cluster.runUntil(() => isReady(cluster, 'vital'), 10_000);
    cluster.run(3000);
    expect(cluster.pod('small')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'Preempting',
      message: 'Preempted in order to admit critical pod',
    });
    expect(cluster.events('small')).toContain('Warning Preempting Preempted in order to admit critical pod');
    expect([cluster.pod('large')?.status?.phase, cluster.pod('free')?.status?.phase]).toEqual([
      'Running',
      'Running',
    ]);
  });

  it('KUBELET-52 harm nobody when they will never fit', () => {
    const cluster = started();
    cluster.create(manifest('small', asking('500m')));
    cluster.runUntil(() => isReady(cluster, 'small'));
    cluster.create(manifest('huge', asking('64'), 'priorityClassName: system-node-critical'));
    cluster.run(3000);
    expect(cluster.pod('huge')?.status?.reason).toBe('OutOfcpu');
    expect(isReady(cluster, 'small')).toBe(true);
  });
});
