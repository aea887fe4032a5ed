import { describe, expect, it } from 'vitest';
import { must } from '../../base/assert.ts';
import type { Json } from '../../base/json.ts';
import type { Run } from '../run/run.ts';
import { aMachine, aPod, aRun, manifest, script, wait } from '../testing/run-builders.ts';
import type { ObjectRef } from './answers.ts';
import type { ContainerInside, PodInside, VolumeInside } from './pod-inside.ts';
import { View } from './view.ts';

const REFRESHER =
  'i=0; while true; do i=$((i+1)); echo "page $i" > /out/index.html; echo wrote $i; sleep 5; done';
/** A sidecar that writes the page a server shows, a file from a ConfigMap, and a claim-free helper. */
const SITE: Json = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'site', labels: { app: 'site' } },
  spec: {
    initContainers: [
      {
        name: 'refresh',
        restartPolicy: 'Always',
        ...script(REFRESHER),
        volumeMounts: [{ name: 'www', mountPath: '/out' }],
      },
      { name: 'prepare', ...script('echo ready') },
    ],
    containers: [
      {
        name: 'server',
        image: 'nginx:1.27',
        ports: [{ containerPort: 80 }],
        readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 },
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        volumeMounts: [
          { name: 'www', mountPath: '/usr/share/nginx/html', readOnly: true },
          { name: 'conf', mountPath: '/etc/site' },
        ],
      },
      {
        name: 'caller',
        ...script('while true; do wget -qO- http://localhost/; sleep 2; done'),
      },
    ],
    volumes: [
      { name: 'www', emptyDir: {} },
      { name: 'conf', configMap: { name: 'site' } },
    ],
  },
};
const CONFIG: Json = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'site' },
  data: { 'colour.txt': 'blue\n' },
};

interface Opened {
  readonly run: Run;
  readonly view: View;
  readonly ref: ObjectRef;
}

function refOf({ name, namespace = '', uid }: { name: string; namespace?: string; uid: string }): ObjectRef {
  return { kind: 'Pod', namespace, name, uid };
}

function open(...objects: readonly Json[]): Opened {
  const run = aRun({ machines: [aMachine('node-a')] });
  run.give({ kind: 'apply-manifest', text: manifest(...objects) });
  wait(run, 20_000);
  const pod = must(run.engine.reader().list('Pod')[0], 'a pod');
  return { run, view: new View(run), ref: refOf(pod.metadata) };
}

function inside({ view, ref }: Opened): PodInside {
  return must(view.ask.inside(ref) ?? undefined, 'the pod from inside');
}

function container(opened: Opened, name: string): ContainerInside {
  return must(
    inside(opened).containers.find((one) => one.name === name),
    name,
  );
}

function volume(opened: Opened, name: string): VolumeInside {
  return must(
    inside(opened).volumes.find((one) => one.name === name),
    name,
  );
}

