import { describe, expect, it } from 'vitest';
import { aWorld } from '../testing/world-bench.ts';
import { behaviourOf, durationMs } from './behaviour.ts';

describe('reading annotations', () => {
  it.each([
    ['5s', 5000],
    ['1m30s', 90_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['1h', 3_600_000],
    ['5', undefined],
    ['', undefined],
    ['-5s', undefined],
  ])('WORLD-20 %j is %s ms', (text, expected) => {
    expect(durationMs(text)).toBe(expected);
  });

  it('WORLD-20 a container’s own annotation comes first; init containers obey no other', () => {
    const behaviour = {
      'podarium.dev/exit-code': '2',
      'podarium.dev/exit-code.app': '3',
      'podarium.dev/memory': '10Mi',
      'podarium.dev/cpu': '250m',
    };
    expect(behaviourOf({ name: 'app', kind: 'app', behaviour })).toMatchObject({
      exitCode: 3,
      memoryBytes: 10 * 1024 ** 2,
      cpuMilli: 250,
    });
    expect(behaviourOf({ name: 'other', kind: 'app', behaviour })).toMatchObject({ exitCode: 2 });
    expect(behaviourOf({ name: 'setup', kind: 'init', behaviour })).toMatchObject({
      exitCode: 1,
      memoryBytes: 0,
    });
  });
});

describe('annotated containers', () => {
  it('WORLD-20 crash-after ends the container with its exit code', () => {
    const bench = aWorld();
    const { id, startedAt } = bench.run({
      command: ['sleep', '3600'],
      behaviour: { 'podarium.dev/crash-after': '20s', 'podarium.dev/exit-code': '7' },
    });
    bench.pass(60_000);
    expect(bench.container(id)).toMatchObject({
      exitCode: 7,
      reason: 'Error',
      finishedAt: startedAt + 20_000,
    });
  });

  it('WORLD-20 memory-growth ends in an OOM kill, with one event in between', () => {
    const bench = aWorld();
    const { id, startedAt } = bench.run({
      image: 'registry.k8s.io/pause:3.10',
      memoryLimitBytes: 100 * 1024 ** 2,
      behaviour: { 'podarium.dev/memory': '20Mi', 'podarium.dev/memory-growth': '10Mi' },
    });
    bench.pass(4000);
    expect(bench.world.usage(id).memoryBytes).toBeGreaterThan(59 * 1024 ** 2);
    bench.pass(4010);
    const { exitCode, reason, finishedAt } = bench.container(id);
    expect({ exitCode, reason }).toEqual({ exitCode: 137, reason: 'OOMKilled' });
    expect(finishedAt - startedAt).toBeGreaterThan(7900);
  });

  it('WORLD-20 ignore-term lives through the grace', () => {
    const bench = aWorld();
    const { id } = bench.run({ image: 'nginx:1.27', behaviour: { 'podarium.dev/ignore-term': 'true' } });
    const from = bench.sim.now;
    bench.call((reply) => bench.world.stopContainer(id, 'QUIT', 2000, reply));
    expect(bench.sim.now - from).toBe(2000);
    expect(bench.container(id).exitCode).toBe(137);
  });
});
