/** Runs and manifests for tests, said in a few words. */
import type { Json } from '../../base/json.ts';
import { Run } from '../run/run.ts';
import type { MachineSetup, RunSetup } from '../run/run-setup.ts';

const GI = 1024 * 1024 * 1024;
/** 2026-01-01 10:00 UTC. */
const EPOCH_MS = 1_767_261_600_000;

export function aMachine(name: string, changes: Partial<MachineSetup> = {}): MachineSetup {
  return {
    name,
    cpuMilli: 2000,
    memoryBytes: 4 * GI,
    ephemeralStorageBytes: 50 * GI,
    reservedCpuMilli: 100,
    reservedMemoryBytes: 0,
    reservedEphemeralStorageBytes: 0,
    podsMax: 20,
    ...changes,
  };
}

/** Three machines, quick to settle, with the usual images. */
export function aSetup(changes: Partial<RunSetup> = {}): RunSetup {
  return {
    seed: 42,
    epochMs: EPOCH_MS,
    machines: ['node-a', 'node-b', 'node-c'].map((name) => aMachine(name)),
    preloadedImages: ['nginx:1.27', 'busybox:1.36'],
    settings: {},
    title: 'test',
    opening: [],
    settleMs: 5000,
    ...changes,
  };
}

export function aRun(changes: Partial<RunSetup> = {}): Run {
  return new Run(aSetup(changes));
}

/** Several objects as one manifest. JSON is YAML. */
export function manifest(...objects: readonly Json[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

export function aTemplate(
  app: string,
  container: { readonly [field: string]: Json } = {},
  spec: { readonly [field: string]: Json } = {},
): Json {
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...spec },
  };
}

export function aDeployment(
  name: string,
  replicas: number,
  template: Json = aTemplate(name),
  spec: { readonly [field: string]: Json } = {},
): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: { app: name } }, template, ...spec },
  };
}

export function aPod(
  name: string,
  container: { readonly [field: string]: Json } = {},
  spec: { readonly [field: string]: Json } = {},
): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...spec },
  };
}

/** A container whose program is a shell script. */
export function script(text: string): { readonly [field: string]: Json } {
  return { image: 'busybox:1.36', command: ['sh', '-c', text] };
}

/** Lets visible time pass. */
export function wait(run: Run, ms: number): void {
  run.run(run.now + ms);
}
