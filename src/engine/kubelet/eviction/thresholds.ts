/**
 * Eviction thresholds: what a kubelet is told to keep free, written as in its configuration (`evictionHard`, `evictionSoft`).
 *
 * Upstream: pkg/kubelet/eviction/api/types.go, helpers.go, defaults_linux.go (v1.37).
 * **Simplified:** one disk holds everything, so the signals of imagefs look at the same disk as those of nodefs and there are none of
 * containerfs; no minimum reclaim.
 */
import { compareStrings } from '../../../base/compare.ts';
import { canonicalQuantity, wholeValue } from '../../api/quantity.ts';
import type { Millis } from '../../sim/time.ts';

export const SIGNALS = [
  'memory.available',
  'allocatableMemory.available',
  'nodefs.available',
  'nodefs.inodesFree',
  'imagefs.available',
  'imagefs.inodesFree',
  'pid.available',
] as const;
export type Signal = (typeof SIGNALS)[number];

export type PressureCondition = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure';
/** As messages name it. */
export type StarvedResource = 'memory' | 'ephemeral-storage' | 'inodes' | 'pids';

/** Signal → least amount, a quantity or a percentage of the capacity; soft ones with how long they may be crossed. */
export interface EvictionConfig {
  readonly evictionHard?: Readonly<Record<string, string>>;
  readonly evictionSoft?: Readonly<Record<string, string>>;
  /** Signal → Go duration. */
  readonly evictionSoftGracePeriod?: Readonly<Record<string, string>>;
  readonly evictionMaxPodGracePeriod?: number;
}

export interface Threshold {
  readonly signal: Signal;
  readonly value: string;
  /** 0: hard. */
  readonly graceMs: Millis;
}

export const DEFAULT_EVICTION_HARD: Readonly<Record<string, string>> = {
  'imagefs.available': '15%',
  'imagefs.inodesFree': '5%',
  'memory.available': '100Mi',
  'nodefs.available': '10%',
  'nodefs.inodesFree': '5%',
};

const CONDITION_OF: Readonly<Record<Signal, PressureCondition>> = {
  'memory.available': 'MemoryPressure',
  'allocatableMemory.available': 'MemoryPressure',
  'nodefs.available': 'DiskPressure',
  'nodefs.inodesFree': 'DiskPressure',
  'imagefs.available': 'DiskPressure',
  'imagefs.inodesFree': 'DiskPressure',
  'pid.available': 'PIDPressure',
};

const RESOURCE_OF: Readonly<Record<Signal, StarvedResource>> = {
  'memory.available': 'memory',
  'allocatableMemory.available': 'memory',
  'nodefs.available': 'ephemeral-storage',
  'nodefs.inodesFree': 'inodes',
  'imagefs.available': 'ephemeral-storage',
  'imagefs.inodesFree': 'inodes',
  'pid.available': 'pids',
};

export function conditionOf(signal: Signal): PressureCondition {
  return CONDITION_OF[signal];
}

export function starvedResource(signal: Signal): StarvedResource {
  return RESOURCE_OF[signal];
}

/**
 * All thresholds of a configuration: a list of one's own replaces the whole default list. The hard memory threshold counts a second time
 * for the memory that all pods together may use. Entries that cannot be read count as absent.
 */
export function thresholdsOf(config: EvictionConfig): readonly Threshold[] {
  const hard = listed(config.evictionHard ?? DEFAULT_EVICTION_HARD, () => 0);
  const grace = config.evictionSoftGracePeriod ?? {};
  const soft = listed(config.evictionSoft ?? {}, (signal) => goDurationMs(grace[signal] ?? ''));
  const memory = hard.filter(({ signal }) => signal === 'memory.available');
  return [
    ...memory.map((threshold): Threshold => ({ ...threshold, signal: 'allocatableMemory.available' })),
    ...hard,
    ...soft,
  ];
}

function listed(
  map: Readonly<Record<string, string>>,
  graceOf: (signal: Signal) => Millis,
): readonly Threshold[] {
  return Object.keys(map)
    .sort(compareStrings)
    .flatMap((name) => {
      const signal = SIGNALS.find((known) => known === name);
      const value = map[name] ?? '';
      if (signal === undefined || value === '0%' || value === '100%') return [];
      if (hundredths(value) === undefined && !canonicalQuantity(value).ok) return [];
      return [{ signal, value, graceMs: graceOf(signal) }];
    });
}

const UNIT_MS: Readonly<Record<string, Millis>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `1m30s` in ms; what cannot be read is 0. */
function goDurationMs(text: string): Millis {
  if (!/^(\d+(h|ms|m|s))+$/.test(text)) return 0;
  const parts = [...text.matchAll(/(\d+)(h|ms|m|s)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}

/** The least amount in whole units. */
export function thresholdAmount(value: string, capacity: number): number {
  const share = hundredths(value);
  if (share === undefined) return wholeValue(value);
  return Math.floor(capacity / 10_000) * share + Math.floor(((capacity % 10_000) * share) / 10_000);
}

/** Hundredths of a per cent; undefined when the value is no percentage. */
function hundredths(value: string): number | undefined {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?%$/.exec(value);
  if (match === null) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** The hard memory threshold, which is kept back from what pods may ask for. */
export function hardMemoryBytes(config: EvictionConfig, capacity: number): number {
  const hard = config.evictionHard ?? DEFAULT_EVICTION_HARD;
  const value = hard['memory.available'];
  return value === undefined ? 0 : thresholdAmount(value, capacity);
}

/** What is there of a resource, and how much of it is free. */
export interface Observation {
  readonly available: number;
  readonly capacity: number;
}

export type Observations = Readonly<Partial<Record<Signal, Observation>>>;

/** Thresholds that are crossed now, whatever their grace. */
export function thresholdsMet(
  thresholds: readonly Threshold[],
  observations: Observations,
): readonly Threshold[] {
  return thresholds.filter(({ signal, value }) => {
    const seen = observations[signal];
    return seen !== undefined && seen.available < thresholdAmount(value, seen.capacity);
  });
}

/** Which threshold is acted on: memory first. */
export function firstToReclaim(thresholds: readonly Threshold[]): Threshold | undefined {
  return thresholds.find(({ signal }) => conditionOf(signal) === 'MemoryPressure') ?? thresholds[0];
}
