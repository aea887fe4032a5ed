/**
 * How a Service did over time: requests by the moment they were sent, in buckets of three widths. Memory is bounded: fine buckets are
 * forgotten after minutes, coarse ones after a day.
 */
import { defineTable } from '../../../sim/sim.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Millis } from '../../../sim/time.ts';
import { addFate } from './fates.ts';
import type { FateCounts, RequestFate } from './fates.ts';

export interface AvailabilityBucket {
  /** When it begins, and how long it is. */
  readonly at: Millis;
  readonly lengthMs: Millis;
  /** Requests sent in it; those without a fate yet are on their way. */
  readonly sent: number;
  readonly fates: FateCounts;
}

const BUCKETS = defineTable<AvailabilityBucket>('world/availability');

interface Level {
  readonly lengthMs: Millis;
  /** How many buckets of this length are kept. */
  readonly kept: number;
}

/** Five minutes, an hour, a day. */
const LEVELS: readonly Level[] = [
  { lengthMs: 1000, kept: 300 },
  { lengthMs: 10_000, kept: 360 },
  { lengthMs: 300_000, kept: 288 },
];

/** Whose requests are counted: those to a Service, or those of one generator. */
export const serviceOwner = (namespace: string, service: string): string => `service/${namespace}/${service}`;
export const generatorOwner = (name: string): string => `generator/${name}`;

export function countSent(sim: Sim, owner: string, at: Millis, count: number): void {
  change(sim, owner, at, (bucket) => ({ ...bucket, sent: bucket.sent + count }));
}

export function countFate(sim: Sim, owner: string, at: Millis, fate: RequestFate, count: number): void {
  change(sim, owner, at, (bucket) => ({ ...bucket, fates: addFate(bucket.fates, fate, count) }));
}

function change(
  sim: Sim,
  owner: string,
  at: Millis,
  next: (bucket: AvailabilityBucket) => AvailabilityBucket,
): void {
  const table = sim.table(BUCKETS);
  for (const level of LEVELS) {
    const { lengthMs, kept } = level;
    const index = Math.floor(at / lengthMs);
    if (index <= Math.floor(sim.now / lengthMs) - kept) continue;
    const known = bucketAt(sim, owner, level, index);
    table.put(
      keyOf(owner, level, index),
      next(known ?? { at: index * lengthMs, lengthMs, sent: 0, fates: {} }),
    );
  }
}

/** Each level is a ring: a bucket takes the place of the one that is too old. */
function keyOf(owner: string, { lengthMs, kept }: Level, index: number): string {
  return `${owner}/${lengthMs}/${index % kept}`;
}

function bucketAt(sim: Sim, owner: string, level: Level, index: number): AvailabilityBucket | undefined {
  const bucket = sim.table(BUCKETS).get(keyOf(owner, level, index));
  return bucket?.at === index * level.lengthMs ? bucket : undefined;
}

/** Buckets from `from` up to `to`, oldest first, each moment as fine as it is still known. Times without requests have none. */
export function availability(sim: Sim, owner: string, from: Millis, to: Millis): AvailabilityBucket[] {
  const found: AvailabilityBucket[] = [];
  let upTo = to;
  for (const [rank, level] of LEVELS.entries()) {
    const since = Math.max(from, edgeOf(sim.now, level, LEVELS[rank + 1]?.lengthMs ?? level.lengthMs));
    for (let index = Math.ceil(upTo / level.lengthMs) - 1; (index + 1) * level.lengthMs > since; index--) {
      const bucket = index < 0 ? undefined : bucketAt(sim, owner, level, index);
      if (bucket !== undefined) found.push(bucket);
    }
    upTo = Math.min(upTo, since);
    if (upTo <= from) break;
  }
  return found.reverse();
}

/** From when on a level knows everything. Coarser buckets take over where one of theirs begins, so that no moment is told twice. */
function edgeOf(now: Millis, { lengthMs, kept }: Level, coarserMs: Millis): Millis {
  const edge = Math.max(0, (Math.floor(now / lengthMs) - kept + 1) * lengthMs);
  return Math.ceil(edge / coarserMs) * coarserMs;
}
