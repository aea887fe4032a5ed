import { seriousFindings } from './axe.ts';
import { expect, test } from './fixtures.ts';

for (const theme of ['light', 'dark', 'projector']) {
  test(`JOURNEY-80 axe finds nothing serious in the theme ${theme}`, async ({ page, playground }) => {
    await playground.open(`paused=1&theme=${theme}`);
    await expect(playground.readyPods('web')).toHaveCount(3);
    expect.soft(await seriousFindings(page), 'the first look').toEqual([]);

    await playground.power('node-b').click();
    await playground.skipTo('node Unknown');
    await playground.podsOn('node-b').click();
    await expect(playground.why.getByRole('listitem').first()).toBeVisible();
    expect.soft(await seriousFindings(page), 'a node has died').toEqual([]);

    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await seriousFindings(page), 'the palette is open').toEqual([]);
    await page.keyboard.press('Escape');
  });
}

test('JOURNEY-80 axe finds nothing serious in the presentation', async ({ page }) => {
  await page.goto('./?paused=1&present=1');
  await expect(page.getByRole('main', { name: 'Presentation' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});
