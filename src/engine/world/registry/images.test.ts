import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../base/json.ts';
import { aWorld } from '../testing/world-bench.ts';
import type { WorldBench } from '../testing/world-bench.ts';

function pull(
  bench: WorldBench,
  image: string,
  machine = 'node-a',
): JsonObject & { readonly tookMs: number } {
  const from = bench.sim.now;
  const result = bench.call((reply) => bench.world.pullImage(machine, image, reply)) ?? {};
  return { ...result, tookMs: bench.sim.now - from };
}

const SLOW_LINE = { preloadedImages: [], pullMs: [100, 100], registryBytesPerMs: 1000 } as const;

describe('pulling images', () => {
  it('WORLD-12 takes the while and size over bandwidth, then the image is there', () => {
    const bench = aWorld(SLOW_LINE);
    expect(bench.world.hasImage('node-a', 'nginx:1.27')).toBeUndefined();
    expect(pull(bench, 'nginx:1.27')).toMatchObject({ ok: true, tookMs: 4009, durationMs: 4009 });
    expect(bench.world.hasImage('node-a', 'nginx:1.27')).toMatchObject({
      ref: 'docker.io/library/nginx:1.27',
      sizeBytes: 3_908_208,
      user: 0,
      stopSignal: 'SIGQUIT',
    });
    expect(bench.world.hasImage('node-b', 'nginx:1.27')).toBeUndefined();
    expect(pull(bench, 'nginx:1.27')).toMatchObject({ ok: true, tookMs: 100 });
  });

  it('WORLD-12 preloaded images are on every machine and can be removed and pulled again', () => {
    const bench = aWorld();
    expect(bench.world.hasImage('node-b', 'registry.k8s.io/pause:3.10')).toMatchObject({ user: 65_535 });
    bench.world.removeImage('node-b', 'registry.k8s.io/pause:3.10');
    expect(bench.world.hasImage('node-b', 'registry.k8s.io/pause:3.10')).toBeUndefined();
    expect(bench.world.hasImage('node-a', 'registry.k8s.io/pause:3.10')).toBeDefined();
    expect(pull(bench, 'registry.k8s.io/pause:3.10', 'node-b')).toMatchObject({ ok: true });
    expect(bench.world.hasImage('node-b', 'registry.k8s.io/pause:3.10')).toBeDefined();
  });

  it.each(['nginx:1.9999', 'nosuch:1.0', 'busybox:no-such-tag'])(
    'WORLD-12 %s is refused at once',
    (image) => {
      const { ok, error, tookMs } = pull(aWorld(), image);
      const ref = `docker.io/library/${image}`;
      expect({ ok, error }).toEqual({
        ok: false,
        error: `rpc error: code = NotFound desc = failed to pull and unpack image "${ref}": failed to resolve image: ${ref}: not found`,
      });
      expect(tookMs).toBeLessThan(100);
    },
  );

  it('WORLD-12 a registry that is down refuses connections', () => {
    const bench = aWorld();
    bench.world.setRegistry('down', 0);
    expect(pull(bench, 'nginx:1.27')).toMatchObject({
      ok: false,
      error:
        'rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/nginx:1.27": failed to resolve image: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1.27": dial tcp 192.0.2.10:443: connect: connection refused',
    });
    bench.world.setRegistry('up', 0);
    expect(pull(bench, 'nginx:1.27')).toMatchObject({ ok: true });
  });

  it('WORLD-12 a registry that goes down in the middle of a pull fails it', () => {
    const bench = aWorld(SLOW_LINE);
    bench.world.pullImage('node-a', 'nginx:1.27', bench.replyTo('pull'));
    bench.pass(1000);
    bench.world.setRegistry('down', 0);
    bench.pass(5000);
    expect(bench.replies).toMatchObject([{ target: 'pull', result: { ok: false } }]);
    expect(bench.world.hasImage('node-a', 'nginx:1.27')).toBeUndefined();
  });

  it('WORLD-12 a slow registry takes twenty times as long', () => {
    const bench = aWorld(SLOW_LINE);
    bench.world.setRegistry('slow', 0);
    expect(pull(bench, 'nginx:1.27')).toMatchObject({ ok: true, tookMs: 4009 * 20 });
  });

  it('WORLD-12 behind a cut link the registry cannot be reached for 30 s', () => {
    const bench = aWorld();
    bench.world.cutLink('node-a', 0);
    const { ok, error, tookMs } = pull(bench, 'nginx:1.27');
    expect({ ok, tookMs }).toEqual({ ok: false, tookMs: 30_000 });
    expect(error).toContain('i/o timeout');
  });

  it('WORLD-12 a withdrawn tag stays on machines that have it', () => {
    const bench = aWorld();
    bench.world.setTagServed('nginx:1.27', false);
    expect(bench.world.hasImage('node-a', 'nginx:1.27')).toBeDefined();
    expect(pull(bench, 'nginx:1.27')).toMatchObject({ ok: false });
    bench.world.setTagServed('nginx:1.27', true);
    expect(pull(bench, 'nginx:1.27')).toMatchObject({ ok: true });
  });

  it('WORLD-11 a digest names the image it belongs to', () => {
    const bench = aWorld({ preloadedImages: [] });
    const digest = 'nginx@sha256:889f6cfc8e83edae7d7dbfed42003b3aa08d9ea6091ceac0e33b4496b140bab4';
    expect(pull(bench, digest)).toMatchObject({ ok: true });
    expect(bench.world.hasImage('node-a', digest)?.repoDigest).toBe(`docker.io/library/${digest}`);
  });
});
