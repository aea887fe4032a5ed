import { expect, test } from './fixtures.ts';

test('JOURNEY-01 the first look shows a running cluster with three ready copies and nothing in its way', async ({
  page,
  playground,
}) => {
  await page.goto('./');

  await expect(page).toHaveTitle('Three copies of web · Podarium');
  await expect(playground.readyPods('web')).toHaveCount(3);
  for (const node of ['node-a', 'node-b', 'node-c']) await expect(playground.podsOn(node)).toHaveCount(1);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => playground.seconds()).toBeGreaterThan(1);
});

for (const theme of ['dark', 'projector', 'light']) {
  test(`JOURNEY-02 the address can ask for the theme ${theme}`, async ({ page }) => {
    await page.goto(`./?theme=${theme}`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  });
}

test('JOURNEY-02 the theme follows the system when nothing was chosen', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('./');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('JOURNEY-03 the page opens again without a network after one visit', async ({
    page,
    context,
    playground,
  }) => {
    await playground.open();
    // Controlled means installed: all files of the first load are kept by then.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);

    await page.reload();

    await expect(playground.readyPods('web')).toHaveCount(3);
    await context.setOffline(false);
  });
});
