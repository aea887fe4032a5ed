import { describe, expect, it } from 'vitest';
import { signalToPause } from './exec.ts';
import { aWorld } from '../testing/world-bench.ts';

describe('commands in containers', () => {
  it('WORLD-09 give exit code and output', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    expect(bench.exec(id, ['sh', '-c', 'echo hello; exit 3'])).toEqual({
      exitCode: 3,
      output: 'hello\n',
      timedOut: false,
    });
    expect(bench.logText(id)).toEqual([]);
  });

  it('WORLD-09 read what is given as stdin', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    expect(bench.call((reply) => bench.world.exec(id, ['cat'], 'hi\n', 0, reply))).toEqual({
      exitCode: 0,
      output: 'hi\n',
      timedOut: false,
    });
  });

  it('WORLD-09 are killed at their timeout', () => {
    const bench = aWorld({ execStartMs: [50, 50] });
    const { id } = bench.run({ command: ['sleep', '3600'] });
    const from = bench.sim.now;
    expect(bench.exec(id, ['sh', '-c', 'echo begun; sleep 5; echo ended'], 1000)).toMatchObject({
      timedOut: true,
      output: 'begun\n',
    });
    expect(bench.sim.now - from).toBe(1050);
    bench.pass(10_000);
    expect(bench.container(id).state).toBe('running');
    expect(bench.exec(id, ['sleep', '1'], 2000)).toMatchObject({ timedOut: false, exitCode: 0 });
  });

  it('WORLD-10 not in the image', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    expect(bench.exec(id, ['nosuchprogram']).error).toMatch(
      /^rpc error: code = Unknown desc = failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuchprogram": executable file not found in \$PATH$/,
    );
  });

  it('WORLD-10 in a container that has just ended, and in one that ended a while ago', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    bench.world.killProcess(id, 'main', 'KILL', 0);
    expect(bench.exec(id, ['true']).error).toBe(
      `rpc error: code = NotFound desc = failed to exec in container: failed to load task: no running task found: task ${id} not found`,
    );
    bench.pass(5000);
    expect(bench.exec(id, ['true']).error).toBe(
      'rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state',
    );
  });

  it('WORLD-09 end with the container', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sleep', '3600'] });
    bench.world.exec(id, ['sleep', '100'], '', 0, bench.replyTo('exec'));
    bench.pass(1000);
    bench.world.killProcess(id, 'main', 'KILL', 0);
    bench.pass(0);
    expect(bench.replies).toMatchObject([{ target: 'exec', result: { exitCode: 137, timedOut: false } }]);
  });

  it.each([
    [['kill', '1'], 'TERM'],
    [['kill', '-9', '1'], 'KILL'],
    [['kill', '-s', 'INT', '1'], 'INT'],
    [['kill', '7'], null],
    [['sleep', '1'], null],
  ])('WORLD-13 %j means %s for pause', (argv, signal) => {
    expect(signalToPause(argv)).toBe(signal);
  });
});
