import { describe, expect, it } from 'vitest';
import type { RequestResult } from '../contract.ts';
import { aWorld } from '../testing/world-bench.ts';
import type { WorldBench } from '../testing/world-bench.ts';

interface Web {
  readonly bench: WorldBench;
  readonly id: string;
  readonly sandboxId: string;
  readonly ip: string;
}

function aWebPod(behaviour: Record<string, string> = {}): Web {
  const bench = aWorld();
  const sandbox = bench.sandbox();
  const { id } = bench.run({ sandboxId: sandbox.id, image: 'nginx:1.27', behaviour });
  bench.pass(500);
  return { bench, id, sandboxId: sandbox.id, ip: sandbox.ips[0] ?? '' };
}

function statusOf(result: RequestResult): number | string {
  return result.outcome === 'response' ? result.status : result.outcome;
}

describe('requests', () => {
  it('WORLD-15 reach a listening server from any machine, over either address', () => {
    const { bench, ip, sandboxId } = aWebPod();
    const [, ip6 = ''] =
      bench.world
        .sandboxes('node-a', bench.world.podUids('node-a')[0] ?? '')
        .find(({ id }) => id === sandboxId)?.ips ?? [];
    const result = bench.request({ ip });
    expect(result).toMatchObject({ outcome: 'response', status: 200 });
    expect(result.outcome === 'response' && result.body).toContain('Welcome to nginx!');
    expect(statusOf(bench.request({ ip, fromMachine: 'node-b' }))).toBe(200);
    expect(statusOf(bench.request({ ip: ip6 }))).toBe(200);
    expect(statusOf(bench.request({ ip, protocol: 'tcp' }))).toBe(0);
    expect(statusOf(bench.request({ ip, path: '/no/such' }))).toBe(404);
  });

  it('WORLD-15 a port nobody listens on refuses at once', () => {
    const { bench, ip } = aWebPod();
    const result = bench.request({ ip, port: 81 });
    expect(result.outcome).toBe('refused');
    expect(result.durationMs).toBeLessThan(10);
  });

  it.each([
    [1000, 'timeout', 1000],
    [5000, 'unreachable', 3000],
  ])(
    'WORLD-15 a pod that is gone, with %i ms of patience: %s after %i ms',
    (timeoutMs, outcome, durationMs) => {
      const { bench, sandboxId, ip } = aWebPod();
      bench.call((reply) => bench.world.stopSandbox(sandboxId, reply));
      expect(bench.request({ ip, timeoutMs })).toEqual({ outcome, durationMs });
    },
  );

  it('WORLD-15 no power, no answer', () => {
    const { bench, ip } = aWebPod();
    bench.world.powerOff('node-a', 0);
    expect(bench.request({ ip, fromMachine: 'node-b', timeoutMs: 2000 })).toEqual({
      outcome: 'timeout',
      durationMs: 2000,
    });
  });

  it.each(['node-a', 'node-b'])(
    'WORLD-03 a cut link of %s stops traffic between machines, not inside one',
    (cut) => {
      const { bench, ip } = aWebPod();
      bench.world.cutLink(cut, 0);
      expect(statusOf(bench.request({ ip, fromMachine: 'node-b' }))).toBe('timeout');
      expect(statusOf(bench.request({ ip, fromMachine: 'node-a' }))).toBe(200);
    },
  );

  it('WORLD-16 a server that dies resets the connection', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox();
    const { id } = bench.run({ sandboxId: sandbox.id, command: ['sh', '-c', 'nc -ll -p 8080 -e sleep 30'] });
    bench.pass(500);
    bench.world.request(
      { protocol: 'http', fromMachine: 'node-a', ip: sandbox.ips[0] ?? '', port: 8080, timeoutMs: 5000 },
      bench.replyTo('get'),
    );
    bench.pass(1000);
    bench.world.killProcess(id, 'main', 'KILL', 0);
    bench.pass(100);
    expect(bench.replies).toMatchObject([{ target: 'get', result: { outcome: 'reset' } }]);
  });

  it('WORLD-16 a server that accepts and is silent lets the client time out, but its port is open', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox();
    bench.run({ sandboxId: sandbox.id, command: ['sh', '-c', 'nc -ll -p 8080 -e sleep 30'] });
    bench.pass(500);
    const place = { ip: sandbox.ips[0] ?? '', port: 8080 };
    expect(bench.request(place)).toEqual({ outcome: 'timeout', durationMs: 1000 });
    expect(bench.request({ ...place, protocol: 'tcp' }).outcome).toBe('response');
  });

  it('WORLD-17 containers of a pod meet at localhost', () => {
    const { bench, sandboxId } = aWebPod();
    const { id } = bench.run({
      sandboxId,
      name: 'client',
      command: ['sh', '-c', 'wget -qO- http://127.0.0.1:80/ > /tmp/page; sleep 3600'],
    });
    bench.pass(1000);
    expect(bench.exec(id, ['cat', '/tmp/page']).output).toContain('Welcome to nginx!');
  });

  it('WORLD-17 a second listener on the same port fails', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox();
    const first = bench.run({ sandboxId: sandbox.id, name: 'one', command: ['httpd', '-f', '-p', '80'] });
    const second = bench.run({
      sandboxId: sandbox.id,
      name: 'two',
      command: ['sh', '-c', 'sleep 2; exec httpd -f -p 80'],
    });
    bench.pass(5000);
    expect(bench.container(first.id).state).toBe('running');
    expect(bench.container(second.id)).toMatchObject({ state: 'exited', exitCode: 1 });
    expect(bench.logText(second.id)).toEqual(['httpd: bind: Address already in use']);
  });

  it('hostNetwork containers are reached at the machine', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox({ hostNetwork: true });
    bench.run({ sandboxId: sandbox.id, image: 'nginx:1.27' });
    bench.pass(500);
    expect(statusOf(bench.request({ ip: '10.0.0.11', fromMachine: 'node-b' }))).toBe(200);
    expect(statusOf(bench.request({ ip: '127.0.0.1' }))).toBe(200);
    expect(statusOf(bench.request({ ip: '127.0.0.1', fromMachine: 'node-b' }))).toBe('refused');
  });

  it('tells listeners of every request with its result', () => {
    const { bench, ip } = aWebPod();
    const seen: string[] = [];
    bench.world.listen({ requestSent: (request, result) => seen.push(`${request.ip} ${result.outcome}`) });
    bench.request({ ip });
    bench.request({ ip, port: 81 });
    expect(seen).toEqual([`${ip} response`, `${ip} refused`]);
  });
});

