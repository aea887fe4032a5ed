/**
 * `npm run test:fuzz -- --seed=7 --runs=1000 [files]`: the property tests with another seed and more runs than the
 * ordinary suite. Without a seed a fresh one is drawn; it is printed, and passing it again repeats the run.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { requireNode, requirePackages, root } from './setup.mjs';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, runs: { type: 'string', default: '1000' } },
  allowPositionals: true,
});
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
if (!/^-?\d+$/.test(seed) || !/^\d+$/.test(values.runs)) {
  console.error('--seed and --runs take whole numbers.');
  process.exit(2);
}

requireNode();
await requirePackages();
console.log(`Fuzzing with --seed=${seed} --runs=${values.runs}`);
const filters = positionals.length > 0 ? positionals : ['.fuzz.test'];
const child = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=0', ...filters],
  { cwd: root, stdio: 'inherit', env: { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: values.runs } },
);
child.on('close', (code) => {
  console.log(`This was --seed=${seed} --runs=${values.runs}`);
  process.exit(code ?? 1);
});
