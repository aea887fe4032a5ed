import { describe, expect, it } from 'vitest';
import type { SimRoot } from '../sim/sim.ts';
import { aWorld } from './testing/world-bench.ts';
import type { WorldBench } from './testing/world-bench.ts';

/** A run with a bit of everything going on at once. */
function busy(bench: WorldBench): void {
  bench.world.putVolume('node-a', 'vol', 'emptyDir', []);
  const sandbox = bench.sandbox();
  bench.run({
    sandboxId: sandbox.id,
    name: 'web',
    image: 'nginx:1.27',
    behaviour: { 'podarium.dev/answer-delay': '300ms' },
  });
  const { id } = bench.run({
    sandboxId: sandbox.id,
    command: ['sh', '-c', 'while true; do wget -qO- http://127.0.0.1/ | head -n 1; sleep 1; done'],
  });
  bench.run({
    sandboxId: sandbox.id,
    name: 'writer',
    mounts: [{ mountPath: '/v', volumeId: 'vol', readOnly: false }],
    command: ['sh', '-c', 'for i in 1 2 3; do echo $i >> /v/f; sleep 2; done; exit 4'],
  });
  bench.world.exec(id, ['sleep', '20'], '', 8000, bench.replyTo('exec'));
  bench.world.pullImage('node-b', 'nginx:1.9999', bench.replyTo('pull'));
  bench.world.stopContainer(id, 'TERM', 9000, bench.replyTo('stop'));
  bench.world.request(
    { protocol: 'http', fromMachine: 'node-b', ip: sandbox.ips[0] ?? '', port: 80, timeoutMs: 100 },
    bench.replyTo('get'),
  );
}

describe('a run of the world', () => {
  it('WORLD-23 is the same twice', () => {
    const hashes = [1, 2].map(() => {
      const bench = aWorld();
      busy(bench);
      bench.pass(20_000);
      return [bench.sim.traceHash, bench.sim.stateHash()];
    });
    expect(hashes[0]).toEqual(hashes[1]);
  });

  it.each([0, 1, 150, 2500, 8500])('WORLD-23 goes on as before after a JSON round trip %i ms in', (ms) => {
    const straight = aWorld();
    busy(straight);
    straight.pass(ms);
    const root = JSON.parse(JSON.stringify(straight.sim.save())) as SimRoot;
    straight.pass(20_000);
    const restored = aWorld();
    restored.sim.load(root);
    restored.pass(20_000);
    expect(restored.sim.traceHash).toBe(straight.sim.traceHash);
    expect(restored.sim.stateHash()).toBe(straight.sim.stateHash());
  });

  it.each([
    ['pause', { image: 'registry.k8s.io/pause:3.10' }],
    ['nginx', { image: 'nginx:1.27' }],
    ['sleep', { command: ['sleep', '1000000'] }],
  ])('WORLD-24 %s costs nothing while it idles', (_name, config) => {
    const bench = aWorld();
    const { id } = bench.run(config);
    bench.pass(1000);
    const before = bench.sim.processed;
    bench.pass(600_000);
    expect(bench.sim.processed).toBe(before);
    expect(bench.container(id).state).toBe('running');
  });
});