describe('broken servers', () => {
  it.each([
    ['fail', 500],
    ['refuse', 'refused'],
    ['hang', 'timeout'],
  ] as const)('WORLD-21 %s gives %s until it is mended', (fault, expected) => {
    const { bench, id, ip } = aWebPod();
    bench.world.breakServer(id, fault, 0);
    expect(bench.world.serverFault(id)).toBe(fault);
    expect(statusOf(bench.request({ ip }))).toBe(expected);
    expect(bench.exec(id, ['true'], 1000)).toMatchObject(
      fault === 'hang' ? { timedOut: true } : { exitCode: 1 },
    );
    bench.world.mendServer(id, 0);
    expect(statusOf(bench.request({ ip }))).toBe(200);
    expect(bench.exec(id, ['true'])).toMatchObject({ exitCode: 0 });
  });

  it('WORLD-21 gRPC health says NOT_SERVING', () => {
    const { bench, id, ip } = aWebPod();
    bench.world.breakServer(id, 'fail', 0);
    expect(bench.request({ ip, protocol: 'grpc' })).toMatchObject({
      outcome: 'response',
      status: 2,
      body: 'NOT_SERVING',
    });
  });

  it('WORLD-21 the fault goes with the container', () => {
    const { bench, id } = aWebPod();
    bench.world.breakServer(id, 'fail', 0);
    bench.world.killProcess(id, 'main', 'KILL', 0);
    expect(bench.world.serverFault(id)).toBeUndefined();
  });
});

describe('annotated servers', () => {
  it('WORLD-20 start-delay refuses at first', () => {
    const { bench, ip } = aWebPod({ 'podarium.dev/start-delay': '10s' });
    expect(statusOf(bench.request({ ip }))).toBe('refused');
    bench.pass(10_000);
    expect(statusOf(bench.request({ ip }))).toBe(200);
  });

  it('WORLD-20 answer-delay answers late, and too late', () => {
    const { bench, ip } = aWebPod({ 'podarium.dev/answer-delay': '800ms' });
    expect(bench.request({ ip }).durationMs).toBeGreaterThanOrEqual(800);
    expect(bench.request({ ip, timeoutMs: 500 })).toEqual({ outcome: 'timeout', durationMs: 500 });
  });

  it('WORLD-20 fail-every fails each third request', () => {
    const { bench, ip } = aWebPod({ 'podarium.dev/fail-every': '3' });
    expect([1, 2, 3, 4, 5, 6].map(() => statusOf(bench.request({ ip })))).toEqual([
      200, 200, 500, 200, 200, 500,
    ]);
  });
});
