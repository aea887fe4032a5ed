import { describe, expect, it } from 'vitest';
import { aWorld } from '../../testing/world-bench.ts';
import type { ContainerConfig } from '../../contract.ts';

function running(config: Partial<ContainerConfig>, afterMs = 100) {
  const bench = aWorld({
    preloadedImages: [
      'mysql:8.4',
      'postgres:17',
      'python:3.13',
      'node:22',
      'debian:12',
      'ghcr.io/me/app:v9',
      'gcr.io/google-samples/hello-app:1.0',
      'fluent/fluentd:v1.18',
    ],
  });
  const container = bench.run(config);
  bench.pass(afterMs);
  const sandbox = bench.world.sandboxes('node-a', container.podUid)[0];
  return {
    bench,
    container: () => bench.container(container.id),
    log: () => bench.logText(container.id).join('\n'),
    ask: (port: number, path = '/') =>
      bench.request({ protocol: 'http', ip: sandbox?.ips[0] ?? '', port, path, timeoutMs: 1000 }),
    connect: (port: number) =>
      bench.request({ protocol: 'tcp', ip: sandbox?.ips[0] ?? '', port, timeoutMs: 1000 }),
    stop: () => bench.call((reply) => bench.world.stopContainer(container.id, 'SIGTERM', 30_000, reply)),
  };
}

describe('images nobody knows', () => {
  it('WORLD-35 answer on the ports of the container, and say so', () => {
    const app = running({ image: 'ghcr.io/me/app:v9', containerPorts: [3000] });
    expect(app.ask(3000)).toMatchObject({ outcome: 'response', status: 200 });
    expect(app.ask(8080)).toMatchObject({ outcome: 'refused' });
    expect(app.log()).toBe(
      'A stand-in runs here, not the program of the image. It answers every request on port 3000.',
    );
    app.stop();
    expect(app.container()).toMatchObject({ state: 'exited', exitCode: 0 });
  });

  it.each(['nosuch:1', 'registry.k8s.io/nosuch:1', 'me.example/app:1', 'team/no-such-app', 'a.invalid/x'])(
    "WORLD-35 %s is nobody's",
    (image) => {
      const bench = aWorld();
      const result = bench.call((reply) => bench.world.pullImage('node-a', image, reply));
      expect(result).toMatchObject({ ok: false });
    },
  );
});

describe('well-known images', () => {
  it.each([
    ['mysql:8.4', 'MYSQL_ROOT_PASSWORD', 3306, 13_000],
    ['postgres:17', 'POSTGRES_PASSWORD', 5432, 3000],
  ])('WORLD-36 %s wants a password, and time to set up', (image, name, port, readyMs) => {
    const refused = running({ image });
    expect(refused.container()).toMatchObject({ state: 'exited', exitCode: 1 });
    expect(refused.log()).toContain(name);
    const served = running({ image, env: [{ name, value: 'x' }] });
    expect(served.connect(port)).toMatchObject({ outcome: 'refused' });
    served.bench.pass(readyMs);
    expect(served.connect(port)).toMatchObject({ outcome: 'response' });
    served.stop();
    expect(served.container()).toMatchObject({ exitCode: 0 });
  });

  it('WORLD-36 python serves the files of a directory and drops TERM', () => {
    const command = [
      'sh',
      '-c',
      'mkdir /site; echo hello > /site/index.html; exec python3 -m http.server 8080 -d /site',
    ];
    const app = running({ image: 'python:3.13', command });
    expect(app.ask(8080)).toMatchObject({ status: 200, body: 'hello\n' });
    expect(app.ask(8080, '/x')).toMatchObject({ status: 404 });
    expect(app.log()).toContain('"GET / HTTP/1.1" 200 -');
    app.stop();
    expect(app.container()).toMatchObject({ exitCode: 137 });
  });

  it('WORLD-36 node serves one text', () => {
    const script =
      "require('http').createServer((q, r) => r.end('hi there')).listen(3000); console.log('up')";
    const app = running({ image: 'node:22', command: ['node', '-e', script] });
    expect(app.ask(3000)).toMatchObject({ status: 200, body: 'hi there' });
    expect(app.log()).toBe('up');
  });

  it('WORLD-36 other scripts are not understood', () => {
    const app = running({ image: 'python:3.13', command: ['python3', 'app.py'] });
    expect(app.container()).toMatchObject({ state: 'exited', exitCode: 1 });
    expect(app.log()).toContain('understands only');
  });

  it('WORLD-36 hello-app says who it is', () => {
    const app = running({ image: 'gcr.io/google-samples/hello-app:1.0' });
    expect(app.ask(8080)).toMatchObject({
      body: expect.stringMatching(/^Hello, world!\nVersion: 1\.0\.0\nHostname: /),
    });
  });
});
