import { describe, expect, it } from 'vitest';
import { startCluster } from '../testing/kubelet-fixture.ts';
import type { Fixture } from '../testing/kubelet-fixture.ts';
import { SLEEPER, isReady, manifest, started } from '../testing/small-pods.ts';

function withGrace(): Fixture {
  const cluster = startCluster(1, {}, 7, { shutdownGracePeriod: 30, shutdownGracePeriodCriticalPods: 10 });
  cluster.run(12_000);
  return cluster;
}

function readyMessage(cluster: Fixture): string | undefined {
  return cluster.node('node-1')?.status?.conditions?.find(({ type }) => type === 'Ready')?.message;
}

describe('a clean shutdown', () => {
  it('KUBELET-53 ends regular pods before critical ones, then power goes', () => {
    const cluster = withGrace();
    cluster.create(manifest('web', SLEEPER));
    cluster.create(manifest('vital', SLEEPER, 'priorityClassName: system-node-critical'));
    cluster.runUntil(() => isReady(cluster, 'web') && isReady(cluster, 'vital'));
    cluster.world.shutDown('node-1', 0);
    cluster.run(50);
    expect(readyMessage(cluster)).toBe('node is shutting down');
    cluster.runUntil(() => cluster.pod('web')?.status?.phase === 'Failed', 10_000);
    expect(cluster.pod('web')?.status).toMatchObject({
      reason: 'Terminated',
      message: 'Pod was terminated in response to imminent node shutdown.',
    });
    expect(cluster.pod('vital')?.status?.phase).toBe('Running');
    cluster.runUntil(() => cluster.pod('vital')?.status?.phase === 'Failed', 10_000);
    expect(cluster.world.machine('node-1')?.power).toBe('on');
    cluster.runUntil(() => cluster.world.machine('node-1')?.power === 'off', 2000);
  });

  it('KUBELET-51 refuses pods meanwhile', () => {
    const cluster = withGrace();
    cluster.create(manifest('slow', '{name: app, image: "busybox:1.36", command: [sleep, "3600"]}'));
    cluster.runUntil(() => isReady(cluster, 'slow'));
    cluster.world.shutDown('node-1', 0);
    cluster.create(manifest('late', SLEEPER));
    cluster.run(500);
    expect(cluster.pod('late')?.status).toMatchObject({
      reason: 'NodeShutdown',
      message: 'Pod was rejected: Pod was rejected as the node is shutting down.',
    });
  });

  it('KUBELET-53 waits no longer than its grace period', () => {
    const cluster = withGrace();
    const stubborn = SLEEPER.replace('}', ', lifecycle: {preStop: {exec: {command: [sleep, "600"]}}}}');
    cluster.create(
      manifest('stubborn', stubborn).replace('GracePeriodSeconds: 3', 'GracePeriodSeconds: 900'),
    );
    cluster.runUntil(() => isReady(cluster, 'stubborn'));
    cluster.world.shutDown('node-1', 0);
    const from = cluster.sim.now;
    cluster.runUntil(() => cluster.world.machine('node-1')?.power === 'off', 60_000);
    expect(cluster.sim.now - from).toBeLessThanOrEqual(24_000);
  });

  it('KUBELET-53 without a grace period power goes at once', () => {
    const cluster = started();
    cluster.world.shutDown('node-1', 0);
    expect(cluster.world.machine('node-1')?.power).toBe('off');
  });
});
