import { expect, test } from './fixtures.ts';
import { askEngine } from './tap-engine.ts';

test('JOURNEY-20 a node that loses its power is Unknown, tainted, its pod evicted, and a new pod stands in', async ({
  page,
  playground,
}) => {
  await playground.open();
  const lost = await playground.podsOn('node-b').getAttribute('data-pod-uid');

  await playground.power('node-b').click();
  await expect(playground.power('node-b')).not.toBeChecked();
  await playground.skipTo('node Unknown');

  await expect(playground.node('node-b')).toHaveAccessibleName(/Off, API: Unknown, taint unreachable/);
  await expect(playground.promise('web')).toHaveAccessibleName(/want 3 · ready 2/);
  await playground.skipTo('pods deleted');

  await expect(playground.podsOn('node-b')).toContainText('Terminating, unconfirmed');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(340);
  await playground.playUntil(
    playground.map.getByRole('region', { name: 'Deployment web, want 3 · ready 3' }),
    '10×',
  );

  const standing = await playground.readyPods('web').evaluateAll((pods) =>
    pods.map((pod) => pod.getAttribute('data-pod-uid')),
  );
  expect(standing).toHaveLength(3);
  expect(standing).not.toContain(lost);
  await page.getByRole('main').getByRole('button', { name: /stands in|stand-in/ }).count();

  const replacement = (await askEngine(page, { ask: 'objects', kind: 'Pod', namespace: 'default' }))
    .map((pod) => (pod as { metadata: { uid: string; creationTimestamp: string } }).metadata)
    .toSorted((a, b) => (a.creationTimestamp < b.creationTimestamp ? 1 : -1))[0]?.uid;
  await playground.map
    .getByRole('list', { name: /^pods of node-[ac]/ })
    .locator(`[data-pod-uid="${replacement}"]`)
    .click();

  const causes = playground.why.getByRole('listitem');
  await expect(causes.filter({ hasText: /taint-eviction|Taint eviction|evict/i }).first()).toBeVisible();
  await expect(causes.filter({ hasText: 'You switched node-b off' })).toBeVisible();
});

test('JOURNEY-21 going back before a deed and choosing otherwise keeps the old future as a branch', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.power('node-b').click();
  await playground.skipTo('node Unknown');
  const unknown = await askEngine(page, { ask: 'hash' });

  await page.keyboard.press('ControlOrMeta+z');
  await expect(playground.power('node-b')).toBeChecked();
  await playground.power('node-c').click();
  await expect(playground.node('node-c')).toHaveAccessibleName(/Off/);
  await expect(playground.node('node-b')).toHaveAccessibleName(/Ready/);

  await page.getByRole('button', { name: 'Branches of history' }).click();
  const branches = page.getByRole('menuitem');
  await expect(branches).toHaveCount(2);
  await branches.filter({ hasText: /node-b|first|main/i }).first().click();

  await expect(playground.power('node-b')).not.toBeChecked();
  await expect(playground.power('node-c')).toBeChecked();
  expect(await askEngine(page, { ask: 'hash' })).toEqual(unknown);
});
