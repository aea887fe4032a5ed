/** Programs that were run by busybox awk (1.35), with what came out. */
import { describe, expect, it } from 'vitest';
import { sh } from '../testing/sandbox.ts';
import recordings from './awk-recordings.json' with { type: 'json' };

describe('SHELL-01 awk prints and exits as busybox awk', () => {
  it.each(recordings)('SHELL-01 $script', ({ script, stdout, status }) => {
    const box = sh(script).run();
    expect({ stdout: box.out, status: box.exitCode }).toEqual({ stdout, status });
  });

  it('SHELL-41 a program that does not end is stopped', () => {
    const box = sh("awk 'BEGIN { while (1) x++ }'; echo $?").run();
    expect(box.out).toBe('1\n');
  });
});
