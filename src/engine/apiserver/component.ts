/**
 * The shape of everything that acts on its own: controllers, scheduler, kubelet, world.
 *
 * A component is behaviour without state. Its state lives in tables of the run ({@link defineTable}), its waiting in simulator events.
 * - `handlers`: behaviour of its simulator events, by kind (`component/past-tense`).
 * - `onChange`: told of every API write to an object of `kinds` (of any kind when left out) at the moment of the write, in the order of
 *   composition. It may only remember and schedule (tables, events, work queue); it must not write to the API: that keeps one write from
 *   running another component in the middle of it.
 * - `start`: called once at the start of a run (never after a restore) to set first timers and records.
 */
import type { Sim } from '../sim/sim.ts';
import type { SimEvent } from '../sim/event-queue.ts';
import type { Kind } from '../api/types.ts';
import type { ApiClient, Change, EventRecorder } from './client.ts';

export interface Component {
  readonly name: string;
  readonly handlers: Readonly<Record<string, (event: SimEvent) => void>>;
  readonly kinds?: readonly Kind[];
  onChange?(change: Change): void;
  start?(): void;
}

/** What a component is built from. `epochMs` + `sim.now` is the wall-clock time of the simulated cluster in ms since 1970. */
export interface ComponentContext {
  readonly sim: Sim;
  readonly api: ApiClient;
  readonly events: EventRecorder;
  readonly epochMs: number;
}
