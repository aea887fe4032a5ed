/**
 * `npm run picture`: takes the picture of the README from the real page. A node has lost its power, a new pod stands in,
 * and the inspector says why.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findBrowser } from './find-browser.mjs';
import { freePort } from './ports.mjs';
import { requireNode, requirePackages, root } from './setup.mjs';

const SIZE = { width: 1280, height: 800 };
/** Letters keep clean edges. */
const QUALITY = 0.92;
const STEPS_MAX = 50;
/** Many steps move the clock by less than it shows; a quarter of a second is enough to draw any of them. */
const DRAWN_MS = 250;
const BYTES_MAX = 200 * 1024;
const target = `${root}public/podarium.webp`;

const main = async () => {
  requireNode();
  await requirePackages();
  const { build, preview } = await import('vite');
  const outDir = `${root}.cache/picture`;
  mkdirSync(outDir, { recursive: true });
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const port = await freePort(4573);
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir },
    preview: { port, host: '127.0.0.1', strictPort: true, open: false },
  });
  try {
    const picture = await take(`http://127.0.0.1:${port}/?paused=1&theme=light`);
    if (picture.length > BYTES_MAX)
      throw new Error(`The picture has ${kb(picture.length)}; ${kb(BYTES_MAX)} is the most it may have.`);
    writeFileSync(target, picture);
    console.log(`public/podarium.webp: ${kb(statSync(target).size)}`);
  } finally {
    await server.close();
  }
};

const take = async (address) => {
  const { executablePath, args, env } = await findBrowser();
  const { chromium } = createRequire(`${root}package.json`)('@playwright/test');
  const browser = await chromium.launch({
    executablePath,
    args: [...args, '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    env: { ...process.env, ...env },
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, serviceWorkers: 'block' });
    await page.goto(address);
    await showNodeDeath(page);
    return await asWebp(page, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  } finally {
    await browser.close();
  }
};

/** node-b dies, its pod is given up after five minutes, and the one that stands in receives traffic. */
const showNodeDeath = async (page) => {
  const button = (name) => page.getByRole('button', { name, exact: true });
  const tiles = page
    .getByRole('list', { name: /^pods of node-[ac]/ })
    .getByRole('button', { name: /^Pod web .*ready/ });
  const uids = () => tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('data-pod-uid')));
  await page.getByRole('switch', { name: 'Power of node-b' }).click();
  await button('Put away').click();
  const before = await uids();
  for (const stage of ['To: node Unknown', 'To: pods deleted', 'To: the stand-in']) {
    await button(stage).click();
    await button(stage).waitFor({ state: 'detached' });
  }
  const kept = page.getByRole('region', { name: /^Service web, 3 of / });
  // In steps, not by playing: the same moment each time.
  for (let steps = 0; steps < STEPS_MAX && !(await kept.isVisible()); steps += 1) {
    await button('Next event').click();
    await page.waitForTimeout(DRAWN_MS);
  }
  await kept.waitFor();
  const standIn = (await uids()).find((uid) => !before.includes(uid));
  await tiles.and(page.locator(`[data-pod-uid="${standIn}"]`)).click();
  await page.getByText('You switched node-b off').last().waitFor();
  await button('Put this away').click();
  await page.mouse.move(SIZE.width / 2, SIZE.height - 4);
  // The editor comes late by design; the picture shows it in its place.
  await page.getByRole('code').getByRole('textbox').waitFor();
};

/** The browser itself packs it: a third of the size, and no further package for it. */
const asWebp = async (page, png) => {
  await page.goto('about:blank');
  const packed = await page.evaluate(
    async ({ source, quality }) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d').drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    { source: `data:image/png;base64,${png.toString('base64')}`, quality: QUALITY },
  );
  return Buffer.from(packed, 'base64');
};

const kb = (bytes) => `${Math.round(bytes / 1024)} KB`;

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
