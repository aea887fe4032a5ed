import { it } from 'vitest';
import { sh } from './testing/sandbox.ts';
it('tries', () => {
  for (const s of ['echo hi; exit 3', 'sleep 2', "trap 'exit 0' TERM; while :; do sleep 1; done", 'x=$(echo a; sleep 1); echo "[$x]"; echo a b | tr a-z A-Z; ls /; date; foo; echo $?', 'for i in 1 2 3; do echo $i; done > /tmp/f; cat /tmp/f; wc -l < /tmp/f']) {
    const box = sh(s); box.run(10000);
    console.log(JSON.stringify(s), JSON.stringify({ out: box.out, err: box.err, exit: box.exitCode, now: box.now, adv: box.advances, fail: box.failure }));
  }
});
