import { expect, test } from './fixtures.ts';
import type { Playground } from './playground.ts';

/** Presses Tab until the element is reached, as somebody without a pointer would. */
async function tabTo(playground: Playground, what: ReturnType<Playground['power']>): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await playground.page.keyboard.press('Tab');
  }
  await expect(what).toBeFocused();
}

test('JOURNEY-60 a node is switched off and on again without a pointer', async ({ page, playground }) => {
  await playground.open();
  await page.keyboard.press('c');
  const tree = playground.map.getByRole('tree');
  await expect(tree.getByRole('treeitem', { name: /^Cluster/ })).toBeFocused();
  await page.keyboard.press('End');
  await expect(tree.getByRole('treeitem', { name: /^node-c/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.why.getByRole('heading', { name: 'node-c' })).toBeVisible();

  for (const [deed, off] of [
    ['Switch off', true],
    ['Switch on', false],
  ] as const) {
    await page.keyboard.press('k');
    const menu = page.getByRole('dialog', { name: 'Node node-c' });
    await expect(menu).toBeVisible();
    await tabTo(playground, menu.getByRole('menuitem', { name: new RegExp(deed) }));
    await page.keyboard.press('Enter');
    await expect(playground.power('node-c')).toBeChecked({ checked: !off });
  }
});

test('JOURNEY-61 the power switch on the map is reached by Tab and pressed by key', async ({
  page,
  playground,
}) => {
  await playground.open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the cluster' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(playground, playground.power('node-a'));
  await page.keyboard.press('Space');
  await expect(playground.power('node-a')).not.toBeChecked();
  await page.keyboard.press('Space');
  await expect(playground.power('node-a')).toBeChecked();
});

test('JOURNEY-62 everything can be found by name', async ({ page, playground }) => {
  await playground.open();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.type('node-b');
  const wanted = page.getByRole('option', { name: /^node-b\b.*\bNode$/ });
  for (let presses = 0; presses < 10 && (await wanted.getAttribute('aria-selected')) !== 'true'; presses += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(playground.why.getByRole('heading', { name: 'node-b' })).toBeVisible();
});
