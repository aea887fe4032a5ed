/** The cluster the recordings were made on: machines, images, and which of them a case ran on. */
import { BOOT_MS } from '../engine/index.ts';
import type { RunSetup } from '../engine/index.ts';
import type { CaseFile } from './case-file.ts';

type MachineSetup = RunSetup['machines'][number];

const KIB = 1024;
const CAPACITY = { memoryBytes: 24_684_096 * KIB, storageBytes: 270_553_174_016 };
const ALLOCATABLE = { memoryBytes: 7_804_480 * KIB, storageBytes: 267_847_642_337 };
const EVICTION_HARD = { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' };
/** The exception the recordings name: on this machine the threshold was set to 250Mi below what was free at the start. */
const TIGHT = {
  case: 'memory-pressure-evicts-the-greedy-pod',
  machine: 'node-3',
  allocatableBytes: 2_727_488 * KIB,
  threshold: '20418Mi',
};
/** What follows from it: the machine's own programs used the rest. */
const SYSTEM_BYTES = CAPACITY.memoryBytes - (20_418 + 250) * 1024 * KIB;

/** 24 November 2026, the day of the recordings, for cases that do not tell when they were recorded. */
const START_MS = Date.UTC(2026, 10, 24);
/** Long enough that every node is Ready and nobody has anything left to do. */
const SETTLE_MS = 45_000;
/** A new namespace gets its service account and certificates. */
export const NAMESPACE_MS = 3000;

/**
 * The volume controllers of the two recorded clusters look at everything that waits every 15 s, counted from their own start. Where in these
 * 15 s of the wall clock is read off claims that were bound, and Events that were repeated, by nothing but that look.
 */
const VOLUME_RESYNC_MS = 15_000;
const VOLUME_RESYNC_PHASE_MS = { letters: 10_300, numbers: 7100 };

const IMAGES: readonly string[] = [
  ...tags('busybox', 'latest 1.28 1.36 1.37'),
  ...tags('alpine', 'latest 3 3.20'),
  ...tags('nginx', 'latest 1.14.2 1.16.1 1.25 1.26 1.27 1.28 alpine 1.27-alpine'),
  ...tags('httpd', 'latest 2.4'),
  ...tags('registry.k8s.io/pause', '3.10 3.10.1 latest'),
  ...tags('registry.k8s.io/nginx-slim', '0.21 0.24'),
  'registry.k8s.io/busybox:1.27.2',
  ...tags('registry.k8s.io/e2e-test-images/agnhost', '2.40 2.53 2.56'),
];

function tags(image: string, list: string): readonly string[] {
  return list.split(' ').map((tag) => `${image}:${tag}`);
}

/** Nodes are made by hand in the case; there is neither kubelet nor controller. */
export function isWithoutKubelet(file: CaseFile): boolean {
  return file.tags.includes('no-kubelet');
}

/** `mentioned` is text that may name nodes of the recording: its steps and objects. */
export function machineNames(file: CaseFile, mentioned: string): readonly string[] {
  if (isWithoutKubelet(file)) return [];
  const named = (name: string): boolean => file.text.includes(name) || mentioned.includes(name);
  if (!hasLetters(file)) return ['node-1', 'node-2', 'node-3'];
  // Deaths of nodes were recorded on three of the four, unless the fourth plays a part.
  const deadly = file.steps.some(({ node }) => node !== undefined);
  return ['node-a', 'node-b', 'node-c', ...(deadly && !named('node-d') ? [] : ['node-d'])];
}

/** Two clusters were recorded; they name their nodes differently. */
function hasLetters(file: CaseFile): boolean {
  return file.folder === 'cluster' || /\bnode-[a-d]\b/.test(file.text);
}

/** `startMs` is the time on the wall of the first step. */
export function setupFor(file: CaseFile, mentioned: string, seed: number, startMs = START_MS): RunSetup {
  const epochMs = startMs - BOOT_MS - SETTLE_MS - NAMESPACE_MS;
  const phase = VOLUME_RESYNC_PHASE_MS[hasLetters(file) ? 'letters' : 'numbers'];
  return {
    seed,
    epochMs,
    machines: machineNames(file, mentioned).map((name) => machine(name, file)),
    ...(isWithoutKubelet(file) ? { controlPlane: 'scheduler' as const } : {}),
    preloadedImages: IMAGES,
    // All nodes of the recorded cluster shared one machine.
    settings: {
      'world.sharedHost': 1,
      'persistentVolume.startMs':
        (phase + VOLUME_RESYNC_MS - (epochMs % VOLUME_RESYNC_MS)) % VOLUME_RESYNC_MS,
    },
    title: file.name,
    opening: [],
    settleMs: SETTLE_MS,
  };
}

function machine(name: string, file: CaseFile): MachineSetup {
  const tight = file.name === TIGHT.case && name === TIGHT.machine;
  const memory = tight ? TIGHT.allocatableBytes : ALLOCATABLE.memoryBytes;
  return {
    name,
    cpuMilli: 2000,
    memoryBytes: CAPACITY.memoryBytes,
    ephemeralStorageBytes: CAPACITY.storageBytes,
    reservedCpuMilli: 0,
    reservedMemoryBytes: CAPACITY.memoryBytes - memory,
    reservedEphemeralStorageBytes: CAPACITY.storageBytes - ALLOCATABLE.storageBytes,
    podsMax: 110,
    evictionHard: { ...EVICTION_HARD, ...(tight ? { 'memory.available': TIGHT.threshold } : {}) },
    system: { memoryBytes: SYSTEM_BYTES },
  };
}
