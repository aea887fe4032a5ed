/**
 * `npm run bench [-- --quick] [-- --only=seek]`: how fast the engine is and how much memory it takes, and how fast the page is where a browser is
 * found, as a table. `--only=page` measures all of the page, `--only=page:pan` one scene of it.
 *
 * Times are wall-clock times of this machine; whatever else it does at the same time shows in them. `--quick` leaves out what takes minutes.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { engineParts } from '../tools/engine-parts.ts';
import { Run } from '../engine/index.ts';
import type { MachineSetup, RunSetup } from '../engine/index.ts';
import { pageRows } from './page/bench-page.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const GI = 1024 * 1024 * 1024;

interface Row {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Heap in use after a collection, in bytes. */
function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function millisecondsOf(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');

function machine(index: number): MachineSetup {
  return {
    name: `node-${String(index).padStart(3, '0')}`,
    cpuMilli: 16_000,
    memoryBytes: 64 * GI,
    ephemeralStorageBytes: 200 * GI,
    reservedCpuMilli: 0,
    reservedMemoryBytes: 0,
    reservedEphemeralStorageBytes: 0,
    podsMax: 110,
  };
}

function setup(machines: number, opening: RunSetup['opening'] = [], settleMs = 15 * SECOND): RunSetup {
  return {
    seed: 42,
    epochMs: 1_767_261_600_000,
    machines: Array.from({ length: machines }, (_, index) => machine(index)),
    preloadedImages: ['nginx:1.27'],
    settings: {},
    title: 'bench',
    opening,
    settleMs,
  };
}

const PROBES = {
  readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10 },
  livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10 },
};

function deployment(replicas: number, container: object = {}): RunSetup['opening'][number] {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }] },
  };
  const text = JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
  });
  return { kind: 'apply-manifest', text };
}

function readyReplicas(run: Run): number {
  return run.engine.reader().get('Deployment', 'default', 'web')?.status?.readyReplicas ?? 0;
}

function runUntilReady(run: Run, replicas: number): void {
  while (readyReplicas(run) < replicas && run.now < HOUR) run.run(run.now + 250);
}

function rollout(): Row[] {
  let events = 0;
  const times = [1, 2, 3].map(() => {
    const run = new Run(setup(100));
    const before = run.engine.sim.processed;
    const ms = millisecondsOf(() => {
      run.give(deployment(1000));
      runUntilReady(run, 1000);
    });
    events = run.engine.sim.processed - before;
    return ms;
  });
  const ms = median(times);
  return [
    {
      what: 'Deployment of 1,000 replicas on 100 nodes, apply to all Ready',
      found: `${whole(ms)} ms`,
      goal: '< 1,000 ms',
    },
    { what: 'simulator events per second meanwhile', found: whole((events / ms) * SECOND), goal: '' },
  ];
}

function steady(): Row[] {
  const run = new Run(setup(3, [deployment(100, PROBES)], MINUTE));
  run.run(run.now + MINUTE);
  const before = run.engine.sim.processed;
  const ms = millisecondsOf(() => void run.run(run.now + 10 * MINUTE));
  return [
    {
      what: '100 pods with two probes each, steady: times real time',
      found: `${whole((10 * MINUTE) / ms)}x`,
      goal: '> 1,000x',
    },
    {
      what: 'simulator events per second meanwhile',
      found: whole(((run.engine.sim.processed - before) / ms) * SECOND),
      goal: '',
    },
  ];
}

function seeking(): Row[] {
  const run = new Run(setup(5, [deployment(100, PROBES)], MINUTE));
  run.run(20 * MINUTE);
  run.give({ kind: 'power-off', machine: 'node-001' });
  run.run(HOUR);
  const times = Array.from({ length: 41 }, (_, step) =>
    millisecondsOf(() => run.seek(((step * 17) % 41) * (HOUR / 41))),
  );
  return [
    {
      what: 'seek in an hour with 100 pods and a node death, median',
      found: `${whole(median(times))} ms`,
      goal: '< 100 ms',
    },
    { what: 'the same, slowest', found: `${whole(Math.max(...times))} ms`, goal: '< 100 ms' },
  ];
}

function crowd(): Row[] {
  const before = heapBytes();
  const run = new Run(setup(100));
  const ms = millisecondsOf(() => {
    run.give(deployment(10_000));
    runUntilReady(run, 10_000);
  });
  const heap = heapBytes() - before;
  const saves = Array.from({ length: 9 }, () => {
    run.run(run.now + SECOND);
    return millisecondsOf(() => void run.engine.sim.save());
  });
  return [
    { what: '10,000 pods on 100 nodes, apply to all Ready', found: `${whole(ms)} ms`, goal: '' },
    { what: 'heap of these, with the checkpoints of the run', found: megabytes(heap), goal: '' },
    { what: 'one checkpoint of these', found: `${median(saves).toFixed(1)} ms`, goal: '' },
  ];
}

function day(): Row[] {
  const run = new Run(setup(3, [deployment(20, PROBES)], MINUTE));
  run.run(HOUR);
  const early = heapBytes();
  const ms = millisecondsOf(() => void run.run(24 * HOUR));
  const late = heapBytes();
  return [
    { what: '20 pods with probes: heap after 1 h', found: megabytes(early), goal: '' },
    { what: 'heap after 24 h', found: megabytes(late), goal: 'flat' },
    { what: 'times real time over that day', found: `${whole((23 * HOUR) / ms)}x`, goal: '' },
  ];
}

/** Weighs the worker that a page loads, part by part. All parts are loaded before a run begins. */
async function bundle(): Promise<Row[]> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      rolldownOptions: {
        input: 'src/host/worker/engine.worker.ts',
        output: { codeSplitting: { groups: engineParts } },
      },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((one) => ('output' in one ? one.output : []));
  const parts = chunks.flatMap((chunk) =>
    chunk.type === 'chunk'
      ? [{ name: chunk.name, isEntry: chunk.isEntry, bytes: gzipSync(chunk.code).length }]
      : [],
  );
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
  const rows = parts.map(({ name, isEntry, bytes }): Row => ({
    what: isEntry ? "engine worker's own file, minified and gzipped" : `its part ${name}`,
    found: kilobytes(bytes),
    goal: isEntry ? '<= 150 KB' : '',
  }));
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...rows, { what: 'all of it', found: kilobytes(all), goal: '<= 200 KB' }];
}

const BENCHES: readonly {
  readonly name: string;
  readonly slow?: boolean;
  /** `scene`: a part of the measure, where it has parts. */
  readonly measure: (scene?: string) => Row[] | Promise<Row[]>;
}[] = [
  { name: 'rollout', measure: rollout },
  { name: 'steady', measure: steady },
  { name: 'seek', measure: seeking },
  { name: 'crowd', slow: true, measure: crowd },
  { name: 'day', slow: true, measure: day },
  { name: 'bundle', measure: bundle },
  { name: 'page', slow: true, measure: pageRows },
];

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const processors = cpus();
print(
  `Node ${process.versions.node}, ${processors.length} cores, ${processors[0]?.model ?? 'unknown processor'}\n`,
);
print(`${'measured'.padEnd(64)}${'found'.padStart(18)}   goal`);
const [only, scene] = values.only?.split(':') ?? [];
for (const { name, slow = false, measure } of BENCHES) {
  if (only === undefined ? values.quick && slow : only !== name) continue;
  for (const { what, found, goal } of await measure(scene))
    print(`${what.padEnd(64)}${found.padStart(18)}   ${goal}`);
}
