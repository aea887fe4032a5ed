/**
 * Records what a real busybox prints for the random scripts of the shell's tests:
 * `node src/tools/run-ts.mjs src/tools/record-shell.ts BUSYBOX LINKS SEED COUNT OUT`, where LINKS is a folder with a link per applet.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomScripts } from '../engine/world/shell/testing/random-scripts.ts';

const [busybox = 'busybox', links = '/bin', seed = '1', count = '100', out = 'corpus.json'] =
  process.argv.slice(2);
const recorded = randomScripts(Number(seed), Number(count)).flatMap((script) => {
  const cwd = mkdtempSync(join(tmpdir(), 'shell-'));
  const env = { PATH: links, HOME: '/root' };
  const { status, stdout } = spawnSync(busybox, ['sh', '-c', script], { cwd, env, timeout: 5000, input: '' });
  rmSync(cwd, { recursive: true, force: true });
  return status === null ? [] : [{ script, stdout: stdout.toString('utf8'), status }];
});
writeFileSync(out, `${JSON.stringify(recorded, undefined, 1)}\n`);
