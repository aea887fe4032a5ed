import { expect, test } from './fixtures.ts';
import type { Playground } from './playground.ts';
import { askEngine } from './tap-engine.ts';

/** A moment worth sending: a node is off, and the cluster knows. */
async function reachUnknown(playground: Playground): Promise<void> {
  await playground.open();
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
}

async function linkOf(playground: Playground): Promise<string> {
  await playground.press('Share');
  const field = playground.page.getByRole('dialog').getByRole('textbox', { name: 'Link' });
  return field.inputValue();
}

test('JOURNEY-40 a link opens the same run at the same moment', async ({ page, playground }) => {
  await reachUnknown(playground);
  const moment = await playground.clock.innerText();
  const hash = await askEngine(page, { ask: 'hash' });
  const link = await linkOf(playground);

  await page.goto('about:blank');
  await page.goto(link);

  await expect(playground.node('node-b')).toHaveAccessibleName(/Off, API: Unknown/);
  expect(await playground.clock.innerText()).toBe(moment);
  expect(await askEngine(page, { ask: 'hash' })).toEqual(hash);
});

test('JOURNEY-41 a damaged link is refused in plain words, and the page opens as usual', async ({
  page,
  playground,
}) => {
  await reachUnknown(playground);
  const link = await linkOf(playground);
  await page.goto('about:blank');

  await page.goto(`${link.slice(0, -9)}AAAA`);

  await expect(page.getByRole('alert').filter({ hasText: 'This link is damaged' })).toBeVisible();
  await expect(playground.readyPods('web')).toHaveCount(3);
});

test('JOURNEY-42 a run is saved as a file and opened from it; another file is refused', async ({
  page,
  playground,
}) => {
  await reachUnknown(playground);
  const hash = await askEngine(page, { ask: 'hash' });
  await playground.press('Share');
  const [download] = await Promise.all([page.waitForEvent('download'), playground.press('Save as file')]);
  const path = await download.path();

  await playground.open();
  await expect(playground.power('node-b')).toBeChecked();
  await playground.press('Share');
  const chooser = page.getByLabel('Open a file');
  await chooser.setInputFiles({ name: 'shopping.txt', mimeType: 'text/plain', buffer: Buffer.from('milk') });
  await expect(page.getByText('This file is not a run of Podarium.')).toBeVisible();
  await chooser.setInputFiles(path);

  await expect(playground.node('node-b')).toHaveAccessibleName(/Off, API: Unknown/);
  expect(await askEngine(page, { ask: 'hash' })).toEqual(hash);
});

test('JOURNEY-43 a reload loses nothing that was done', async ({ page, playground }) => {
  await playground.open();
  await playground.power('node-b').click();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  const done = (await askEngine(page, { ask: 'save' })).log;
  await expect
    .poll(() => page.evaluate(() => JSON.stringify(Object.values(localStorage))))
    .toContain('replicas');

  await page.reload();

  await expect(playground.power('node-b')).not.toBeChecked();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  expect((await askEngine(page, { ask: 'save' })).log).toEqual(done);
});
