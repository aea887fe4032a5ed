import { describe, expect, it } from 'vitest';
import { aPod } from '../testing/build.ts';
import { EMPTY_RUNTIME } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { Fixture } from '../testing/kubelet-fixture.ts';
import { startCluster } from '../testing/kubelet-fixture.ts';
import { SLEEPER, condition, isReady, manifest } from '../testing/small-pods.ts';
import { rankPods } from './ranking.ts';
import { thresholdAmount, thresholdsOf } from './thresholds.ts';
import type { EvictionConfig } from './thresholds.ts';

function use(name: string, used: number, request: number, priority = 0) {
  const worker: PodWorker = {
    key: name,
    machine: 'node-1',
    uid: name,
    source: 'api',
    pod: aPod({ priority }, { name }),
    stage: 'syncing',
    rejected: false,
    removed: false,
    addedAt: 0,
    firstSyncAt: 0,
    lastSyncAt: 0,
    wanted: false,
    wantedCause: 0,
    run: null,
    nextCall: 1,
    runtime: EMPTY_RUNTIME,
    relistedAt: 0,
    failures: {},
    graceMs: null,
    kill: null,
    requestCpuMilli: 0,
    requestMemoryBytes: request,
    requestStorageBytes: 0,
    volumesMounted: true,
  };
  return { worker, used, request };
}

describe('who is evicted first', () => {
  it.each([
    ['above its request before below it', [use('a', 50, 100), use('b', 20, 10)], 'b'],
    ['lower priority first', [use('a', 90, 10, 5), use('b', 20, 10, 1)], 'b'],
    ['larger excess first', [use('a', 30, 10), use('b', 60, 10)], 'b'],
  ])('KUBELET-56 %s', (_name, uses, first) => {
    expect(rankPods(uses, 'memory')[0]?.worker.uid).toBe(first);
  });
});

describe('thresholds', () => {
  it.each([
    ['the defaults', {}, 'memory.available', '100Mi', 0],
    ['a list of its own', { evictionHard: { 'memory.available': '1Gi' } }, 'memory.available', '1Gi', 0],
    [
      'a soft one with its grace',
      {
        evictionSoft: { 'nodefs.available': '20%' },
        evictionSoftGracePeriod: { 'nodefs.available': '1m30s' },
      },
      'nodefs.available',
      '20%',
      90_000,
    ],
  ] as const)('KUBELET-57 are read from %s', (_name, config, signal, value, graceMs) => {
    expect(thresholdsOf(config)).toContainEqual({ signal, value, graceMs });
  });

  it('KUBELET-57 of its own replace all defaults', () => {
    const signals = thresholdsOf({ evictionHard: { 'pid.available': '10%' } }).map(({ signal }) => signal);
    expect(signals).toEqual(['pid.available']);
  });

  it.each([
    ['10%', 100_000_000_000_000, 10_000_000_000_000],
    ['1.5%', 1000, 15],
    ['100Mi', 1, 104_857_600],
  ])('KUBELET-57 %s of %d is %d', (value, capacity, amount) => {
    expect(thresholdAmount(value, capacity)).toBe(amount);
  });
});

/** Fills so many MiB of its volume. */
const filler = (mebibytes: number): string =>
  `{name: app, image: "busybox:1.36", command: [sh, -c, "head -c ${mebibytes * 1024 * 1024} /dev/zero > /m/x; sleep 3600"], volumeMounts: [{name: m, mountPath: /m}]}`;
const MEMORY_VOLUME = 'volumes: [{name: m, emptyDir: {medium: Memory}}]';
const DISK_VOLUME = 'volumes: [{name: m, emptyDir: {}}]';
const BURSTABLE = SLEEPER.replace('}', ', resources: {requests: {memory: 1Mi}}}');

function pressureOf(cluster: Fixture, type: string): string | undefined {
  return cluster.node('node-1')?.status?.conditions?.find((condition) => condition.type === type)?.status;
}

/** A machine of 8 GiB memory and 100 GiB disk with these thresholds. */
function tight(evictionHard: Readonly<Record<string, string>>, config: EvictionConfig = {}): Fixture {
  const cluster = startCluster(1, {}, 7, { evictionHard, ...config });
  cluster.run(12_000);
  return cluster;
}

function evicted(cluster: Fixture, name: string, withinMs = 60_000): string {
  cluster.runUntil(() => cluster.pod(name)?.status?.phase === 'Failed', withinMs);
  const status = cluster.pod(name)?.status;
  expect(status?.reason).toBe('Evicted');
  return status?.message ?? '';
}

