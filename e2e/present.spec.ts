import { expect, test } from './fixtures.ts';

/** Smallest letters on the screen, in hundredths of its height. */
function smallestText(): { readonly share: number; readonly text: string } {
  let smallest = { share: 100, text: '' };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const text = walk.currentNode.textContent?.trim() ?? '';
    if (element === null || text === '' || element.closest('.pd-visually-hidden, .pd-skip, script, style'))
      continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || !element.checkVisibility({ visibilityProperty: true })) continue;
    const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;
    const share = ((parseFloat(getComputedStyle(element).fontSize) * scale) / innerHeight) * 100;
    if (share < smallest.share) smallest = { share, text };
  }
  return smallest;
}

test('JOURNEY-70 the presentation is led by the keys of a remote and can be read from the last seat', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await playground.open();
  await playground.power('node-b').click();
  await expect(playground.power('node-b')).not.toBeChecked();
  await page.keyboard.press('p');

  const stage = page.getByRole('main', { name: 'Presentation' });
  await expect(stage).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
  expect((await page.evaluate(smallestText)).share).toBeGreaterThanOrEqual(2.2);

  await page.keyboard.press('PageDown');
  await expect.poll(() => playground.seconds()).toBeGreaterThan(0);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Space');
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const smallest = await page.evaluate(smallestText);
  expect(smallest.share, smallest.text).toBeGreaterThanOrEqual(2.2);

  await page.keyboard.press('Escape');
  await expect(playground.map).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
