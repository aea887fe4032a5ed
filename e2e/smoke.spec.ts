import { expect, test } from '@playwright/test';

test.describe('the page', () => {
  test.use({ serviceWorkers: 'allow' });

  test('loads without an error, a warning or a request to anybody else', async ({ page, baseURL }) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(baseURL ?? '') && !/^(data|blob):/.test(request.url()))
        complaints.push(request.url());
    });

    await page.goto('./');

    await expect(page).toHaveTitle(/Podarium/);
    await expect(page.locator('#root > *').first()).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test('wears the theme its address asks for', async ({ page }) => {
    for (const theme of ['dark', 'projector', 'light']) {
      await page.goto(`./?theme=${theme}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    }
  });

  test('follows the system when nothing was chosen', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('./');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('loads again after one visit', async ({ page, context }) => {
    await page.goto('./');
    // Controlled means installed: all files of the first load are kept by then.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);

    await page.reload();

    await expect(page.locator('#root > *').first()).toBeVisible();
    await context.setOffline(false);
  });
});
