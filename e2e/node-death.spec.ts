import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { askEngine } from './tap-engine.ts';

function uids(pods: Locator): Promise<readonly string[]> {
  return pods.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-pod-uid') ?? ''));
}

test('JOURNEY-20 a node that loses its power is Unknown, tainted, its pod evicted, and a new pod stands in', async ({
  page,
  playground,
}) => {
  await playground.open();
  await expect(playground.readyPods('web')).toHaveCount(3);
  const before = await uids(playground.readyPods('web'));
  const [lost] = await uids(playground.podsOn('node-b'));

  await playground.power('node-b').click();
  await expect(playground.power('node-b')).not.toBeChecked();
  await playground.skipTo('node Unknown');

  await expect(playground.node('node-b')).toHaveAccessibleName(/Off, API: Unknown, taint unreachable/);
  expect(await playground.seconds()).toBeGreaterThan(40);
  await playground.skipTo('pods deleted');

  await expect(playground.podsOn('node-b')).toContainText('Terminating, unconfirmed');
  await expect(playground.promise('web')).toHaveAccessibleName(/want 3 · ready 2/);
  expect(await playground.seconds()).toBeGreaterThan(340);
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'Deployment web, want 3 · ready 3' }),
    '10×',
  );

  const after = await uids(playground.readyPods('web'));
  const [replacement, ...others] = after.filter((uid) => !before.includes(uid));
  expect(after).toHaveLength(3);
  expect(after).not.toContain(lost);
  expect(others).toEqual([]);

  await playground
    .readyPods('web')
    .and(page.locator(`[data-pod-uid="${replacement}"]`))
    .click();
  const causes = playground.why.getByRole('listitem');
  await expect(causes.filter({ hasText: /evict/i }).first()).toBeVisible();
  await expect(causes.filter({ hasText: 'You switched node-b off' })).toBeVisible();
});

test('JOURNEY-21 going back before a deed and choosing otherwise keeps the old future as a branch', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
  const moment = (await askEngine(page, { ask: 'save' })).at;
  const unknown = await askEngine(page, { ask: 'hash' });

  await page.keyboard.press('ControlOrMeta+z');
  await expect(playground.power('node-b')).toBeChecked();
  await playground.power('node-c').click();
  await expect(playground.node('node-c')).toHaveAccessibleName(/Off/);
  await expect(playground.node('node-b')).toHaveAccessibleName(/Ready/);

  await page.getByRole('button', { name: 'Branches of history' }).click();
  await page.getByRole('menuitem').click();

  await expect(playground.power('node-b')).not.toBeChecked();
  await expect(playground.power('node-c')).toBeChecked();
  await askEngine(page, { ask: 'seek', at: moment });
  expect(await askEngine(page, { ask: 'hash' })).toEqual(unknown);
});
