import { expect, test } from './fixtures.ts';
import { askEngine, breakEngine } from './tap-engine.ts';

test('JOURNEY-50 when the engine breaks, the page says so and one click brings the run back', async ({
  page,
  playground,
  complaints,
}) => {
  complaints.expect(/^(uncaught|error): /);
  await playground.open();
  await playground.power('node-b').click();
  await expect(playground.node('node-b')).toHaveAccessibleName(/Off/);
  const hash = await askEngine(page, { ask: 'hash' });

  await breakEngine(page);

  const banner = page.getByRole('alert').filter({ hasText: 'The simulation stopped' });
  await expect(banner).toBeVisible();
  await expect(banner.getByRole('button', { name: 'Save report file' })).toBeVisible();
  await banner.getByRole('button', { name: 'Restore the run' }).click();

  await expect(banner).toHaveCount(0);
  await expect(playground.power('node-b')).not.toBeChecked();
  expect(await askEngine(page, { ask: 'hash' })).toEqual(hash);
  await playground.press('Play');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(1);
});
