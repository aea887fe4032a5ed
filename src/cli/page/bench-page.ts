/**
 * The figures of the page: it is built, served, opened in a browser and worked with, while the browser writes a trace of what its main thread
 * does. Time on the processor is told beside wall time, because only the former is the page's own on a machine that does other things too.
 */
import type { Command, MachineSetup, RunSetup } from '../../protocol/requests.ts';
import { ask, frames, freshPage, pageWith, pan, traced, withBench, type Bench } from './bench-browser.ts';
import type { TraceFigures } from './trace-figures.ts';

export interface PageRow {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
}

const GI = 1024 ** 3;
const SECOND = 1000;

function machine(index: number): MachineSetup {
  return {
    name: `node-${String(index + 1).padStart(4, '0')}`,
    cpuMilli: 16_000,
    memoryBytes: 64 * GI,
    ephemeralStorageBytes: 200 * GI,
    reservedCpuMilli: 0,
    reservedMemoryBytes: 0,
    reservedEphemeralStorageBytes: 0,
    podsMax: 110,
  };
}

function deployment(replicas: number): Command {
  const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 10 };
  const resources = { requests: { cpu: '500m', memory: '1Gi' } };
  const container = { name: 'app', image: 'nginx:1.27', readinessProbe: probe, resources };
  const text = JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  });
  return { kind: 'apply-manifest', text };
}

function cluster(machines: number, replicas: number): RunSetup {
  return {
    seed: 42,
    epochMs: 1_767_261_600_000,
    machines: Array.from({ length: machines }, (_, index) => machine(index)),
    preloadedImages: ['nginx:1.27'],
    settings: {},
    title: 'bench',
    opening: replicas === 0 ? [] : [deployment(replicas)],
    settleMs: 40 * SECOND,
  };
}

const ms = (value: number): string => `${Math.round(value).toLocaleString('en-GB')} ms`;

/** Wall time first, time on the processor in brackets. */
function taskRows(found: TraceFigures, goal: string): PageRow[] {
  const parts = [
    `script ${ms(found.scriptMs)}`,
    `style ${ms(found.styleMs)}`,
    `layout ${ms(found.layoutMs)}`,
    `paint ${ms(found.paintMs)}`,
  ];
  return [
    { what: '  tasks over 50 ms (on the processor)', found: `${found.over50} (${found.over50Cpu})`, goal },
    {
      what: '  longest task (on the processor)',
      found: `${ms(found.longestMs)} (${ms(found.longestCpuMs)})`,
      goal: '',
    },
    { what: `  on the processor in ${ms(found.spanMs)}`, found: ms(found.cpuMs), goal: '' },
    { what: `    ${parts.join(', ')}`, found: '', goal: '' },
  ];
}

async function panning(bench: Bench): Promise<PageRow[]> {
  const page = await pageWith(bench, cluster(30, 300));
  await ask(page, { ask: 'play', playing: true, speed: 10 });
  await page.waitForTimeout(2 * SECOND);
  let drawn = { perSecond: 0, longestMs: 0 };
  const found = await traced(bench, page, async () => {
    drawn = await frames(page, () => pan(page, 5 * SECOND));
  });
  await page.context().close();
  return [
    {
      what: 'map of 30 nodes, 300 pods at 10x, panned: frames a second',
      found: drawn.perSecond.toFixed(1),
      goal: '60',
    },
    ...taskRows(found, ''),
  ];
}

async function rollout(bench: Bench): Promise<PageRow[]> {
  const page = await pageWith(bench, cluster(100, 0));
  await ask(page, { ask: 'play', playing: true, speed: 1 });
  await page.waitForTimeout(2 * SECOND);
  const found = await traced(bench, page, async () => {
    await ask(page, { ask: 'command', command: deployment(1000) });
    await page.waitForTimeout(9 * SECOND);
  });
  await page.context().close();
  return [
    { what: '1,000 replicas on 100 nodes, 9 s from apply', found: '', goal: '' },
    ...taskRows(found, '0'),
  ];
}

async function rush(bench: Bench): Promise<PageRow[]> {
  const page = await pageWith(bench, cluster(100, 1000));
  const found = await traced(bench, page, async () => {
    await ask(page, { ask: 'play', playing: true, speed: 1000 });
    await page.waitForTimeout(5 * SECOND);
  });
  await page.context().close();
  return [{ what: '1,000 pods on 100 nodes at 1000x, 5 s', found: '', goal: '' }, ...taskRows(found, '0')];
}

const ROUNDS = 5;
const LINE = { bitsPerSecond: 9_000_000, delayMs: 20 };

/** Ms from the first byte asked for to the first drawing with the three pods of the opening. */
async function firstPictureMs(bench: Bench): Promise<number> {
  const page = await freshPage(bench);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelectorAll('[data-node] [data-pod-uid]').length < 3) {
        requestAnimationFrame(look);
        return;
      }
      // The frame in which they stand has been handed on when a task after the next one runs.
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { benchSeen: performance.now() })));
    };
    requestAnimationFrame(look);
  });
  bench.site.limit(LINE);
  await page.goto(bench.site.url, { waitUntil: 'commit' });
  const seen = await page.waitForFunction(() => (window as object as { benchSeen?: number }).benchSeen);
  bench.site.limit({ bitsPerSecond: 0, delayMs: 0 });
  const at = (await seen.jsonValue()) ?? 0;
  await page.context().close();
  return at;
}

async function firstPicture(bench: Bench): Promise<PageRow[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await firstPictureMs(bench));
  times.sort((a, b) => a - b);
  return [
    {
      what: 'first picture of the cluster, cold, 4x CPU, 9 Mbit/s: median of 5',
      found: ms(times[Math.floor(ROUNDS / 2)] ?? 0),
      goal: '< 1,500 ms',
    },
    { what: '  fastest', found: ms(times[0] ?? 0), goal: '' },
  ];
}

const SCENES = { first: firstPicture, pan: panning, rollout, rush } as const;

/** All scenes, or the one named. Without a browser a row says so. */
export async function pageRows(only?: string): Promise<PageRow[]> {
  const scenes = Object.entries(SCENES).filter(([name]) => only === undefined || name === only);
  try {
    return await withBench(async (bench) => {
      const rows: PageRow[] = [];
      for (const [, measure] of scenes) rows.push(...(await measure(bench)));
      return rows;
    });
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return [{ what: `the page was not measured: ${why}`, found: '', goal: '' }];
  }
}
