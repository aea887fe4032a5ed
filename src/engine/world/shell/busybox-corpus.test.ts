/**
 * Random scripts with what busybox 1.35 printed for them (testing/busybox-corpus.json, made by tools/record-shell.ts): this shell prints
 * the same and exits with the same status.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sh } from '../programs/testing/sandbox.ts';

interface Recorded {
  readonly script: string;
  readonly stdout: string;
  readonly status: number;
}

const CORPUS = JSON.parse(
  readFileSync(resolve('src/engine/world/shell/testing/busybox-corpus.json'), 'utf8'),
) as readonly Recorded[];

describe('SHELL-01 a random script prints and exits as under a real busybox', () => {
  it.each(CORPUS.map((recorded, index) => [index, recorded] as const))(
    'SHELL-01 script %i',
    (_index, { script, stdout, status }) => {
      const played = sh(`mkdir -p /tmp/w; cd /tmp/w\n${script}`).run();
      expect({ stdout: played.out, status: played.exitCode }, script).toEqual({ stdout, status });
    },
  );
});
