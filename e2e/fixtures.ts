/** What every journey has: a page that must not complain, and a playground on it. */
import { expect, test as plain } from '@playwright/test';
import type { Page } from '@playwright/test';
import { Playground } from './playground.ts';
import { tapEngine } from './tap-engine.ts';

/** Playwright itself says this in the page's console whenever service workers are blocked. */
const NOT_OURS = 'Service Worker registration blocked by Playwright';

/** Everything that a visitor with open developer tools would see in red or yellow. */
export class Complaints {
  private readonly heard: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(page: Page, home: string) {
    const hear = (complaint: string): void => void this.heard.push(complaint);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && message.text() !== NOT_OURS)
        hear(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => hear(`uncaught: ${error.message}`));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // A journey that leaves the page calls off what was still on its way.
      if (reason !== 'net::ERR_ABORTED') hear(`failed: ${request.url()} ${reason}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) hear(`${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(home) && !/^(data|blob):/.test(request.url()))
        hear(`asks somebody else: ${request.url()}`);
    });
  }

  /** The journey breaks something on purpose. */
  expect(complaint: RegExp): void {
    this.expected.push(complaint);
  }

  left(): readonly string[] {
    return this.heard.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)));
  }
}

export const test = plain.extend<{ complaints: Complaints; playground: Playground }>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints = new Complaints(page, baseURL ?? '');
      await use(complaints);
      expect(complaints.left(), 'the page complains about nothing').toEqual([]);
    },
    { auto: true },
  ],
  playground: async ({ page }, provide) => {
    await tapEngine(page);
    await provide(new Playground(page));
  },
});

export { expect };
