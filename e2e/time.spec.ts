import { expect, test } from './fixtures.ts';
import { askEngine } from './tap-engine.ts';

test('JOURNEY-30 steps lead to the next happening and back to the one before', async ({ page, playground }) => {
  await playground.open();
  const start = await askEngine(page, { ask: 'hash' });

  await playground.press('Step');
  await expect.poll(() => askEngine(page, { ask: 'hash' })).not.toEqual(start);
  const first = await askEngine(page, { ask: 'hash' });
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => askEngine(page, { ask: 'hash' })).not.toEqual(first);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => askEngine(page, { ask: 'hash' })).toEqual(first);
  await playground.press('Step back');
  await expect.poll(() => askEngine(page, { ask: 'hash' })).toEqual(start);
});

test('JOURNEY-31 the playhead is moved by keyboard', async ({ page, playground }) => {
  await playground.open();
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(0);
  const there = await playground.playhead.getAttribute('aria-valuetext');

  await playground.playhead.focus();
  await page.keyboard.press('ArrowRight');
  await expect(playground.playhead).not.toHaveAttribute('aria-valuetext', there ?? '');
  await page.keyboard.press('ArrowLeft');
  await expect(playground.playhead).toHaveAttribute('aria-valuetext', there ?? '');
  await page.keyboard.press('Home');
  await expect(playground.playhead).toHaveAttribute('aria-valuenow', '0');
  await expect(playground.power('node-b')).toBeChecked();
});

test('JOURNEY-32 a deed is undone and done again', async ({ page, playground }) => {
  await playground.open();
  await page.getByRole('button', { name: 'more replicas of Deployment web' }).click();
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);

  await page.keyboard.press('ControlOrMeta+z');
  await expect(playground.promise('web')).toHaveAccessibleName(/want 3/);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(playground.promise('web')).toHaveAccessibleName(/want 4/);
});
