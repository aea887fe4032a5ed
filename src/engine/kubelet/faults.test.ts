import { describe, expect, it } from 'vitest';
import { TEST, startCluster } from './testing/kubelet-fixture.ts';
import { SLEEPER, isReady, manifest, restarts, started } from './testing/small-pods.ts';

describe('static pods', () => {
  const file = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {terminationGracePeriodSeconds: 2, containers: [${SLEEPER}]}}`;

  it('KUBELET-60 KUBELET-61 come with their file and go with it', () => {
    const cluster = started();
    cluster.world.setManifest('node-1', 'web.yaml', file, 0);
    cluster.run(100);
    expect(cluster.pod('web-node-1')?.metadata.ownerReferences?.[0]).toMatchObject({
      kind: 'Node',
      name: 'node-1',
      controller: true,
    });
    cluster.runUntil(() => isReady(cluster, 'web-node-1'), 10_000);
    cluster.world.setManifest('node-1', 'web.yaml', undefined, 0);
    cluster.run(7000);
    expect(cluster.pod('web-node-1')).toBeUndefined();
    expect(cluster.world.podUids('node-1')).toEqual([]);
  });

  it('KUBELET-61 a deleted mirror comes back, the container untouched', () => {
    const cluster = started();
    cluster.world.setManifest('node-1', 'web.yaml', file, 0);
    cluster.runUntil(() => isReady(cluster, 'web-node-1'), 10_000);
    const before = cluster.pod('web-node-1');
    cluster.api.delete('Pod', 'default', 'web-node-1', { gracePeriodSeconds: 0 }, TEST);
    cluster.runUntil(() => isReady(cluster, 'web-node-1'), 120_000);
    expect(cluster.pod('web-node-1')?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(restarts(cluster, 'web-node-1')).toBe(0);
  });

  it('KUBELET-60 a file that names API objects is ignored', () => {
    const cluster = started();
    cluster.world.setManifest(
      'node-1',
      'web.yaml',
      file.replace('terminationGrace', 'serviceAccountName: default, terminationGrace'),
      0,
    );
    cluster.run(5000);
    expect(cluster.pod('web-node-1')).toBeUndefined();
  });
});

describe('faults', () => {
  it('KUBELET-70 KUBELET-05 a restart of the kubelet changes nothing', () => {
    const cluster = started();
    cluster.create(
      manifest(
        'steady',
        '{name: app, image: "busybox:1.36", command: [sleep, "3600"], readinessProbe: {exec: {command: ["true"]}}}',
      ),
    );
    cluster.runUntil(() => isReady(cluster, 'steady'));
    cluster.run(3000);
    const before = cluster.pod('steady');
    cluster.world.stopKubelet('node-1', 0);
    cluster.run(12_000);
    cluster.world.startKubelet('node-1', 0);
    cluster.run(30_000);
    expect(cluster.pod('steady')).toBe(before);
    expect(cluster.events('node-1').filter((text) => text.includes('Starting'))).toEqual([
      'Normal Starting Starting kubelet. x2',
    ]);
  });

  it('KUBELET-74 a pod deleted while its machine was off is ended, and its token volume is missed', () => {
    const cluster = started();
    cluster.create(manifest('doomed', SLEEPER));
    cluster.runUntil(() => isReady(cluster, 'doomed'));
    cluster.world.powerOff('node-1', 0);
    cluster.api.delete('Pod', 'default', 'doomed', {}, TEST);
    cluster.run(60_000);
    cluster.world.powerOn('node-1', 0);
    cluster.runUntil(() => cluster.pod('doomed') === undefined, 30_000);
    expect(cluster.events('doomed').at(-1)).toMatch(
      /^Warning FailedMount MountVolume.SetUp failed for volume "kube-api-access-\w{5}" : object "default"\/"kube-root-ca.crt" not registered$/,
    );
  });

  it('KUBELET-71 a power loss costs a restart and the address', () => {
    const cluster = started();
    cluster.create(manifest('survivor', SLEEPER));
    cluster.runUntil(() => isReady(cluster, 'survivor'));
    cluster.run(5000);
    const address = cluster.pod('survivor')?.status?.podIP;
    const before = cluster.pod('survivor');
    cluster.world.powerOff('node-1', 0);
    cluster.run(15_000);
    expect(cluster.pod('survivor')).toBe(before);
    cluster.world.powerOn('node-1', 0);
    cluster.runUntil(() => restarts(cluster, 'survivor') === 1, 60_000);
    const status = cluster.pod('survivor')?.status;
    expect(status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
      exitCode: 255,
      reason: 'Unknown',
    });
    expect(status?.podIP).not.toBe(address);
    expect(cluster.events('survivor')).toContain(
      'Normal SandboxChanged Pod sandbox changed, it will be killed and re-created.',
    );
  });

  it('KUBELET-72 a kubelet that starts without the API server runs static pods and registers after the healing', () => {
    const cluster = startCluster(1);
    cluster.world.cutLink('node-1', 0);
    const file = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {hostNetwork: true, containers: [${SLEEPER}]}}`;
    cluster.world.setManifest('node-1', 'web.yaml', file, 0);
    cluster.run(10_000);
    expect(cluster.node('node-1')).toBeUndefined();
    expect(cluster.world.podUids('node-1').length).toBe(1);
    cluster.world.healLink('node-1', 0);
    cluster.run(100_000);
    expect(cluster.node('node-1')).toBeDefined();
    expect(isReady(cluster, 'web-node-1')).toBe(true);
    expect(restarts(cluster, 'web-node-1')).toBe(0);
  });

  it('KUBELET-72 KUBELET-73 KUBELET-85 a kubelet that is cut off goes on, and speaks again after the healing', () => {
    const cluster = started();
    cluster.create(
      manifest('crash', '{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 20; exit 1"]}'),
    );
    const doomed = cluster.create(manifest('doomed', SLEEPER)).metadata.uid ?? '';
    cluster.runUntil(() => isReady(cluster, 'crash') && isReady(cluster, 'doomed'));
    cluster.world.cutLink('node-1', 0);
    const before = cluster.pod('crash');
    cluster.run(45_000);
    expect(cluster.pod('crash')).toBe(before);
    expect(cluster.world.containers('node-1', before?.metadata.uid ?? '')[0]?.attempt).toBe(1);
    cluster.api.delete('Pod', 'default', 'doomed', {}, TEST);
    cluster.api.modify(
      'Node',
      '',
      'node-1',
      (node) => ({
        ...node,
        status: {
          ...node.status,
          conditions: (node.status?.conditions ?? []).map((one) => ({ ...one, status: 'Unknown' })),
        },
      }),
      TEST,
      { subresource: 'status' },
    );
    cluster.run(5000);
    expect(cluster.world.containers('node-1', doomed)[0]?.state).toBe('running');
    cluster.world.healLink('node-1', 0);
    const healed = cluster.sim.now;
    cluster.runUntil(() => restarts(cluster, 'crash') > 0, 60_000);
    expect(cluster.sim.now - healed).toBeGreaterThan(3000);
    expect(cluster.sim.now - healed).toBeLessThanOrEqual(10_500);
    cluster.runUntil(
      () =>
        cluster.node('node-1')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
      60_000,
    );
    expect(cluster.sim.now - healed).toBeGreaterThanOrEqual(19_000);
    expect(cluster.sim.now - healed).toBeLessThanOrEqual(24_000);
    expect(cluster.pod('doomed')).toBeUndefined();
  });
});

