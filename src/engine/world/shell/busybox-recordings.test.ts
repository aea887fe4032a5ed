/** Scripts that were run by a real busybox sh (1.35), each as the only command of a container, with what came out. */
import { describe, expect, it } from 'vitest';
import { sh } from '../programs/testing/sandbox.ts';
import recordings from './busybox-recordings.json' with { type: 'json' };

const HOUR_MS = 3600000;

describe('SHELL-01 a script prints and exits as under busybox sh', () => {
  it.each(recordings)('$script', ({ script, stdout, stderr, exit }) => {
    const box = sh(script).run(HOUR_MS);
    expect({ stdout: box.out, stderr: box.err, exit: box.exitCode }).toEqual({ stdout, stderr, exit });
  });
});

describe('SHELL-02 a JSON round trip after every step changes nothing', () => {
  it.each(recordings)('$script', ({ script }) => {
    const plain = sh(script).run(HOUR_MS);
    const tripped = sh(script, { roundTrip: true }).run(HOUR_MS);
    const seen = (box: typeof plain): unknown => [box.out, box.err, box.exitCode, box.now, box.advances];
    expect(seen(tripped)).toEqual(seen(plain));
  });
});
