import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Playground } from './playground.ts';
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
  await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(
    'shopping.txt was not opened. This file is not a Podarium run: it is no JSON text.',
  );
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
          const reading = database.transaction('keyval').objectStore('keyval').get('podarium/visit');
          reading.addEventListener('success', () => {
            database.close();
            resolve((reading.result as { run: { log: unknown[] } } | undefined)?.run.log.length ?? 0);
          });
        });
      }),
  );
}

test('JOURNEY-43 a reload brings back the run, the moment, the selection and what was typed', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.power('node-b').click();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
  await playground.node('node-c').getByText('node-c').click();
  await expect(playground.why.getByRole('heading', { name: 'node-c' })).toBeVisible();
  await (await playground.text()).press('ControlOrMeta+End');
  await page.keyboard.type('# a thought');
  // The moment is one that no command and no jump led to.
  await playground.press('Play');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(3);
  await playground.press('Pause');
  const { log } = await askEngine(page, { ask: 'save' });
  const hash = await askEngine(page, { ask: 'hash' });
  const moment = await playground.clock.innerText();

  for (let reloads = 0; reloads < 2; reloads += 1) {
    await page.reload();
    await playground.isThere();
    await expect(page.getByText('Your run is back.')).toBeVisible();
    await expect(playground.power('node-b')).not.toBeChecked();
    await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
    await expect(playground.why.getByRole('heading', { name: 'node-c' })).toBeVisible();
    await expect(playground.editor.getByText('1 change, valid')).toBeVisible();
    expect(await playground.clock.innerText()).toBe(moment);
    expect(await askEngine(page, { ask: 'hash' })).toEqual(hash);
    expect((await askEngine(page, { ask: 'save' })).log).toEqual(log);
  }
  await playground.press('Start fresh');
  await expect(playground.power('node-b')).toBeChecked();
  await expect(playground.editor.getByText('As applied')).toBeVisible();
  await playground.press('Back to my run');
  await expect(playground.power('node-b')).not.toBeChecked();
  await expect(playground.editor.getByText('1 change, valid')).toBeVisible();
});

test('JOURNEY-44 a new visit begins anew and offers the last run', async ({ page, playground, context }) => {
  await playground.open();
  await playground.power('node-b').click();
  await expect(playground.power('node-b')).not.toBeChecked();
  const { log } = await askEngine(page, { ask: 'save' });
  await expect.poll(() => keptDeeds(page)).toBe(log.length);

  // Twice: a visit in which nothing was done leaves alone what an earlier one has kept.
  for (let visits = 0; visits < 2; visits += 1) {
    const tab = new Playground(await context.newPage());
    await tab.open();
    await expect(tab.power('node-b')).toBeChecked();
    await expect(tab.page.getByText('Your last run is kept: Three copies of web.')).toBeVisible();
    await tab.press('Play');
    await expect.poll(() => tab.seconds()).toBeGreaterThan(20);
    await tab.page.close();
  }
  const last = new Playground(await context.newPage());
  await last.open();
  await last.press('Open it');
  await expect(last.power('node-b')).not.toBeChecked();
});

test('JOURNEY-45 a link pasted into an open page is opened, and a reload keeps what was done since', async ({
  page,
  playground,
}) => {
  await reachUnknown(playground);
  const link = await linkOf(playground);
  await page.keyboard.press('Escape');
  await playground.press('To the start');
  await expect(playground.power('node-b')).toBeChecked();

  await page.evaluate((address) => location.assign(address), new URL(link).hash);
  await expect(playground.node('node-b')).toHaveAccessibleName(/Off, API: Unknown/);
  expect(new URL(page.url()).hash).toBe('');

  await playground.power('node-c').click();
  await expect(playground.power('node-c')).not.toBeChecked();
  await page.reload();
  await expect(playground.power('node-c')).not.toBeChecked();

  // Another scenario in the address is another wish.
  await page.goto('./?paused=1&scenario=empty-playground');
  await expect(playground.readyPods('web')).toHaveCount(0);
  await expect(playground.power('node-c')).toBeChecked();
});
