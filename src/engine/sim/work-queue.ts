/**
 * A controller's work queue: keys that need a look, each at most once, with a rate-limited retry after failures.
 *
 * **Upstream:** client-go util/workqueue (v1.37): ItemExponentialFailureRateLimiter 5 ms … 1000 s.
 * **Simplified:** a key is looked at a fixed few milliseconds after it was added; the number of workers does not limit anything. A look takes
 * no virtual time, except that a long one ({@link SyncOutcome.busyMs}) holds back the next look at the same key, so that changes pile up
 * behind it and are seen together.
 */
import type { Sim } from './sim.ts';
import { defineTable } from './sim.ts';
import type { SimEvent } from './event-queue.ts';
import type { Millis } from './time.ts';

/** Failures in a row, by `queue/key`. Absent means none. */
const FAILURES = defineTable<number>('sim/work-queue-failures');

export interface WorkQueueOptions {
  /** From adding a key to the look at it: watch latency and queueing. */
  readonly latencyMs: Millis;
  readonly backoffMsMin: Millis;
  readonly backoffMsMax: Millis;
  /** After so many retries in a row the key is dropped until the next change. Absent: never. */
  readonly retriesMax?: number;
}

export const DEFAULT_WORK_QUEUE: WorkQueueOptions = {
  latencyMs: 4,
  backoffMsMin: 5,
  backoffMsMax: 1_000_000,
};

/** Until when the last look at `queue/key` lasts. Absent when that was a short one. */
const BUSY_UNTIL = defineTable<Millis>('sim/work-queue-busy');

/** What a look at a key came to. */
export interface SyncOutcome {
  /** Look again after this many ms, whatever happens. */
  readonly requeueAfterMs?: Millis;
  /** Look again after the back-off. */
  readonly failed?: boolean;
  /** How long this look lasts in reality, when that is worth mentioning. */
  readonly busyMs?: Millis;
}

export class WorkQueue {
  private readonly sim: Sim;
  private readonly name: string;
  private readonly options: WorkQueueOptions;

  constructor(sim: Sim, name: string, options: WorkQueueOptions = DEFAULT_WORK_QUEUE) {
    this.sim = sim;
    this.name = name;
    this.options = options;
  }

  /** Kind of the simulator event that asks for a look; its target is the key. */
  get eventKind(): string {
    return `${this.name}/key-queued`;
  }

  /** Asks for a look at `key` soon. When one is pending already it is not delayed, and the newest cause wins. */
  add(key: string): void {
    this.addAfter(key, this.options.latencyMs);
  }

  addAfter(key: string, delay: Millis): void {
    const timer = `${this.name}/${key}`;
    const pending = this.sim.timer(timer);
    const at = Math.max(this.sim.now + delay, this.sim.table(BUSY_UNTIL).get(timer) ?? 0);
    this.sim.setTimer(timer, pending === undefined ? at : Math.min(pending.at, at), this.eventKind, key);
  }

  /** Runs one look and arranges the next as its outcome says. */
  look(event: SimEvent, sync: (key: string) => SyncOutcome): void {
    const failures = this.sim.table(FAILURES);
    const id = `${this.name}/${event.target}`;
    const outcome = sync(event.target);
    this.noteBusy(id, outcome.busyMs ?? 0);
    if (outcome.failed) {
      const count = failures.get(id) ?? 0;
      if (count >= (this.options.retriesMax ?? Infinity)) {
        failures.delete(id);
        return;
      }
      failures.put(id, count + 1);
      this.addAfter(event.target, backoffMs(count, this.options));
      return;
    }
    failures.delete(id);
    if (outcome.requeueAfterMs !== undefined) this.addAfter(event.target, outcome.requeueAfterMs);
  }

  /** Holds back the next look, also one that the look's own writes asked for. */
  private noteBusy(id: string, busyMs: Millis): void {
    const busy = this.sim.table(BUSY_UNTIL);
    if (busyMs === 0) return busy.delete(id);
    const until = this.sim.now + busyMs;
    busy.put(id, until);
    const pending = this.sim.timer(id);
    if (pending !== undefined && pending.at < until)
      this.sim.setTimer(id, until, pending.kind, pending.target, { cause: pending.cause });
  }

  /** How often the key failed in a row. */
  failuresOf(key: string): number {
    return this.sim.table(FAILURES).get(`${this.name}/${key}`) ?? 0;
  }
}

/** Delay before the retry that follows `failures` earlier ones. */
export function backoffMs(
  failures: number,
  options: Pick<WorkQueueOptions, 'backoffMsMin' | 'backoffMsMax'>,
): Millis {
  let delay = options.backoffMsMin;
  for (let i = 0; i < failures && delay < options.backoffMsMax; i++) delay *= 2;
  return Math.min(delay, options.backoffMsMax);
}
