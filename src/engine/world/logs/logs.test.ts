import { describe, expect, it } from 'vitest';
import { aWorld } from '../testing/world-bench.ts';
import { DEFAULT_WORLD_SETTINGS } from '../settings.ts';
import { createLogs, packLine, unpackLine } from './logs.ts';

describe('logs', () => {
  it('WORLD-19 keep lines with time and stream; an unfinished line comes at the end', () => {
    const bench = aWorld();
    const { id, startedAt } = bench.run({
      command: ['sh', '-c', 'echo one; sleep 2; echo two >&2; printf three'],
    });
    bench.pass(5000);
    const lines = bench.world.log(id) ?? [];
    expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual([
      'stdout one',
      'stderr two',
      'stdout three',
    ]);
    expect((lines[1]?.at ?? 0) - startedAt).toBeGreaterThanOrEqual(2000);
  });

  it('WORLD-19 rotate at 10 MiB and keep five files on disk', () => {
    const { sim } = aWorld();
    const logs = createLogs({
      sim,
      settings: DEFAULT_WORLD_SETTINGS,
      epochMs: 0,
      listeners: [],
      network: undefined,
    });
    const line = `${'x'.repeat(1023 - 46)}\n`;
    for (let kib = 0; kib < 10 * 1024 * 6; kib += 512) logs.write('c', 'stdout', line.repeat(512));
    expect(logs.lines('c').length).toBeLessThanOrEqual(10 * 1024 + 512);
    expect(logs.bytes('c')).toBeGreaterThan(40 * 1024 ** 2);
    expect(logs.bytes('c')).toBeLessThan(51 * 1024 ** 2);
    logs.remove('c');
    expect([logs.lines('c'), logs.bytes('c')]).toEqual([[], 0]);
  });

  it('WORLD-19 keep the newest 2,048 lines of a file, and the size of all', () => {
    const { sim } = aWorld();
    const logs = createLogs({
      sim,
      settings: DEFAULT_WORLD_SETTINGS,
      epochMs: 0,
      listeners: [],
      network: undefined,
    });
    for (let i = 0; i < 5000; i++) logs.write('c', 'stdout', `${i}\n`);
    const kept = logs.lines('c').map(({ text }) => Number(text));
    expect(kept.length).toBeGreaterThan(1984);
    expect(kept.length).toBeLessThanOrEqual(2048);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => 5000 - kept.length + i));
    expect(logs.bytes('c')).toBeGreaterThan(5000 * 47);
  });

  it('WORLD-19 keep the order of lines over many chunks', () => {
    const { sim } = aWorld();
    const logs = createLogs({
      sim,
      settings: DEFAULT_WORLD_SETTINGS,
      epochMs: 0,
      listeners: [],
      network: undefined,
    });
    for (let i = 0; i < 500; i += 7)
      logs.write('c', 'stdout', Array.from({ length: 7 }, (_, k) => `${i + k}\n`).join(''));
    expect(logs.lines('c').map(({ text }) => Number(text))).toEqual(Array.from({ length: 504 }, (_, i) => i));
  });

  it.each([
    ['no time', 'hello'],
    ['the present time', '10.244.0.1 - - [01/Jan/2026:10:00:30 +0000] "GET / HTTP/1.1" 200'],
    ['another time', 'at 09:59:59'],
    ['the present time twice', '10:00:30 10:00:30'],
    ['a zero byte', 'a\0b 10:00:30'],
    ['only a zero byte', '\0'],
    ['nothing', ''],
  ])('WORLD-19 come back as they were written: %s', (_what, text) => {
    const epochMs = Date.UTC(2026, 0, 1, 10);
    for (const stream of ['stdout', 'stderr'] as const) {
      const line = { at: 30_123, stream, text };
      expect(unpackLine(packLine(line, epochMs), line.at, epochMs)).toEqual(line);
    }
  });

  it('WORLD-19 share the text of lines that differ in the time of day alone', () => {
    const access = (at: number, time: string) =>
      packLine({ at, stream: 'stdout', text: `[01/Jan/1970:${time} +0000] "GET /"` }, 0);
    expect(access(1000, '00:00:01')).toBe(access(61_000, '00:01:01'));
  });
});
