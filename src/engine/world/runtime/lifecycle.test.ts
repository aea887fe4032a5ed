import { jsonText } from '../../../base/json.ts';
import { describe, expect, it } from 'vitest';
import { argvOf } from './container-spec.ts';
import { exitReason } from './exits.ts';
import { aWorld } from '../testing/world-bench.ts';
import type { WorldBench } from '../testing/world-bench.ts';

function stop(bench: WorldBench, id: string, signal: string, graceMs: number): number {
  const from = bench.sim.now;
  bench.call((reply) => bench.world.stopContainer(id, signal, graceMs, reply));
  return bench.sim.now - from;
}

const IMAGE = { entrypoint: ['/entry'], command: ['a', 'b'] };

describe('what a container runs', () => {
  it.each([
    [{}, ['/entry', 'a', 'b']],
    [{ args: ['x'] }, ['/entry', 'x']],
    [{ command: ['run'] }, ['run']],
    [{ command: ['run'], args: ['x'] }, ['run', 'x']],
    [{ command: [], args: [] }, ['/entry', 'a', 'b']],
  ])('WORLD-05 %j becomes %j', (config, argv) => {
    expect(argvOf(config, IMAGE)).toEqual(argv);
  });

  it('WORLD-05 a command that is not in the image is a StartError', () => {
    const bench = aWorld();
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "no-such-command": executable file not found in $PATH';
    const id = jsonText(bench.create({ command: ['no-such-command'] })['containerId']);
    expect(bench.call((reply) => bench.world.startContainer(id, reply))).toEqual({
      ok: false,
      error: message,
    });
    expect(bench.container(id)).toMatchObject({
      state: 'exited',
      exitCode: 128,
      reason: 'StartError',
      message,
      startedAt: 0,
      finishedAt: bench.sim.now,
    });
  });

  it('an image that is not on the machine, or a sandbox that is down, refuses the creation', () => {
    const bench = aWorld({ preloadedImages: ['busybox:1.36'] });
    expect(bench.create({ image: 'nginx:1.27' })).toMatchObject({
      ok: false,
      error: 'failed to resolve image "nginx:1.27": not found',
    });
    const sandbox = bench.sandbox();
    bench.call((reply) => bench.world.stopSandbox(sandbox.id, reply));
    expect(bench.create({ sandboxId: sandbox.id })).toMatchObject({
      ok: false,
      error: `sandbox container "${sandbox.id}" is not running`,
    });
  });
});

describe('how a container ends', () => {
  it.each([
    ['ended', 0, 'Completed'],
    ['ended', 3, 'Error'],
    ['killed', 137, 'Error'],
    ['out-of-memory', 137, 'OOMKilled'],
    ['sandbox-lost', 137, 'Error'],
  ] as const)('WORLD-06 %s with %i is %s', (kind, code, reason) => {
    expect(exitReason(kind, code)).toBe(reason);
  });

  it('WORLD-06 by itself: code, reason, trace entry, and word to the listeners', () => {
    const bench = aWorld();
    const told: string[] = [];
    bench.world.listen({
      runtimeChanged: (machine, podUid) => told.push(`${machine} ${podUid} ${bench.sim.cause}`),
    });
    const { id, podUid } = bench.run({ command: ['sh', '-c', 'sleep 2; exit 3'] });
    bench.pass(5000);
    const record = bench.container(id);
    expect(record).toMatchObject({ state: 'exited', exitCode: 3, reason: 'Error' });
    expect(record.finishedAt - record.startedAt).toBeGreaterThanOrEqual(2000);
    expect(record.finishedAt - record.startedAt).toBeLessThan(2050);
    expect(told).toEqual([`node-a ${podUid} ${record.entry}`]);
    expect(bench.sim.entry(record.entry)).toMatchObject({
      actor: 'world',
      verb: 'exit',
      rule: 'WORLD-06',
      text: 'process 1 (sh) exited with code 3',
      subject: { kind: 'Container', namespace: 'default', name: 'default/pod-1/app', id },
    });
  });

  it('WORLD-06 the termination message is what the process left in its file, cut to 4096 bytes', () => {
    const bench = aWorld();
    const said = bench.run({ command: ['sh', '-c', 'echo done > /dev/termination-log'] });
    bench.pass(1000);
    expect(bench.container(said.id)).toMatchObject({
      exitCode: 0,
      reason: 'Completed',
      terminationMessage: 'done\n',
    });
    const long = bench.run({
      terminationMessagePath: '/tmp/why',
      command: ['sh', '-c', `for i in $(seq 600); do echo 123456789 >> /tmp/why; done`],
    });
    bench.pass(60_000);
    expect(bench.container(long.id).terminationMessage).toHaveLength(4096);
  });

  it('WORLD-07 a process without a handler is killed when the grace is over', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    expect(stop(bench, id, 'SIGTERM', 3000)).toBe(3000);
    expect(bench.container(id)).toMatchObject({ exitCode: 137, reason: 'Error' });
    expect(bench.sim.entry(bench.container(id).entry)?.text).toBe(
      'process 1 (sleep) was killed because it still ran when the grace after TERM was over',
    );
  });

  it('WORLD-07 a process with a handler ends with its own code, and its exit names what the stop was caused by', () => {
    const bench = aWorld();
    const { id } = bench.run({ image: 'nginx:1.27' });
    bench.pass(500);
    const entry = bench.sim.record(
      'kubelet/node-a',
      'kill',
      { kind: 'Pod', namespace: 'default', name: 'pod-1', id: '' },
      [],
      { rule: 'WORLD-07', text: 'stop' },
    );
    const took = bench.sim.withCause(entry, () => stop(bench, id, 'SIGQUIT', 30_000));
    expect(took).toBeLessThan(100);
    expect(bench.container(id)).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect(bench.sim.entry(bench.container(id).entry)).toMatchObject({
      text: 'process 1 (nginx) exited with code 0 after QUIT',
      causes: [entry],
    });
  });

  it('WORLD-07 no grace means SIGKILL at once; a container that has ended is answered at once', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    expect(stop(bench, id, 'SIGTERM', 0)).toBe(0);
    expect(bench.container(id).exitCode).toBe(137);
    expect(stop(bench, id, 'SIGTERM', 5000)).toBe(0);
  });

  it('WORLD-08 memory over the limit', () => {
    const bench = aWorld();
    const { id } = bench.run({
      command: ['sh', '-c', 'sleep 3; exec tail /dev/zero'],
      memoryLimitBytes: 20 * 1024 ** 2,
    });
    bench.pass(30_000);
    expect(bench.container(id)).toMatchObject({ state: 'exited', exitCode: 137, reason: 'OOMKilled' });
  });

  it('a process killed from outside', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    bench.world.killProcess(id, 'main', 'TERM', 0);
    expect(bench.container(id).state).toBe('running');
    bench.world.killProcess(id, 'main', 'KILL', 0);
    expect(bench.container(id)).toMatchObject({ state: 'exited', exitCode: 137, reason: 'Error' });
  });
});

