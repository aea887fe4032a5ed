/**
 * `npm run bench [-- --quick] [-- --only=seek]`: how fast the engine is and how much memory it takes, and how fast the page is where a browser is
 * found, as a table. `--only=page` measures all of the page, `--only=page:pan` one scene of it.
 *
 * Times are wall-clock times of this machine; whatever else it does at the same time shows in them, so the CPU time of the process stands
 * beside them where a machine is likely to be busy. `--quick` leaves out what takes minutes.
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

/** Wall and CPU time of an action, in ms. CPU time includes the collector's and the compiler's threads. */
function timesOf(action: () => void): { readonly wall: number; readonly cpu: number } {
  const before = process.cpuUsage();
  const wall = millisecondsOf(action);
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
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
    preloadedImages: ['nginx:1.27', 'nginx:1.28', 'busybox:1.37'],
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

function deployment(
  replicas: number,
  container: object = {},
  others: readonly object[] = [],
): RunSetup['opening'][number] {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }, ...others] },
  };
  const text = JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
  });
  return { kind: 'apply-manifest', text };
}

const SERVICE: RunSetup['opening'][number] = {
  kind: 'apply-manifest',
  text: JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  }),
};

function readyReplicas(run: Run): number {
  return run.engine.reader().get('Deployment', 'default', 'web')?.status?.readyReplicas ?? 0;
}

/** All replicas are of the newest template, ready, and no others are left. */
function isRolledOut(run: Run, replicas: number): boolean {
  const web = run.engine.reader().get('Deployment', 'default', 'web');
  const { observedGeneration, updatedReplicas, readyReplicas: ready, replicas: all } = web?.status ?? {};
  const isCurrent = observedGeneration === web?.metadata.generation;
  return isCurrent && [updatedReplicas, ready, all].every((count) => count === replicas);
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

function served(): Row[] {
  const run = new Run(setup(100));
  run.give(SERVICE);
  const { wall, cpu } = timesOf(() => {
    run.give(deployment(1000));
    runUntilReady(run, 1000);
  });
  return [
    {
      what: 'the same behind a Service (CPU time)',
      found: `${whole(wall)} ms (${whole(cpu)})`,
      goal: '',
    },
  ];
}

function update(): Row[] {
  const run = new Run(setup(100));
  run.give(deployment(1000));
  runUntilReady(run, 1000);
  const { wall, cpu } = timesOf(() => {
    run.give(deployment(1000, { image: 'nginx:1.28' }));
    while (!isRolledOut(run, 1000) && run.now < HOUR) run.run(run.now + 250);
  });
  return [
    {
      what: 'rolling update of 1,000 replicas on 100 nodes (CPU time)',
      found: `${whole(wall)} ms (${whole(cpu)})`,
      goal: '< 3,000 ms',
    },
  ];
}

function scale(): Row[] {
  const [small, large] = [500, 5000].map((replicas) => {
    const run = new Run(setup(500));
    run.give(deployment(0));
    run.run(run.now + 2 * SECOND);
    return timesOf(() => {
      run.give(deployment(replicas));
      runUntilReady(run, replicas);
    });
  });
  const [first, second] = [small ?? { wall: 0, cpu: 0 }, large ?? { wall: 0, cpu: 0 }];
  return [
    {
      what: '0 to 5,000 pods on 500 nodes (CPU time)',
      found: `${whole(second.wall)} ms (${whole(second.cpu)})`,
      goal: '< 6,000 ms',
    },
    {
      what: 'times what 0 to 500 pods take (CPU time)',
      found: `${(second.wall / first.wall).toFixed(1)}x (${(second.cpu / first.cpu).toFixed(1)}x)`,
      goal: '<= 12x',
    },
  ];
}

/** Pods whose script counts to a thousand over and over, and says so each time. */
function shell(): Row[] {
  const pods = 100;
  const count = 'i=0; while [ $i -lt 1000 ]; do i=$((i+1)); done';
  const command = ['sh', '-c', `while true; do ${count}; echo 1000; done`];
  const run = new Run(setup(3));
  run.give(deployment(pods, { image: 'busybox:1.37', command }));
  runUntilReady(run, pods);
  const ids = run.engine
    .reader()
    .list('Pod', { namespace: 'default' })
    .map(({ status }) => (status?.containerStatuses?.[0]?.containerID ?? '').replace(/^.*:\/\//, ''));
  const counted = (): number =>
    ids.reduce((sum, id) => sum + 1000 * (run.engine.world.log(id)?.length ?? 0), 0);
  const before = counted();
  const virtualMs = 40 * SECOND;
  const { wall, cpu } = timesOf(() => void run.run(run.now + virtualMs));
  const commands = 2 * (counted() - before);
  return [
    {
      what: 'simple commands of 100 shells in a second of real (CPU) time',
      found: `${whole((commands / wall) * SECOND)} (${whole((commands / cpu) * SECOND)})`,
      goal: '>= 1,000,000',
    },
    {
      what: 'commands of one endless loop in a second of virtual time',
      found: whole((commands / pods / virtualMs) * SECOND),
      goal: 'bounded',
    },
  ];
}

function loops(): Row[] {
  const pods = 1000;
  const loop = {
    name: 'loop',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'while true; do echo hi; sleep 1; done'],
  };
  const run = new Run(setup(100));
  run.give(deployment(pods, PROBES, [loop]));
  runUntilReady(run, pods);
  const { wall, cpu } = timesOf(() => void run.run(run.now + MINUTE));
  return [
    {
      what: '1,000 pods with probes and a loop of 1 s: times real time (CPU)',
      found: `${whole(MINUTE / wall)}x (${whole(MINUTE / cpu)}x)`,
      goal: '>= 100x',
    },
  ];
}

/** Replays one recorded log over and over. */
function replays(): Row[] {
  const run = new Run(setup(2, [deployment(3, PROBES)], 5 * SECOND));
  run.run(2 * SECOND);
  run.give(deployment(2, { image: 'nginx:1.28' }));
  run.run(5 * SECOND);
  run.give({ kind: 'power-off', machine: 'node-001' });
  run.run(20 * SECOND);
  const saved = run.save();
  const times = 1000;
  const hashes = new Set<string>([run.engine.sim.stateHash()]);
  const ms = millisecondsOf(() => {
    for (let i = 0; i < times; i++) hashes.add(Run.open(saved).engine.sim.stateHash());
  });
  return [
    {
      what: `different ends of ${whole(times)} replays of one log`,
      found: `${hashes.size}`,
      goal: '1',
    },
    {
      what: 'one replay of it, with the hash of its state',
      found: `${(ms / times).toFixed(1)} ms`,
      goal: '',
    },
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
  { name: 'served', measure: served },
  { name: 'update', measure: update },
  { name: 'scale', slow: true, measure: scale },
  { name: 'steady', measure: steady },
  { name: 'loops', measure: loops },
  { name: 'shell', measure: shell },
  { name: 'replays', slow: true, measure: replays },
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