describe('a pod from inside', () => {
  it('VIEW-20 tells containers in the order of the spec, with processes, ports, probes and resources', () => {
    const site = open(CONFIG, SITE);
    expect(inside(site).containers.map(({ name, kind, phase }) => `${name} ${kind} ${phase}`)).toEqual([
      'refresh sidecar ready',
      'prepare init completed',
      'server app ready',
      'caller app ready',
    ]);
    const server = container(site, 'server');
    expect(server.processes[0]).toMatchObject({ pid: 1 });
    expect(server.ports).toEqual([
      { port: 80, protocol: 'TCP', name: '', hostPort: 0, declared: true, listens: 'pod' },
    ]);
    expect(server.probes).toMatchObject([{ kind: 'readiness', periodS: 5, port: 80 }]);
    expect(server.cpu).toMatchObject({ request: 100, limit: 0 });
    expect(server.memory).toMatchObject({ request: 64 * 1024 * 1024, limit: 128 * 1024 * 1024 });
    expect(server.memory.used).toBeGreaterThan(0);
    expect(container(site, 'refresh').tail.at(-1)?.text).toMatch(/^wrote \d+$/);
    expect(container(site, 'prepare').ended).toMatchObject([
      { attempt: 0, exitCode: 0, reason: 'Completed' },
    ]);
  });

  it('VIEW-21 the files of a volume can be listed and read, as they are at the shown moment', () => {
    const site = open(CONFIG, SITE);
    expect(volume(site, 'www')).toMatchObject({ kind: 'emptyDir', mounted: true, fileCount: 1 });
    expect(volume(site, 'conf')).toMatchObject({ kind: 'configMap', detail: 'site' });
    expect(site.view.ask.files(site.ref, 'conf')?.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'colour.txt file',
    ]);
    expect(site.view.ask.file(site.ref, 'conf', 'colour.txt')?.text).toBe('blue\n');
    const before = must(site.view.ask.file(site.ref, 'www', 'index.html') ?? undefined, 'index.html');
    expect(before.text).toMatch(/^page \d+\n$/);
    const at = site.run.now;
    wait(site.run, 10_000);
    expect(site.view.ask.file(site.ref, 'www', 'index.html')?.text).not.toBe(before.text);
    site.run.seek(at);
    expect(site.view.ask.file(site.ref, 'www', 'index.html')?.text).toBe(before.text);
    expect(site.view.ask.file(site.ref, 'www', 'nothing')).toBeNull();
  });

  it('VIEW-21 a file of bytes is said to be one, and a long text is cut', () => {
    const writer = 'dd if=/dev/zero of=/d/zeros bs=1024 count=3; seq 1 20000 > /d/long; sleep 3600';
    const one = open(
      aPod(
        'one',
        { ...script(writer), volumeMounts: [{ name: 'd', mountPath: '/d' }] },
        { volumes: [{ name: 'd', emptyDir: {} }] },
      ),
    );
    expect(one.view.ask.file(one.ref, 'd', 'zeros')).toMatchObject({ binary: true, text: '', bytes: 3072 });
    const long = must(one.view.ask.file(one.ref, 'd', 'long') ?? undefined, 'the long file');
    expect(long).toMatchObject({ cut: true, binary: false });
    expect(long.text).toHaveLength(64 * 1024);
  });

  it('VIEW-22 the last five runs are remembered, with the wait that holds and the next one', () => {
    const one = open(aPod('one', script('exit 3')));
    wait(one.run, 400_000);
    const app = container(one, 'app');
    expect(app.ended.map(({ exitCode }) => exitCode)).toEqual([3, 3, 3, 3, 3]);
    expect(app.ended.map(({ attempt }) => attempt)).toEqual(
      [4, 3, 2, 1, 0].map((back) => app.restarts - back),
    );
    expect([80_000, 160_000, 300_000]).toContain(app.backOffMs);
    expect(app.backOffUntil).toBeGreaterThan(one.run.now);
    expect(app.nextBackOffMs).toBe(Math.min(300_000, app.backOffMs * 2));
  });

  it('VIEW-23 requests are told with both ends: inside by localhost, and through the wall', () => {
    const site = open(CONFIG, SITE);
    expect(inside(site).traffic.at(-1)).toMatchObject({
      from: 'caller',
      fromPod: '',
      to: 'server',
      toPod: '',
      port: 80,
      loopback: true,
      label: 'GET /',
      outcome: '200',
    });
  });

  it('VIEW-24 of a pod that ends, each container says where it stands between preStop and KILL', () => {
    const one = open(
      aPod('one', {
        ...script('trap "" TERM; while true; do sleep 1; done'),
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
      }),
    );
    expect(container(one, 'app')).toMatchObject({ preStop: 'sleep 5 s', kill: null });
    one.run.give({ kind: 'request', verb: 'delete', objectKind: 'Pod', namespace: 'default', name: 'one' });
    wait(one.run, 2000);
    expect(container(one, 'app').kill?.stage).toBe('hook');
    wait(one.run, 6000);
    const { kill } = container(one, 'app');
    expect(kill?.stage).toBe('term');
    expect(must(kill ?? undefined, 'a kill').killAt - inside(one).deletedAt).toBeGreaterThan(28_000);
  });

  it('VIEW-25 a pod that left is shown as it last was, then no more', () => {
    const one = open(aPod('one'));
    one.run.give({
      kind: 'request',
      verb: 'delete',
      objectKind: 'Pod',
      namespace: 'default',
      name: 'one',
      options: { gracePeriodSeconds: 0 },
    });
    wait(one.run, 5000);
    expect(inside(one).goneAt).toBeGreaterThan(0);
    expect(one.view.ask.inside({ kind: 'Pod', namespace: 'default', name: 'nobody', uid: 'u' })).toBeNull();
  });

  it('VIEW-26 WORLD-25 shared memory is one tray for all containers of the pod, and for no other pod', () => {
    const writer = script('echo tick > /dev/shm/counter; sleep 3600');
    const reader = script('sleep 2; cat /dev/shm/counter; sleep 3600');
    const pair: Json = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pair' },
      spec: {
        containers: [
          { name: 'writer', ...writer },
          { name: 'reader', ...reader },
        ],
      },
    };
    const both = open(pair, aPod('stranger', script('sleep 2; ls /dev/shm; sleep 3600')));
    expect(container(both, 'reader').tail.map(({ text }) => text)).toEqual(['tick']);
    expect(inside(both).sharedMemory?.files.map(({ path }) => path)).toEqual(['counter']);
    expect(both.view.ask.file(both.ref, '/dev/shm', 'counter')?.text).toBe('tick\n');
    const stranger = both.run.engine
      .reader()
      .list('Pod')
      .find(({ metadata }) => metadata.name === 'stranger');
    expect(both.view.ask.inside(refOf(must(stranger, 'the stranger').metadata))?.sharedMemory?.files).toEqual(
      [],
    );
  });
});
