import { describe, expect, it } from 'vitest';
import { aWorld } from '../testing/world-bench.ts';
import type { SandboxConfig } from '../contract.ts';

function pods(config: Partial<SandboxConfig> = {}) {
  const bench = aWorld();
  const shell = { image: 'busybox:1.36', command: ['sleep', '3600'] };
  const pod = bench.sandbox(config);
  const other = bench.sandbox(config);
  const one = bench.run({ ...shell, sandboxId: pod.id, name: 'one' });
  const two = bench.run({ ...shell, sandboxId: pod.id, name: 'two' });
  const three = bench.run({ ...shell, sandboxId: other.id, name: 'three' });
  const run = (id: string, ...argv: readonly string[]): string => bench.exec(id, argv).output;
  return { bench, pod, one: one.id, two: two.id, three: three.id, run };
}

describe('System V objects', () => {
  it('WORLD-38 are shared inside a pod and nowhere else', () => {
    const { one, two, three, run } = pods();
    expect(run(one, 'ipcmk', '-M', '4096')).toBe('Shared memory id: 0\n');
    expect(run(one, 'ipcmk', '-S', '3', '-Q')).toBe('Semaphore id: 0\nMessage queue id: 0\n');
    expect(run(two, 'ipcs', '-m')).toMatch(
      /^\n-+ Shared Memory Segments -+\nkey {8}shmid {6}owner {6}perms {6}bytes {6}nattch {5}status {4}\n0x[0-9a-f]{8} 0 {10}root {7}644 {8}4096 {7}0 /,
    );
    expect(run(three, 'ipcs').match(/0x/g)).toBeNull();
    expect(run(two, 'ipcrm', '-m', '0')).toBe('');
    expect(run(one, 'ipcs', '-m')).not.toContain('0x');
    expect(run(one, 'ipcrm', '-m', '7')).toBe('ipcrm: invalid id (7)\n');
    expect(run(two, 'ipcs').match(/0x/g)).toHaveLength(2);
  });

  it('WORLD-38 are the same for pods in the IPC namespace of the machine', () => {
    const { one, three, run } = pods({ hostIpc: true });
    run(one, 'ipcmk', '-Q');
    expect(run(three, 'ipcs', '-q')).toContain('0x');
  });
});