describe('eviction', () => {
  it('KUBELET-56 a pod over the limit of its emptyDir is evicted', () => {
    const cluster = started();
    const writer =
      '{name: app, image: "busybox:1.36", command: [sh, -c, "head -c 2097152 /dev/zero > /data/x; sleep 3600"], volumeMounts: [{name: data, mountPath: /data}]}';
    cluster.create(manifest('hoarder', writer, 'volumes: [{name: data, emptyDir: {sizeLimit: 1Mi}}]'));
    cluster.runUntil(() => cluster.pod('hoarder')?.status?.phase === 'Failed', 60_000);
    const message = 'Usage of EmptyDir volume "data" exceeds the limit "1Mi". ';
    expect(cluster.pod('hoarder')?.status).toMatchObject({ reason: 'Evicted', message });
    expect(cluster.events('hoarder')).toContain(`Warning Evicted ${message}`);
  });
});

describe('the run', () => {
  it('KUBELET-05 is the same for the same seed, and goes on the same from a saved root', () => {
    const play = (through: boolean): string => {
      const cluster = started(2);
      cluster.create(
        manifest('crash', '{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 3; exit 1"]}'),
      );
      cluster.create(manifest('web', SLEEPER));
      cluster.run(7350);
      if (through)
        cluster.sim.load(
          JSON.parse(JSON.stringify(cluster.sim.save())) as ReturnType<typeof cluster.sim.save>,
        );
      cluster.run(60_000);
      return cluster.sim.traceHash;
    };
    expect(play(false)).toBe(play(false));
    expect(play(true)).toBe(play(false));
  });
});

describe('nodes', () => {
  it('KUBELET-80 register and are ready about a second later', () => {
    const cluster = startCluster(1);
    cluster.runUntil(() => cluster.node('node-1') !== undefined, 5000);
    const registered = cluster.sim.now;
    cluster.runUntil(
      () =>
        cluster.node('node-1')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
      5000,
    );
    expect(cluster.sim.now - registered).toBeLessThan(1500);
    expect(cluster.node('node-1')?.metadata.labels).toMatchObject({
      'kubernetes.io/hostname': 'node-1',
      'kubernetes.io/os': 'linux',
    });
    expect(cluster.node('node-1')?.status?.capacity).toMatchObject({ cpu: '2', pods: '110' });
    expect(cluster.events('node-1').at(-1)).toBe('Normal NodeReady Node node-1 status is now: NodeReady');
  });

  it('KUBELET-81 KUBELET-82 KUBELET-83 send little: a lease every 10 s, a status every 5 minutes', () => {
    const cluster = started();
    const from = cluster.sim.now;
    cluster.run(600_000);
    const writes = (kind: string): number =>
      cluster.changes.filter(({ at, change }) => at > from && change.kind === kind).length;
    expect(writes('Lease')).toBe(60);
    expect(writes('Node')).toBe(2);
  });

  it('KUBELET-84 a deleted Node comes back with the next start of its kubelet', () => {
    const cluster = started();
    cluster.api.delete('Node', '', 'node-1', {}, TEST);
    cluster.run(60_000);
    expect(cluster.node('node-1')).toBeUndefined();
    cluster.world.stopKubelet('node-1', 0);
    cluster.world.startKubelet('node-1', 0);
    cluster.run(5000);
    expect(cluster.node('node-1')).toBeDefined();
  });

  it('KUBELET-04 idle pods are looked at every 60 to 90 s and nothing is written', () => {
    const cluster = started();
    cluster.create(manifest('calm', SLEEPER));
    cluster.run(5000);
    const before = cluster.pod('calm');
    const processed = cluster.sim.processed;
    cluster.run(600_000);
    expect(cluster.pod('calm')).toBe(before);
    expect(cluster.sim.processed - processed).toBeLessThan(250);
  });
});
