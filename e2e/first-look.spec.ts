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

test('HOST-41 JOURNEY-04 what is done to the first picture holds, though the engine comes later', async ({
  page,
  playground,
}) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/engine[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./?paused=1');

  await playground.podsOn('node-b').first().click();
  await expect(playground.why.getByRole('heading', { name: /^web-/ })).toBeVisible();
  await playground.power('node-c').click();
  release();

  await expect(playground.power('node-c')).not.toBeChecked();
  await expect(playground.why.getByRole('heading', { name: /^web-/ })).toBeVisible();
  await expect(playground.why.getByText('The scheduler put it on')).toBeVisible();
});
