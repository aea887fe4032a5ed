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
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(playground.why.getByRole('heading', { name: 'node-b' })).toBeVisible();
});

test('JOURNEY-63 what is typed while the palette is on its way is not lost', async ({ page, playground }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/dialogs-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await playground.open();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('node-b');
  release();
  await expect(page.getByRole('option', { name: /^node-b\b.*\bNode$/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const field = page.getByRole('combobox');
  await expect(field).toHaveValue('node-b');
  // The caret stands behind what was typed.
  await expect
    .poll(() => field.evaluate((input: HTMLInputElement) => input.selectionStart === input.value.length))
    .toBe(true);
  await page.keyboard.press('Enter');
  await expect(playground.why.getByRole('heading', { name: 'node-b' })).toBeVisible();
});
