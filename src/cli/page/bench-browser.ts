/** A browser with the built page in it, for measuring. A cluster of choice can be put into it, and what its main thread does is traced. */
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build } from 'vite';
import type { Request, RunSetup } from '../../protocol/requests.ts';
import { serveBuild, type ServedBuild } from './served-build.ts';
import { traceFigures, type TraceEvent, type TraceFigures } from './trace-figures.ts';

export interface Bench {
  readonly browser: Browser;
  readonly site: ServedBuild;
}

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'toplevel',
  'blink.user_timing',
];
const WINDOW = { width: 1400, height: 900 };
const root = process.cwd();

/** The page as it would be published, or the one in the folder that BENCH_BUILD names: two builds are compared with it. */
async function builtFolder(): Promise<string> {
  const given = process.env['BENCH_BUILD'];
  if (given !== undefined && existsSync(given)) return resolve(given);
  const outDir = resolve(root, '.cache/bench/page');
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
}

interface FoundBrowser {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function startBrowser(): Promise<Browser> {
  const finder = pathToFileURL(resolve(root, 'src/tools/find-browser.mjs')).href;
  const { findBrowser } = (await import(finder)) as { readonly findBrowser: () => Promise<FoundBrowser> };
  const { executablePath, args, env } = await findBrowser();
  const { chromium } = await import('@playwright/test');
  return chromium.launch({
    executablePath,
    args: [...args, '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

/** Throws when there is no browser to be found. */
export async function withBench<Found>(work: (bench: Bench) => Promise<Found>): Promise<Found> {
  const browser = await startBrowser();
  try {
    const site = await serveBuild(await builtFolder());
    const found = await work({ browser, site });
    await site.close();
    return found;
  } finally {
    await browser.close();
  }
}

/** An empty window without anything kept from earlier visits. */
export async function freshPage({ browser }: Bench): Promise<Page> {
  const context = await browser.newContext({ viewport: WINDOW, serviceWorkers: 'block' });
  return context.newPage();
}

/** The page's engine is reached beside the page: what is asked stands in no address, however many machines it has. */
function tap(): void {
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name === 'engine') Object.assign(window, { benchEngine: this });
    }
  };
}

/** The page with a cluster of its own, standing still. */
export async function pageWith(bench: Bench, setup: RunSetup): Promise<Page> {
  const page = await freshPage(bench);
  await page.addInitScript(tap);
  await page.goto(`${bench.site.url}?paused=1`);
  await page.locator('[data-node]').first().waitFor();
  await ask(page, { ask: 'start', setup });
  await page.waitForTimeout(1500);
  return page;
}

/** Asks the engine of the page, beside the page. */
export async function ask(page: Page, request: Request): Promise<void> {
  await page.evaluate(
    (asked: object) =>
      new Promise<void>((done, refuse) => {
        const { benchEngine: worker } = window as object as { readonly benchEngine: Worker };
        const id = 1_000_000 + Math.floor(performance.now() * 10);
        const listen = ({ data }: MessageEvent<{ type: string; id?: number; message?: string }>): void => {
          if (data.id !== id) return;
          worker.removeEventListener('message', listen);
          if (data.type === 'reply') done();
          else refuse(new Error(data.message));
        };
        worker.addEventListener('message', listen);
        worker.postMessage({ type: 'request', id, request: asked });
      }),
    request as object,
  );
}

/** What the main thread did during `work`. With BENCH_TRACE the trace itself is written there, to be looked at. */
export async function traced(
  { browser }: Bench,
  page: Page,
  work: () => Promise<void>,
): Promise<TraceFigures> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const trace = await browser.stopTracing();
  const kept = process.env['BENCH_TRACE'];
  if (kept !== undefined) writeFileSync(kept, trace);
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: TraceEvent[] };
  const figures = traceFigures(traceEvents);
  if (figures === null) throw new Error('The browser wrote no trace of the page.');
  return figures;
}

export interface FrameFigures {
  readonly perSecond: number;
  readonly longestMs: number;
}

/** Frames drawn while `work` goes on. */
export async function frames(page: Page, work: () => Promise<void>): Promise<FrameFigures> {
  await page.evaluate(() => {
    const bench = { times: [] as number[], stop: false };
    const note = (at: number): void => {
      bench.times.push(at);
      if (!bench.stop) requestAnimationFrame(note);
    };
    Object.assign(window, { benchFrames: bench });
    requestAnimationFrame(note);
  });
  await work();
  return page.evaluate(() => {
    const { benchFrames: bench } = window as object as { benchFrames: { times: number[]; stop: boolean } };
    bench.stop = true;
    const gaps = bench.times.slice(1).map((at, index) => at - (bench.times[index] ?? at));
    const span = gaps.reduce((sum, gap) => sum + gap, 0);
    return { perSecond: (gaps.length * 1000) / span, longestMs: Math.max(0, ...gaps) };
  });
}

/** Moves the map about for `ms` of wall time, in a circle. */
export async function pan(page: Page, ms: number): Promise<void> {
  const map = await page.locator('#pd-map').boundingBox();
  if (map === null) throw new Error('There is no map.');
  await page.mouse.move(map.x + map.width / 2, map.y + map.height / 2);
  const until = performance.now() + ms;
  for (let step = 0; performance.now() < until; step++) {
    await page.mouse.wheel(Math.sin(step / 20) * 30, Math.cos(step / 20) * 30);
    await page.waitForTimeout(8);
  }
}
