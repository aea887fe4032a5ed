import { describe, expect, it } from 'vitest';
import { aWorld } from '../testing/world-bench.ts';

describe('a shared process namespace', () => {
  it('WORLD-37 shows every process and lets signals through', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox({ shareProcessNamespace: true });
    const web = bench.run({ sandboxId: sandbox.id, name: 'web', image: 'nginx:1.27' });
    const command = ['sleep', '3600'];
    const shell = bench.run({ sandboxId: sandbox.id, name: 'shell', image: 'busybox:1.36', command });
    bench.pass(1000);
    const { output } = bench.exec(shell.id, ['ps']);
    expect(output).toMatch(/^ {4}1 65535 .* \/pause$/m);
    expect(output).toMatch(/nginx -g daemon off;$/m);
    expect(bench.exec(shell.id, ['sh', '-c', 'kill -0 $(pidof nginx) && echo there']).output).toBe('there\n');
    expect(bench.exec(shell.id, ['killall', 'nginx']).exitCode).toBe(0);
    bench.pass(100);
    expect(bench.container(web.id)).toMatchObject({ state: 'exited', exitCode: 0 });
    expect(bench.container(shell.id).state).toBe('running');
    bench.exec(shell.id, ['sh', '-c', 'kill -TERM 1']);
    bench.pass(100);
    expect(bench.container(shell.id)).toMatchObject({ state: 'exited', exitCode: 137 });
  });

  it('WORLD-37 is only there when asked for', () => {
    const bench = aWorld();
    const sandbox = bench.sandbox();
    bench.run({ sandboxId: sandbox.id, name: 'web', image: 'nginx:1.27' });
    const shell = bench.run({
      sandboxId: sandbox.id,
      name: 'shell',
      image: 'busybox:1.36',
      command: ['sleep', '3600'],
    });
    expect(bench.exec(shell.id, ['ps']).output).not.toContain('nginx');
  });
});