describe('pressure on the node', () => {
  it('KUBELET-56 KUBELET-58 memory: the greedy pod goes, the condition stays for five minutes', () => {
    const cluster = tight({ 'memory.available': '7900Mi' });
    cluster.create(manifest('modest', SLEEPER));
    cluster.create(manifest('greedy', filler(300), MEMORY_VOLUME));
    expect(evicted(cluster, 'greedy')).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 7900Mi, available: \d+Ki\. Container app was using \d+Ki, request is 0, has larger consumption of memory\. $/,
    );
    expect(condition(cluster.pod('greedy')?.status, 'DisruptionTarget')).toBe('True');
    expect(pressureOf(cluster, 'MemoryPressure')).toBe('True');
    const from = cluster.sim.now;
    cluster.create(manifest('late', SLEEPER));
    cluster.run(3000);
    expect(cluster.pod('late')?.status).toMatchObject({
      reason: 'Evicted',
      message: 'Pod was rejected: The node had condition: [MemoryPressure]. ',
    });
    cluster.create(manifest('asks', BURSTABLE));
    cluster.runUntil(() => isReady(cluster, 'asks'), 5000);
    cluster.runUntil(() => pressureOf(cluster, 'MemoryPressure') === 'False', 400_000);
    expect(cluster.sim.now - from).toBeGreaterThan(290_000);
    expect(cluster.sim.now - from).toBeLessThan(321_000);
    expect(cluster.pod('modest')?.status?.phase).toBe('Running');
  });

  it('KUBELET-57 a soft threshold acts when its grace period is over', () => {
    const cluster = tight(
      {},
      {
        evictionSoft: { 'memory.available': '7900Mi' },
        evictionSoftGracePeriod: { 'memory.available': '1m' },
      },
    );
    cluster.create(manifest('greedy', filler(300), MEMORY_VOLUME));
    cluster.runUntil(() => pressureOf(cluster, 'MemoryPressure') === 'True', 60_000);
    const from = cluster.sim.now;
    evicted(cluster, 'greedy', 120_000);
    expect(cluster.sim.now - from).toBeGreaterThan(55_000);
  });

  it('KUBELET-56 KUBELET-59 disk: images nobody uses go first, then the largest pod', () => {
    const cluster = tight({ 'nodefs.available': '101900Mi' });
    cluster.create(manifest('modest', SLEEPER));
    cluster.create(manifest('hoarder', filler(600), DISK_VOLUME));
    expect(evicted(cluster, 'hoarder', 120_000)).toMatch(
      /^The node was low on resource: ephemeral-storage\. Threshold quantity: 101900Mi, available: \d+Ki\. $/,
    );
    expect(cluster.world.hasImage('node-1', 'nginx:1.27')).toBeUndefined();
    expect(cluster.world.hasImage('node-1', 'busybox:1.36')).toBeDefined();
    expect(cluster.events('node-1').join('\n')).toContain(
      'Warning EvictionThresholdMet Attempting to reclaim ephemeral-storage',
    );
    cluster.create(manifest('late', BURSTABLE));
    cluster.run(3000);
    expect(cluster.pod('late')?.status?.message).toBe(
      'Pod was rejected: The node had condition: [DiskPressure]. ',
    );
    expect(cluster.pod('modest')?.status?.phase).toBe('Running');
  });

  it('KUBELET-59 disk: nobody is evicted when removing images is enough', () => {
    const cluster = tight({ 'nodefs.available': '101900Mi' });
    cluster.create(manifest('hoarder', filler(400), DISK_VOLUME));
    cluster.runUntil(() => pressureOf(cluster, 'DiskPressure') === 'True', 60_000);
    cluster.run(60_000);
    expect(cluster.pod('hoarder')?.status?.phase).toBe('Running');
    expect(cluster.world.hasImage('node-1', 'nginx:1.27')).toBeUndefined();
  });

  it('KUBELET-56 process ids: the pod with most processes goes', () => {
    const cluster = tight({ 'pid.available': '65515' });
    cluster.create(manifest('modest', SLEEPER));
    const swarm =
      'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do sleep 999 & done; wait';
    cluster.create(manifest('swarm', `{name: app, image: "busybox:1.36", command: [sh, -c, "${swarm}"]}`));
    expect(evicted(cluster, 'swarm')).toBe(
      'The node was low on resource: pids. Threshold quantity: 65515, available: 65512. ',
    );
    expect(pressureOf(cluster, 'PIDPressure')).toBe('True');
  });

  it('KUBELET-59 a full disk: unused images are removed, and what that does not help is reported', () => {
    const cluster = startCluster(1, { imageGcHighPercent: 0, imageGcLowPercent: 0 });
    cluster.run(12_000);
    cluster.create(manifest('modest', SLEEPER));
    cluster.run(310_000);
    expect(cluster.world.hasImage('node-1', 'nginx:1.27')).toBeUndefined();
    expect(cluster.world.hasImage('node-1', 'registry.k8s.io/pause:3.10')).toBeDefined();
    const reports = (): readonly string[] => cluster.events('node-1').filter((text) => /Failed/.test(text));
    expect(reports()).toEqual([
      expect.stringMatching(
        /^Warning FreeDiskSpaceFailed Insufficient free disk space on the node's image filesystem \(0% of 100\.0 GiB used\)\. Failed to free sufficient space by deleting unused images \(freed \d+ bytes\)\. /,
      ),
    ]);
    cluster.run(300_000);
    expect(reports().at(-1)).toMatch(/^Warning ImageGCFailed Insufficient free disk space/);
  });
});
