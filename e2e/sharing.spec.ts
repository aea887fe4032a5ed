import type { Page } from '@playwright/test';
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
  await expect(page.getByText('This file is not a Podarium run')).toBeVisible();
  await chooser.setInputFiles(path);

  await expect(playground.node('node-b')).toHaveAccessibleName(/Off, API: Unknown/);
  expect(await askEngine(page, { ask: 'hash' })).toEqual(hash);
});

/** How many deeds the run has that the browser keeps. */
function keptDeeds(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('keyval-store');
        opening.addEventListener('error', () => reject(new Error('The browser keeps nothing.')));
        opening.addEventListener('success', () => {
          const database = opening.result;
          const reading = database.transaction('keyval').objectStore('keyval').get('podarium/run');
          reading.addEventListener('success', () => {
            database.close();
            resolve((reading.result as { log: unknown[] } | undefined)?.log.length ?? 0);
          });
        });
      }),
  );
}

test('JOURNEY-43 what was done can be opened again after a reload, and after another', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.power('node-b').click();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  const { log } = await askEngine(page, { ask: 'save' });
  await expect.poll(() => keptDeeds(page)).toBe(log.length);

  await page.reload();
  await playground.isThere();
  // Long enough for this visit to have kept its own run, if it did.
  await playground.press('Play');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(20);
  await page.reload();
  await playground.isThere();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type('last run');
  await page.getByRole('option', { name: /Open the last run/ }).click();

  await expect(playground.power('node-b')).not.toBeChecked();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  expect((await askEngine(page, { ask: 'save' })).log).toEqual(log);
});
