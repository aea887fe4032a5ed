import { describe, expect, it } from 'vitest';
import { aWorld } from '../testing/world-bench.ts';

const CONFIG = { mountPath: '/config', volumeId: 'vol', readOnly: true };
const SHARED = { mountPath: '/shared', volumeId: 'vol', readOnly: false };

describe('volumes', () => {
  it('WORLD-18 an emptyDir is shared by the pod’s containers and survives them', () => {
    const bench = aWorld();
    bench.world.putVolume('node-a', 'vol', 'emptyDir', []);
    const sandbox = bench.sandbox();
    bench.run({
      sandboxId: sandbox.id,
      name: 'writer',
      mounts: [SHARED],
      command: ['sh', '-c', 'echo kept > /shared/file'],
    });
    bench.pass(1000);
    bench.world.putVolume('node-a', 'vol', 'emptyDir', []);
    const reader = bench.run({
      sandboxId: sandbox.id,
      name: 'reader',
      mounts: [SHARED],
      command: ['cat', '/shared/file'],
    });
    bench.pass(1000);
    expect(bench.logText(reader.id)).toEqual(['kept']);
    expect(bench.world.volumeBytes('node-a', 'vol')).toBe(4096);
    bench.world.removeVolume('node-a', 'vol');
    expect(bench.world.hasVolume('node-a', 'vol')).toBe(false);
    expect(bench.world.volumeBytes('node-a', 'vol')).toBe(0);
  });

  it('WORLD-18 API volumes change under a running container, as a whole, and cannot be written', () => {
    const bench = aWorld();
    bench.world.putVolume('node-a', 'vol', 'api', [{ path: 'a', content: 'old' }]);
    const { id } = bench.run({ mounts: [CONFIG], command: ['sleep', '3600'] });
    expect(bench.exec(id, ['cat', '/config/a']).output).toBe('old');
    bench.world.putVolume('node-a', 'vol', 'api', [{ path: 'b', content: 'new' }]);
    expect(bench.exec(id, ['ls', '/config']).output).toBe('b\n');
    expect(bench.exec(id, ['sh', '-c', 'echo x > /config/b']).exitCode).not.toBe(0);
  });

  it('WORLD-18 subPath shows one file of the volume', () => {
    const bench = aWorld();
    bench.world.putVolume('node-a', 'vol', 'hostPath', [
      { path: 'd/a', content: 'one' },
      { path: 'd/b', content: 'two' },
    ]);
    const { id } = bench.run({
      mounts: [{ mountPath: '/etc/b', volumeId: 'vol', readOnly: true, subPath: 'd/b' }],
      command: ['sleep', '3600'],
    });
    expect(bench.exec(id, ['cat', '/etc/b']).output).toBe('two');
  });

  it('WORLD-18 a subPath of an API volume stays as it was when the container started', () => {
    const bench = aWorld();
    const part = { ...CONFIG, mountPath: '/single/color', subPath: 'color' };
    bench.world.putVolume('node-a', 'vol', 'api', [{ path: 'color', content: 'blue' }]);
    const { id } = bench.run({ mounts: [CONFIG, part], command: ['sleep', '3600'] });
    bench.world.putVolume('node-a', 'vol', 'api', [{ path: 'color', content: 'green' }]);
    expect(bench.exec(id, ['cat', '/config/color', '/single/color']).output).toBe('greenblue');
  });

  it('WORLD-18 a subPath that does not exist becomes a directory of the volume', () => {
    const bench = aWorld();
    bench.world.putVolume('node-a', 'vol', 'emptyDir', []);
    const { id } = bench.run({
      mounts: [
        { ...SHARED, subPath: 'a/b' },
        { ...SHARED, mountPath: '/whole' },
      ],
      command: ['sleep', '3600'],
    });
    expect(bench.exec(id, ['sh', '-c', 'echo x > /shared/f; cat /whole/a/b/f']).output).toBe('x\n');
  });

  it('the kernel shows the score the kubelet gave', () => {
    const bench = aWorld();
    const { id } = bench.run({ oomScoreAdj: 958, command: ['sleep', '3600'] });
    expect(bench.exec(id, ['cat', '/proc/1/oom_score_adj']).output).toBe('958\n');
  });

  it('WORLD-18 a claim’s files follow the pod to another machine', () => {
    const bench = aWorld();
    bench.world.putVolume('node-a', 'vol', 'claim', []);
    bench.run({ mounts: [SHARED], command: ['sh', '-c', 'echo kept > /shared/file'] });
    bench.pass(1000);
    bench.world.removeVolume('node-a', 'vol');
    bench.world.putVolume('node-b', 'vol', 'claim', []);
    const { id } = bench.run({
      sandboxId: bench.sandbox({}, 'node-b').id,
      mounts: [SHARED],
      command: ['cat', '/shared/file'],
    });
    bench.pass(1000);
    expect(bench.logText(id)).toEqual(['kept']);
  });

  it('WORLD-18 an image volume shows the files of the image', () => {
    const bench = aWorld();
    bench.world.putVolume('node-a', 'vol', 'image', [], { image: 'docker.io/library/nginx:1.27' });
    const { id } = bench.run({
      mounts: [{ mountPath: '/files', volumeId: 'vol', readOnly: true }],
      command: ['sleep', '3600'],
    });
    expect(bench.exec(id, ['ls', '/files/usr/share/nginx/html']).output).toBe('50x.html\nindex.html\n');
  });

  it('WORLD-18 what a container writes elsewhere is its own and goes with it', () => {
    const bench = aWorld();
    const { id } = bench.run({ command: ['sh', '-c', 'echo x > /tmp/x; sleep 3600'] });
    bench.pass(100);
    expect(bench.world.usage(id).writtenBytes).toBe(4096);
    bench.world.removeContainer(id);
    expect(bench.world.usage(id).writtenBytes).toBe(0);
  });

  it.each([
    ['/no/such/directory', 'absent'],
    ['/var/log', 'directory'],
    ['/var/log/', 'directory'],
    ['/etc/hostname', 'file'],
    ['/run/containerd/containerd.sock', 'socket'],
    ['/data', 'directory'],
  ] as const)('WORLD-18 on the machine, %s is %s', (path, kind) => {
    const bench = aWorld();
    bench.world.putVolume('node-a', '/data', 'hostPath', []);
    expect(bench.world.hostPathKind('node-a', path)).toBe(kind);
  });
});
