import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../programs/testing/sandbox.ts';
import { sh } from '../programs/testing/sandbox.ts';
import { compile } from './compile.ts';

const RUNS = { seed: 20261124, numRuns: 80 } as const;

const simple = fc.constantFrom(
  'echo a',
  'x=1',
  'echo "$x" $y',
  'false',
  'true',
  'sleep 0.3',
  ':',
  'echo b >> /tmp/f',
  'cat /tmp/f',
  'y=$(echo s; sleep 0.1)',
  'nosuch',
  'wait',
  'sleep 0.2 &',
  'read z < /tmp/f',
  'trap "echo t" TERM',
  'kill -TERM $$',
  'set -e',
  'set +e',
  'break',
  'continue',
  'return 3',
  'exit 4',
  'shift',
  'set -- p q',
  'echo $?',
  'test -f /tmp/f',
  'f',
  'f() { echo in f; sleep 0.1; return 2; }',
  'eval "echo e; false"',
  'rm -f /tmp/f',
  'echo ${x:-d} ${y:=e}',
  'i=$((i+1)); echo $i',
  'cd /tmp',
  'local v=1',
  'kill %1',
  'head -1 /tmp/f',
);

const script = fc.letrec<{ list: string; command: string }>((tie) => ({
  command: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    simple,
    tie('list').map((body) => `if ${body}\nthen ${body}\nelse echo no\nfi`),
    tie('list').map((body) => `for w in 1 2; do ${body}\ndone`),
    tie('list').map((body) => `n=0; while [ $n -lt 2 ]; do n=$((n+1)); ${body}\ndone`),
    tie('list').map((body) => `( ${body}\n)`),
    tie('list').map((body) => `{ ${body}\n} > /tmp/o`),
    fc.tuple(tie('command'), tie('command')).map(([a, b]) => `{ ${a}\n} | { ${b}\n}`),
    fc.tuple(simple, simple).map(([a, b]) => (a.endsWith('&') ? a : `${a} && ${b}`)),
    tie('list').map((body) => `case $x in 1) ${body}\n;; *) echo other;; esac`),
  ),
  list: fc.array(tie('command'), { minLength: 1, maxLength: 4 }).map((commands) => commands.join('\n')),
})).list;

function seen(box: Sandbox): unknown {
  return [box.out, box.err, box.exitCode, box.now];
}

describe('shell under random scripts', () => {
  it('SHELL-02 a JSON round trip after every step changes nothing', () => {
    fc.assert(
      fc.property(script, fc.boolean(), (text, signalled) => {
        const [plain, tripped] = [sh(text), sh(text, { roundTrip: true })];
        for (const box of [plain, tripped]) {
          box.run(150);
          if (signalled) box.signal('TERM');
          box.run(3000);
        }
        expect(seen(tripped)).toEqual(seen(plain));
      }),
      RUNS,
    );
  });

  it('SHELL-03 a fork in the middle of a script does not disturb the original', () => {
    fc.assert(
      fc.property(script, fc.nat(1000), (text, at) => {
        const box = sh(text).run(at);
        const before = JSON.stringify(box.container);
        const wake = box.wakeAt;
        const kept = box.container;
        box.run(3000);
        expect(JSON.stringify(kept)).toBe(before);
        expect(wake === null || wake >= 0).toBe(true);
      }),
      RUNS,
    );
  });

  it('SHELL-04 no text makes the parser throw or the shell hang', () => {
    const piece = fc.constantFrom(
      'if',
      'then',
      'fi',
      'do',
      'done',
      'case',
      'esac',
      '(',
      ')',
      '{',
      '}',
      '|',
      '&&',
      ';',
      ';;',
      '&',
      '"',
      "'",
      '`',
      '$(',
      '${',
      '<<E',
      '\n',
      'x',
      '$x',
      '>',
      '$((',
      '))',
      '[',
      '*',
      '\\',
      'while',
      ':',
      'E',
      '!',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(' ');
        expect(compile(text).ops.length).toBeGreaterThan(0);
        const box = sh(text).run(2000);
        expect(box.advances).toBeLessThan(5000);
      }),
      { ...RUNS, numRuns: 400 },
    );
  });
});
