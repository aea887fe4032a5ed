import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';

test('JOURNEY-100 a recorded case is checked in the browser and played on the map', async ({
  page,
  playground,
}) => {
  await playground.open();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('how true');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'How true is this?' });

  await dialog.getByRole('radio', { name: 'What differs' }).click();
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await dialog.getByRole('radio', { name: 'All' }).click();

  await dialog.getByRole('button', { name: 'Check: Env from a missing config map' }).click();
  await expect(dialog.getByText('Played just now: equal.')).toBeVisible();
  await dialog.getByRole('link', { name: 'Play on the map: Env from a missing config map' }).click();
  await expect(dialog).toBeHidden();
  await expect(
    page.getByRole('heading', { name: 'Recorded case: Env from a missing config map' }),
  ).toBeVisible();
  await expect(playground.node('node-1')).toBeVisible();
});

test('JOURNEY-100 a link plays a recorded case', async ({ page, playground }) => {
  await page.goto('./#case=kubelet/env-from-a-missing-config-map');
  await expect(playground.node('node-1')).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Recorded case/ })).toBeVisible();
  // The invitation to the first minute speaks of another cluster.
  await expect(page.getByText('This cluster promised')).toBeHidden();
});

test('JOURNEY-100 a link to a case that does not exist is refused in plain words', async ({
  page,
  playground,
}) => {
  await page.goto('./#case=kubelet/nothing');
  await expect(page.getByRole('alert').filter({ hasText: 'no recording kubelet/nothing' })).toBeVisible();
  await expect(playground.node('node-a')).toBeVisible();
});
