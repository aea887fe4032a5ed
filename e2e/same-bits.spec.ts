import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.ts';
import { askEngine } from './tap-engine.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const UNTIL_S = 600;

/** The hashes that the program without a screen prints for a run. */
async function hashesInNode(file: string): Promise<{ trace: string; state: string }> {
  const args = [
    'src/tools/run-ts.mjs',
    'src/cli/sim.ts',
    '--file',
    file,
    '--until',
    String(UNTIL_S),
    '--hash',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const hash = (name: string): string => new RegExp(`^${name} (\\S+)$`, 'm').exec(stdout)?.[1] ?? '';
  return { trace: hash('trace'), state: hash('state') };
}

test('JOURNEY-95 a run in the browser has the same trace and state as in Node, to the last bit', async ({
  page,
  playground,
}, testInfo) => {
  await playground.open();
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  const saved = await askEngine(page, { ask: 'save' });
  expect(saved.log).toHaveLength(2);
  const file = testInfo.outputPath('run.json');
  await writeFile(file, JSON.stringify(saved));

  await askEngine(page, { ask: 'seek', at: UNTIL_S * 1000 });
  const here = await askEngine(page, { ask: 'hash' });

  const there = await hashesInNode(file);
  expect(there.trace).toMatch(/\S{8}/);
  expect(here).toEqual(there);
});
