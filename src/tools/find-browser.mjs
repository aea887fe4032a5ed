/**
 * Finds a Chromium for the journeys, or gets one, and writes what it found to .cache/browser.json.
 * The order goes from what is already there to what costs most: a browser named by the environment, Playwright's
 * own, the system's, the one inside an npm package, the system's package archive, Playwright's download.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { root } from './setup.mjs';

const found = `${root}.cache/browser.json`;
const require = createRequire(`${root}package.json`);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((path) =>
      join(process.env[name] ?? 'C:\\', path),
    ),
  ),
];

/** Returns `{ executablePath, args, env }`, or throws one sentence that names the ways out. */
export const findBrowser = async () => {
  for (const candidate of [known, named, playwrights, systems, packaged, fromApt, downloaded]) {
    const browser = await candidate();
    if (browser === undefined) continue;
    mkdirSync(`${root}.cache`, { recursive: true });
    writeFileSync(found, JSON.stringify(browser, null, 2));
    return browser;
  }
  throw new Error(
    'No browser for the journeys: install Chromium or Chrome, or set CHROME_PATH to one, or run "npx playwright install chromium".',
  );
};

/**
 * A browser counts when Playwright can load a page in it; a file alone may lack its libraries. It keeps its sandbox
 * where it has one: the superuser has not, and neither have some containers.
 */
const works = async (executablePath, env = {}) => {
  if (!existsSync(executablePath)) return undefined;
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const choices = isRoot ? [['--no-sandbox']] : [[], ['--no-sandbox']];
  for (const args of choices)
    if (await loadsAPage(executablePath, args, env)) return { executablePath, args, env };
  return undefined;
};

const loadsAPage = async (executablePath, args, env) => {
  const timeout = 30_000;
  try {
    const browser = await playwright().launch({
      executablePath,
      args: [...args, '--disable-gpu', '--disable-dev-shm-usage'],
      env: { ...process.env, ...env },
      timeout,
    });
    try {
      const page = await browser.newPage();
      await page.goto('data:text/html,<p>alive', { timeout });
      return true;
    } finally {
      await browser.close();
    }
  } catch {
    return false;
  }
};

const playwright = () => require('@playwright/test').chromium;

const known = () => {
  if (process.env.CHROME_PATH || !existsSync(found)) return undefined;
  const browser = JSON.parse(readFileSync(found, 'utf8'));
  return works(browser.executablePath, browser.env);
};

const named = async () => {
  const path = process.env.CHROME_PATH;
  if (!path) return undefined;
  const browser = await works(path);
  if (browser === undefined) throw new Error(`CHROME_PATH=${path} does not start as a headless Chromium.`);
  return browser;
};

const playwrights = () => works(playwright().executablePath());

const systems = async () => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  for (const path of candidates) {
    const browser = await works(path);
    if (browser !== undefined) return browser;
  }
  return undefined;
};

/** @sparticuz/chromium carries a compressed headless Chromium for Linux on x64, with the libraries it may lack. */
const packaged = async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const home = `${root}.cache/chromium/`;
  const bin = `${root}node_modules/@sparticuz/chromium/bin/`;
  if (!existsSync(bin)) return undefined;
  if (!existsSync(home)) unpack(bin, home);
  const fonts = hasFonts() ? {} : { FONTCONFIG_FILE: `${home}fonts.conf` };
  const libraries = [`${home}lib`, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return (
    (await works(`${home}chromium`, fonts)) ??
    works(`${home}chromium`, { ...fonts, LD_LIBRARY_PATH: libraries })
  );
};

const unpack = (bin, home) => {
  const fresh = `${root}.cache/chromium-${process.pid}/`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(`${fresh}chromium`, brotliDecompressSync(readFileSync(`${bin}chromium.br`)), { mode: 0o755 });
  for (const name of ['fonts', 'swiftshader', 'al2023']) {
    const archive = brotliDecompressSync(readFileSync(`${bin}${name}.tar.br`));
    execFileSync('tar', ['-x', '--no-same-owner', '-C', fresh], { input: archive });
  }
  writeFileSync(
    `${fresh}fonts.conf`,
    `<?xml version="1.0"?><fontconfig><dir>${home}fonts</dir><cachedir>${home}fonts-cache</cachedir></fontconfig>`,
  );
  rmSync(home, { recursive: true, force: true });
  renameSync(fresh, home);
};

const hasFonts = () => ['/usr/share/fonts', '/usr/local/share/fonts'].some((folder) => existsSync(folder));

const fromApt = () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-y', ...args], { env, stdio: 'ignore', timeout: 300_000 }).status === 0;
  return apt('update') && apt('install', '--no-install-recommends', 'chromium') ? systems() : undefined;
};

const downloaded = () => {
  const cli = join(require.resolve('@playwright/test/package.json'), '../cli.js');
  const run = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    cwd: root,
    stdio: 'ignore',
    timeout: 300_000,
  });
  return run.status === 0 ? playwrights() : undefined;
};
