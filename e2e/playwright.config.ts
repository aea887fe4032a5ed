import { existsSync, readFileSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

// `npm test` finds a browser and a free port first; running Playwright by hand uses what was found last.
const found = new URL('../.cache/browser.json', import.meta.url);
const browser = existsSync(found)
  ? (JSON.parse(readFileSync(found, 'utf8')) as {
      executablePath: string;
      args: string[];
      env: Record<string, string>;
    })
  : undefined;
const port = Number(process.env['E2E_PORT'] ?? 4273);
/** Another build than the usual one can be walked through too. */
const build = process.env['E2E_BUILD'] ?? 'dist';

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../.cache/e2e',
  // One browser at a time: the simulation is busy, and two of them on two cores would only wait for each other.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1400, height: 900 },
    baseURL: `http://127.0.0.1:${port}/`,
    // The journeys look at the build itself; the one about working offline lets the service worker in.
    serviceWorkers: 'block',
    // Recording video needs a download of its own.
    video: 'off',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser && {
        executablePath: browser.executablePath,
        env: { ...definedOnly(process.env), ...browser.env },
      }),
      args: [...quiet, ...(browser?.args ?? [])],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --outDir ${build} --port ${port} --strictPort --host 127.0.0.1`,
    cwd: '..',
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