describe('sandboxes', () => {
  it('WORLD-13 killing pause in a shared process namespace takes every container along', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox({ shareProcessNamespace: true });
    const { id } = bench.run({ sandboxId: sandbox.id, command: ['sleep', '3600'] });
    expect(bench.exec(id, ['kill', '1']).exitCode).toBe(0);
    expect(bench.world.sandboxes('node-a', sandbox.podUid)).toMatchObject([{ state: 'not-ready' }]);
    expect(bench.container(id)).toMatchObject({ state: 'exited', exitCode: 137, reason: 'Error' });
  });

  it('WORLD-13 otherwise the containers live on without their sandbox', () => {
    const bench = aWorld();
    const { id, sandboxId, podUid } = bench.run({ command: ['sleep', '3600'] });
    bench.world.killSandbox(sandboxId, 'USR1', 0);
    expect(bench.world.sandboxes('node-a', podUid)).toMatchObject([{ state: 'ready' }]);
    bench.world.killSandbox(sandboxId, 'KILL', 0);
    expect(bench.world.sandboxes('node-a', podUid)).toMatchObject([{ state: 'not-ready' }]);
    expect(bench.container(id).state).toBe('running');
  });

  it('WORLD-13 in a shared process namespace the first process has no special protection', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox({ shareProcessNamespace: true });
    const { id } = bench.run({ sandboxId: sandbox.id, command: ['sleep', '3600'] });
    expect(stop(bench, id, 'TERM', 30_000)).toBeLessThan(100);
    expect(bench.container(id)).toMatchObject({ exitCode: 143, reason: 'Error' });
  });

  it('WORLD-14 each pod gets an address of both families; hostNetwork gets none', () => {
    const bench = aWorld();
    expect(bench.sandbox().ips).toEqual(['10.244.0.2', 'fd00:10:244:0::2']);
    expect(bench.sandbox().ips).toEqual(['10.244.0.3', 'fd00:10:244:0::3']);
    expect(bench.sandbox({ hostNetwork: true }).ips).toEqual([]);
    expect(bench.sandbox({}, 'node-b').ips).toEqual(['10.244.1.2', 'fd00:10:244:1::2']);
  });

  it('WORLD-14 a machine without address ranges has no pod network', () => {
    const bench = aWorld();
    bench.world.setPodCidrs('node-a', []);
    const config = {
      podUid: 'u',
      namespace: 'default',
      podName: 'p',
      hostname: 'p',
      attempt: 0,
      hostNetwork: false,
      shareProcessNamespace: false,
      hostPid: false,
    };
    const result = bench.call((reply) => bench.world.runSandbox('node-a', config, reply));
    expect(result?.['error']).toMatch(
      /^rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{64}": cni plugin not initialized$/,
    );
  });

  it('WORLD-22 stopping kills, removing forgets', () => {
    const bench = aWorld();
    const { id, sandboxId, podUid } = bench.run({ command: ['sleep', '3600'] });
    const from = bench.sim.now;
    bench.call((reply) => bench.world.stopSandbox(sandboxId, reply));
    expect(bench.sim.now - from).toBeGreaterThanOrEqual(100);
    expect(bench.container(id)).toMatchObject({ state: 'exited', exitCode: 137, finishedAt: from });
    expect(bench.world.sandboxes('node-a', podUid)).toMatchObject([{ state: 'not-ready', ips: [] }]);
    expect(bench.world.podUids('node-a')).toEqual([podUid]);
    bench.world.removeSandbox(sandboxId);
    expect(bench.world.container(id)).toBeUndefined();
    expect(bench.world.log(id)).toBeUndefined();
    expect(bench.world.podUids('node-a')).toEqual([]);
  });

  it('lists containers newest attempt first, then by name', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox();
    for (const [name, attempt] of [
      ['b', 0],
      ['a', 0],
      ['a', 1],
    ] as const)
      bench.create({ sandboxId: sandbox.id, name, attempt });
    expect(
      bench.world.containers('node-a', sandbox.podUid).map(({ name, attempt }) => `${name}${attempt}`),
    ).toEqual(['a1', 'a0', 'b0']);
  });
});
