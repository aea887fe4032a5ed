import { describe, expect, it } from 'vitest';
import type { Machine } from '../contract.ts';
import { aWorld } from '../testing/world-bench.ts';

describe('machines', () => {
  it('WORLD-01 a power loss stops everything and drops all replies under way', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    bench.world.stopContainer(id, 'TERM', 5000, bench.replyTo('stop'));
    bench.world.exec(id, ['sleep', '1'], '', 0, bench.replyTo('exec'));
    bench.world.pullImage('node-a', 'nginx', bench.replyTo('pull'));
    bench.world.powerOff('node-a', 0);
    bench.pass(60_000);
    expect(bench.replies).toEqual([]);
    expect(bench.container(id).finishedAt).toBe(0);
    expect(bench.sim.queue.size).toBe(0);
  });

  it('WORLD-01 replies of the boot before do not reach the next boot', () => {
    const bench = aWorld({ pullMs: [5000, 5000] });
    bench.world.pullImage('node-a', 'nginx', bench.replyTo('pull'));
    bench.world.powerOff('node-a', 0);
    bench.world.powerOn('node-a', 0);
    bench.pass(60_000);
    expect(bench.replies).toEqual([]);
  });

  it('WORLD-02 after the boot containers are exited 255 Unknown and sandboxes down', () => {
    const bench = aWorld();
    const { id, podUid } = bench.run({ command: ['sleep', '3600'] });
    const entry = bench.sim.record(
      'you',
      'power-on',
      { kind: 'Machine', namespace: '', name: 'node-a', id: '' },
      [],
      { rule: 'WORLD-02', text: 'power on' },
    );
    bench.world.powerOff('node-a', 0);
    bench.pass(20_000);
    bench.world.powerOn('node-a', entry);
    expect(bench.container(id)).toMatchObject({
      state: 'exited',
      exitCode: 255,
      reason: 'Unknown',
      finishedAt: bench.sim.now,
      entry,
    });
    expect(bench.world.sandboxes('node-a', podUid)).toMatchObject([{ state: 'not-ready', ips: [] }]);
    expect(bench.world.machine('node-a')).toMatchObject({ power: 'on', kubelet: 'running', boot: 2 });
  });

  it('WORLD-03 a cut link keeps processes running and the API server out of reach', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    bench.world.cutLink('node-a', 0);
    bench.pass(1000);
    expect(bench.container(id).state).toBe('running');
    expect([bench.world.reachesApiServer('node-a'), bench.world.reachesApiServer('node-b')]).toEqual([
      false,
      true,
    ]);
    bench.world.healLink('node-a', 0);
    expect(bench.world.reachesApiServer('node-a')).toBe(true);
  });

  it('WORLD-04 containers outlive the kubelet; a change is told once, with its cause', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    const told: [string | undefined, string | undefined, number][] = [];
    bench.world.listen({
      machineChanged: (before?: Machine, after?: Machine) =>
        told.push([before?.kubelet, after?.kubelet, bench.sim.cause]),
    });
    bench.world.stopKubelet('node-a', 41);
    bench.world.stopKubelet('node-a', 42);
    bench.world.startKubelet('node-a', 43);
    expect(told).toEqual([
      ['running', 'stopped', 41],
      ['stopped', 'running', 43],
    ]);
    expect(bench.container(id).state).toBe('running');
  });

  it('a removed machine takes everything on it away', () => {
    const bench = aWorld();
    const { id, podUid } = bench.run({ command: ['sleep', '3600'] });
    bench.world.setManifest('node-a', 'web.yaml', 'kind: Pod', 0);
    bench.world.removeMachine('node-a', 0);
    expect(bench.world.container(id)).toBeUndefined();
    expect(bench.world.sandboxes('node-a', podUid)).toEqual([]);
    expect(bench.world.manifests('node-a')).toEqual([]);
    expect(bench.world.machines().map(({ name }) => name)).toEqual(['node-b']);
  });

  it('the static pod folder lists files in name order and tells of changes only', () => {
    const bench = aWorld();
    const told: string[] = [];
    bench.world.listen({ manifestChanged: (machine, file) => told.push(`${machine}/${file}`) });
    bench.world.setManifest('node-a', 'b.yaml', 'b', 0);
    bench.world.setManifest('node-a', 'a.yaml', 'a', 0);
    bench.world.setManifest('node-a', 'a.yaml', 'a', 0);
    expect(bench.world.manifests('node-a')).toEqual([
      { file: 'a.yaml', content: 'a' },
      { file: 'b.yaml', content: 'b' },
    ]);
    bench.world.setManifest('node-a', 'b.yaml', undefined, 0);
    expect(told).toEqual(['node-a/b.yaml', 'node-a/a.yaml', 'node-a/b.yaml']);
  });
});
