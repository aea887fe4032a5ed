/** Containers that mean harm, or are broken: whatever they do, the run goes on, and the kernel's effect shows. */
import { describe, expect, it } from 'vitest';
import { aMachine, aPod, aRun, manifest, wait } from '../testing/run-builders.ts';
import type { Json } from '../../base/json.ts';
import type { Run } from './run.ts';

const MIB = 1024 * 1024;

function shell(
  text: string,
  more: { readonly [field: string]: Json } = {},
): { readonly [field: string]: Json } {
  return { image: 'busybox:1.36', command: ['sh', '-c', text], ...more };
}

/** The pod beside a calm one, after so much virtual time; the real time it took must stay small. */
function played(
  container: { readonly [field: string]: Json },
  ms: number,
  spec: { readonly [field: string]: Json } = {},
) {
  const machines = [aMachine('node-a', { ephemeralStorageBytes: 2048 * MIB, memoryBytes: 2048 * MIB })];
  const run = aRun({ machines });
  const text = manifest(
    aPod('bad', container, spec),
    aPod('calm', shell('while :; do echo tick; sleep 1; done')),
  );
  run.give({ kind: 'apply-manifest', text, namespace: 'default' });
  const began = performance.now();
  wait(run, ms);
  return { run, tookMs: performance.now() - began, status: () => statusOf(run, 'bad') };
}

function statusOf(run: Run, name: string) {
  const { status } = run.engine.reader().get('Pod', 'default', name) ?? {};
  const [container] = status?.containerStatuses ?? [];
  return { phase: status?.phase, reason: status?.reason, container, restarts: container?.restartCount ?? 0 };
}

/** The calm pod wrote a line each second. */
function ticks(run: Run): number {
  const pod = run.engine.reader().get('Pod', 'default', 'calm');
  const [record] = run.engine.world.containers('node-a', pod?.metadata.uid ?? '');
  return (run.engine.world.log(record?.id ?? '') ?? []).length;
}

const LIMITED = { resources: { limits: { memory: '64Mi' } } };

describe('bad containers', () => {
  it.each([
    ['a fork bomb', shell('b() { b | b & }; b; sleep 1000', LIMITED)],
    ['a fork bomb of sleepers', shell('while :; do sleep 1000 & done', LIMITED)],
    ['endless recursion', shell('f() { f; }; f', LIMITED)],
    ['a variable that doubles for ever', shell('x=x; while :; do x=$x$x; done', LIMITED)],
    ['tail of an endless line', shell('tail /dev/zero', LIMITED)],
  ])('RUN-41 %s within a memory limit is killed and restarted', (_name, container) => {
    const { run, status, tookMs } = played(container, 60_000);
    expect(ticks(run)).toBeGreaterThan(50);
    expect(status().restarts).toBeGreaterThan(0);
    expect(status().container?.lastState?.terminated?.exitCode).not.toBe(0);
    expect(tookMs).toBeLessThan(20_000);
  });

  it.each([
    ['endless output', shell('yes')],
    ['endless output of zeros', shell('cat /dev/zero')],
    ['a pipe nobody reads', shell('yes | sleep 1000')],
    ['a pipe whose reader ends', shell('while :; do yes | true; done')],
    ['an endless loop', shell('while :; do :; done')],
    [
      'a loop in the background, thousands of times',
      shell('for i in $(seq 2000); do while :; do :; done & done; wait'),
    ],
    ['processes that start and end', shell('while :; do true & wait; done')],
    ['a trap that signals itself', shell("trap 'kill -USR1 $$' USR1; kill -USR1 $$; sleep 1000")],
  ])('RUN-41 %s does no harm to others', (_name, container) => {
    const { run, tookMs } = played(container, 30_000);
    expect(ticks(run)).toBeGreaterThan(22);
    expect(tookMs).toBeLessThan(20_000);
  });

  it('RUN-41 a file that grows for ever fills the disk and is evicted', () => {
    const { run, status } = played(shell('cat /dev/zero > /tmp/fill'), 120_000);
    expect(status()).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(ticks(run)).toBeGreaterThan(100);
  });

  it('RUN-41 memory that grows for ever without a limit is evicted', () => {
    const { run, status } = played(shell('tail /dev/zero'), 180_000);
    expect(status().reason === 'Evicted' || status().restarts > 0).toBe(true);
    expect(ticks(run)).toBeGreaterThan(100);
  });

  it.each([
    ['binary junk', ['\u0001\u0002\ufffd\u0007']],
    ['a shell with junk', ['sh', '-c', '\u0000\u0001$((`${[[&&;;|<<(']],
    ['an empty word', ['']],
  ])('RUN-41 %s as command fails to start or ends', (_name, command) => {
    const { run, status } = played({ image: 'busybox:1.36', command }, 20_000);
    expect(status().phase).toBe('Running');
    expect(status().container?.lastState?.terminated?.exitCode).not.toBe(0);
    expect(ticks(run)).toBeGreaterThan(12);
  });
});
