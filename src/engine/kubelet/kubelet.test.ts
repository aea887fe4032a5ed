import { describe, expect, it } from 'vitest';
import { TEST } from './testing/kubelet-fixture.ts';
import type { Fixture } from './testing/kubelet-fixture.ts';
import { SLEEPER, condition, history, isReady, manifest, restarts, started } from './testing/small-pods.ts';

describe('the life of a pod', () => {
  it('KUBELET-01 KUBELET-24 starts in the order and at the pace of a calm node', () => {
    const cluster = started();
    const from = cluster.sim.now;
    cluster.create(manifest('web', SLEEPER));
    cluster.run(3000);
    const [, first, sandbox, running, ...more] = history(cluster, 'web', from);
    expect(more).toEqual([]);
    expect(first?.at).toBeLessThan(100);
    expect(first?.status.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(condition(sandbox?.status, 'PodReadyToStartContainers')).toBe('True');
    expect(sandbox?.status.podIP).toBeUndefined();
    expect(sandbox?.at).toBeLessThan(1000);
    expect(running?.status.phase).toBe('Running');
    expect(running?.status.podIP).toMatch(/^10\.244\.1\./);
    expect(running?.at).toBeGreaterThan(800);
    expect(running?.at).toBeLessThan(2000);
    expect(cluster.events('web')).toEqual([
      'Normal Pulled Container image "busybox:1.36" already present on machine and can be accessed by the pod',
      'Normal Created Container created',
      'Normal Started Container started',
    ]);
  });

  it('KUBELET-22 writes conditions in their order', () => {
    const cluster = started();
    cluster.create(manifest('web', SLEEPER));
    cluster.runUntil(() => isReady(cluster, 'web'));
    expect(
      cluster
        .pod('web')
        ?.status?.conditions?.map(({ type, observedGeneration }) => [type, observedGeneration]),
    ).toEqual([
      ['PodReadyToStartContainers', 1],
      ['Initialized', 1],
      ['Ready', 1],
      ['ContainersReady', 1],
      ['PodScheduled', 1],
    ]);
  });

  it('KUBELET-19 KUBELET-26 ends with SIGKILL after the grace and is then confirmed', () => {
    const cluster = started();
    cluster.create(manifest('web', SLEEPER));
    cluster.runUntil(() => isReady(cluster, 'web'));
    cluster.run(5000);
    const from = cluster.sim.now;
    cluster.api.delete('Pod', 'default', 'web', {}, TEST);
    cluster.run(8000);
    const seen = history(cluster, 'web', from);
    const failed = seen.find(({ status }) => status.phase === 'Failed');
    expect(failed?.status.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(137);
    expect(failed?.at).toBeGreaterThan(3000);
    expect(seen.at(-1)?.type).toBe('DELETED');
    expect(cluster.pod('web')).toBeUndefined();
    expect(cluster.events('web').filter((text) => text.includes('Killing'))).toEqual([
      'Normal Killing Stopping container app',
    ]);
    expect(cluster.world.podUids('node-1')).toEqual([]);
  });

  it('KUBELET-27 a forced deletion takes about two seconds on the node', () => {
    const cluster = started();
    const uid = cluster.create(manifest('web', SLEEPER)).metadata.uid ?? '';
    cluster.runUntil(() => isReady(cluster, 'web'));
    cluster.api.delete('Pod', 'default', 'web', { gracePeriodSeconds: 0 }, TEST);
    expect(cluster.pod('web')).toBeUndefined();
    cluster.run(1500);
    expect(cluster.world.containers('node-1', uid)[0]?.state).toBe('running');
    cluster.run(3000);
    expect(cluster.world.podUids('node-1')).toEqual([]);
  });

  it('KUBELET-23 KUBELET-20 holds the final phase back until the sandbox is stopped', () => {
    const cluster = started();
    cluster.create(
      manifest(
        'job',
        '{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 2"]}',
        'restartPolicy: Never',
      ),
    );
    cluster.runUntil(() => cluster.pod('job')?.status?.phase === 'Succeeded', 20_000);
    const seen = history(cluster, 'job', 0);
    const held = seen.find(
      ({ status }) => status.conditions?.find(({ type }) => type === 'Ready')?.reason === 'PodCompleted',
    );
    expect(held?.status.phase).toBe('Running');
    expect(condition(cluster.pod('job')?.status, 'PodReadyToStartContainers')).toBe('False');
  });

  it('KUBELET-28 a pod whose container never ran ends as failed', () => {
    const cluster = started();
    cluster.create(manifest('typo', '{name: app, image: "busybox:no-such-tag"}'));
    cluster.run(5000);
    const from = cluster.sim.now;
    cluster.api.delete('Pod', 'default', 'typo', {}, TEST);
    cluster.run(8000);
    const last = history(cluster, 'typo', from).find(({ status }) => status.phase === 'Failed');
    expect(last?.status.containerStatuses?.[0]?.state?.terminated).toMatchObject({
      exitCode: 137,
      reason: 'ContainerStatusUnknown',
    });
  });

  it('KUBELET-25 a deadline fails the pod', () => {
    const cluster = started();
    cluster.create(manifest('late', SLEEPER, 'activeDeadlineSeconds: 5'));
    cluster.run(20_000);
    expect(cluster.pod('late')?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
    // At the sync that sees it, before the containers are stopped, after that, and when the volumes go.
    const told = cluster.events('late').filter((text) => text.startsWith('Normal DeadlineExceeded'));
    expect(told).toEqual([expect.stringMatching(/x4$/)]);
  });
});

describe('restarts', () => {
  it('KUBELET-03 KUBELET-15 the first is immediate, the second waits 10 to 15 s', () => {
    const cluster = started();
    cluster.create(
      manifest('crash', '{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 3; exit 1"]}'),
    );
    cluster.runUntil(() => restarts(cluster, 'crash') === 1);
    const first = cluster.pod('crash')?.status?.containerStatuses?.[0];
    expect(first?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    const from = cluster.sim.now;
    cluster.runUntil(() => restarts(cluster, 'crash') === 2);
    expect(cluster.sim.now - from).toBeGreaterThan(12_500);
    expect(cluster.sim.now - from).toBeLessThan(21_000);
    expect(
      cluster
        .events('crash')
        .some((text) =>
          text.startsWith('Warning BackOff Back-off restarting failed container app in pod crash_default('),
        ),
    ).toBe(true);
  });

  it('KUBELET-02 KUBELET-17 a failed pull is shown by the next sync, and tried again after its back-off', () => {
    const cluster = started();
    cluster.create(manifest('typo', '{name: app, image: "busybox:no-such-tag"}'));
    cluster.run(4000);
    expect(cluster.pod('typo')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('ErrImagePull');
    const pulls = (): number =>
      cluster.changes.filter(({ change }) => change.kind === 'Event' && change.object.reason === 'Pulling')
        .length;
    expect(pulls()).toBe(1);
    cluster.runUntil(() => pulls() === 2);
    expect(cluster.sim.now).toBeLessThan(45_000);
  });

  it('KUBELET-32 a missing ConfigMap is waited for', () => {
    const cluster = started();
    cluster.create(
      manifest(
        'needy',
        '{name: app, image: "busybox:1.36", command: [sleep, "3600"], envFrom: [{configMapRef: {name: settings}}]}',
      ),
    );
    cluster.run(4000);
    expect(cluster.pod('needy')?.status?.containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "settings" not found',
    });
    cluster.api.create(
      'ConfigMap',
      { metadata: { name: 'settings', namespace: 'default' }, data: { A: '1' } },
      TEST,
    );
    cluster.runUntil(() => isReady(cluster, 'needy'), 20_000);
    expect(restarts(cluster, 'needy')).toBe(0);
  });

  it('KUBELET-18 a failed postStart hook kills the container', () => {
    const cluster = started();
    cluster.create(
      manifest(
        'hooked',
        '{name: app, image: "busybox:1.36", command: [sleep, "3600"], lifecycle: {postStart: {exec: {command: ["false"]}}}}',
      ),
    );
    cluster.run(9000);
    expect(
      cluster
        .events('hooked')
        .some((text) => text.startsWith('Warning FailedPostStartHook PostStartHook failed')),
    ).toBe(true);
    expect(
      cluster.events('hooked').some((text) => text.startsWith('Normal Killing FailedPostStartHook')),
    ).toBe(true);
  });
});

describe('volumes', () => {
  it('KUBELET-35 KUBELET-36 are waited for, retried and kept up to date', () => {
    const cluster = started();
    const spec = 'volumes: [{name: cfg, configMap: {name: settings}}]';
    const mount =
      '{name: app, image: "busybox:1.36", command: [sleep, "3600"], volumeMounts: [{name: cfg, mountPath: /cfg}]}';
    const uid = cluster.create(manifest('reader', mount, spec)).metadata.uid ?? '';
    cluster.run(5000);
    expect(cluster.events('reader')).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "cfg" : configmap "settings" not found x4',
    ]);
    cluster.api.create(
      'ConfigMap',
      { metadata: { name: 'settings', namespace: 'default' }, data: { color: 'blue' } },
      TEST,
    );
    cluster.runUntil(() => isReady(cluster, 'reader'), 20_000);
    const read = (): string => {
      let output = '';
      const id = cluster.world.containers('node-1', uid)[0]?.id ?? '';
      cluster.world.exec(id, ['cat', '/cfg/color'], '', 0, { kind: 'test/read', target: 'x', payload: {} });
      cluster.runUntil(() => (output = outputs.at(-1) ?? '') !== '');
      outputs.length = 0;
      return output;
    };
    const outputs: string[] = [];
    cluster.sim.on('test/read', (event) =>
      outputs.push((event.payload as { result: { output: string } }).result.output),
    );
    expect(read()).toBe('blue');
    cluster.api.modify(
      'ConfigMap',
      'default',
      'settings',
      (map) => ({ ...map, data: { color: 'green' } }),
      TEST,
    );
    cluster.run(91_000);
    expect(read()).toBe('green');
  });
});

describe('probes', () => {
  const probed = (kind: string, fields: string): string =>
    `{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 3600"], ${kind}: {exec: {command: [cat, /tmp/up]}, periodSeconds: 2, ${fields}}}`;

  it('KUBELET-40 KUBELET-41 a failed liveness probe restarts the container within one sync', () => {
    const cluster = started();
    cluster.create(manifest('sick', probed('livenessProbe', 'failureThreshold: 2')));
    cluster.runUntil(() => restarts(cluster, 'sick') === 1, 60_000);
    expect(cluster.events('sick')).toContain(
      'Normal Killing Container app failed liveness probe, will be restarted',
    );
    expect(
      cluster
        .events('sick')
        .some((text) =>
          text.startsWith("Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/up'"),
        ),
    ).toBe(true);
  });

  it('KUBELET-42 an unready container is probed at once and then every period', () => {
    const cluster = started();
    cluster.create(manifest('slow', probed('readinessProbe', 'failureThreshold: 3')));
    cluster.run(1900);
    expect(cluster.events('slow').filter((text) => text.includes('Readiness probe failed')).length).toBe(1);
    expect(isReady(cluster, 'slow')).toBe(false);
    expect(cluster.pod('slow')?.status?.phase).toBe('Running');
  });

  it('KUBELET-43 nothing else is probed before the startup probe has passed', () => {
    const cluster = started();
    const both = `{name: app, image: "busybox:1.36", command: [sh, -c, "sleep 6; touch /tmp/up; sleep 3600"], startupProbe: {exec: {command: [cat, /tmp/up]}, periodSeconds: 1, failureThreshold: 30}, livenessProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 1}}`;
    cluster.create(manifest('gated', both));
    cluster.run(6000);
    expect(cluster.events('gated').some((text) => text.includes('Liveness'))).toBe(false);
    expect(cluster.pod('gated')?.status?.containerStatuses?.[0]?.started).toBe(false);
    cluster.run(5000);
    expect(cluster.events('gated').some((text) => text.includes('Liveness'))).toBe(true);
  });
});

describe('admission', () => {
  it.each([
    [
      'cpu',
      '{name: app, image: "busybox:1.36", resources: {requests: {cpu: "64"}}}',
      '',
      'OutOfcpu',
      "Node didn't have enough resource: cpu, requested: 64000, used: 0, capacity: 2000",
    ],
    [
      'selector',
      SLEEPER,
      'nodeSelector: {disk: ssd}',
      'NodeAffinity',
      "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    ],
  ])('KUBELET-50 refuses a pod for its %s', (_name, container, spec, reason, message) => {
    const cluster = started();
    cluster.create(manifest('huge', container, spec));
    cluster.run(1000);
    expect(cluster.pod('huge')?.status).toMatchObject({
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
    });
    expect(cluster.events('huge')).toEqual([`Warning ${reason} ${message}`]);
  });

  it('KUBELET-50 refuses a taken host port', () => {
    const cluster = started();
    const ported =
      '{name: app, image: "busybox:1.36", command: [sleep, "3600"], ports: [{containerPort: 80, hostPort: 8080}]}';
    cluster.create(manifest('one', ported));
    cluster.run(100);
    cluster.create(manifest('two', ported));
    cluster.run(1000);
    expect(cluster.pod('two')?.status?.reason).toBe('NodePorts');
  });
});

describe('resize', () => {
  const sized =
    '{name: app, image: "busybox:1.36", command: [sleep, "3600"], resources: {requests: {cpu: "500m"}, limits: {cpu: "500m"}}}';
  const resize = (cluster: Fixture, name: string, cpu: string): void => {
    const body = {
      spec: { containers: [{ name: 'app', resources: { requests: { cpu }, limits: { cpu } } }] },
    };
    cluster.api.patch('Pod', 'default', name, 'strategic', body, TEST, { subresource: 'resize' });
  };

  it('KUBELET-55 is done at once when there is room', () => {
    const cluster = started();
    cluster.create(manifest('grow', sized));
    cluster.runUntil(() => isReady(cluster, 'grow'));
    cluster.run(3000);
    resize(cluster, 'grow', '1');
    cluster.run(1000);
    expect(cluster.pod('grow')?.status?.containerStatuses?.[0]?.resources?.limits?.cpu).toBe('1');
    expect(
      cluster
        .events('grow')
        .slice(-2)
        .map((text) => text.split(' ').slice(0, 2).join(' ')),
    ).toEqual(['Normal ResizeStarted', 'Normal ResizeCompleted']);
  });

  it('API-40 more than the node can ever give is refused at the API', () => {
    const cluster = started();
    cluster.create(manifest('grow', sized));
    cluster.runUntil(() => isReady(cluster, 'grow'));
    const body = {
      spec: { containers: [{ name: 'app', resources: { requests: { cpu: '64' }, limits: { cpu: '64' } } }] },
    };
    const answer = cluster.api.patch('Pod', 'default', 'grow', 'strategic', body, TEST, {
      subresource: 'resize',
    });
    expect(answer).toMatchObject({
      ok: false,
      error: {
        code: 403,
        message:
          'pods "grow" is forbidden: node didn\'t have enough allocatable resources: cpu, requested: 64000, allocatable: 2000',
        details: { causes: [{ reason: 'NodeCapacity' }] },
      },
    });
  });

  it('KUBELET-55 waits until a pod leaves', () => {
    const cluster = started();
    cluster.create(manifest('grow', sized));
    cluster.create(manifest('other', sized.replaceAll('500m', '1')));
    cluster.run(5000);
    resize(cluster, 'grow', '1500m');
    cluster.run(2000);
    expect(
      cluster.pod('grow')?.status?.conditions?.find(({ type }) => type === 'PodResizePending'),
    ).toMatchObject({ status: 'True', reason: 'Deferred' });
    cluster.api.delete('Pod', 'default', 'other', { gracePeriodSeconds: 1 }, TEST);
    cluster.run(6000);
    expect(cluster.pod('grow')?.status?.containerStatuses?.[0]?.resources?.limits?.cpu).toBe('1500m');
  });
});
