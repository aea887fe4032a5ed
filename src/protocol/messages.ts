/** What crosses the worker wall. Versioned: a page and a worker of different versions refuse each other in plain words. */
import type { Frame } from './frame.ts';
import type { Request } from './requests.ts';
import type { SavedRunChange } from './saved-run-change.ts';

/** Page to worker. */
export type ToEngine =
  | { readonly type: 'request'; readonly id: number; readonly request: Request }
  /** The frame was drawn; the next may come. */
  | { readonly type: 'frame-drawn'; readonly seq: number };

/** Worker to page. */
export type FromEngine =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  /** The request could not be carried out; a plain sentence. The engine goes on. */
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'frame'; readonly frame: Frame }
  /** What the run's log has become. Comes before the reply to the request that changed it. */
  | { readonly type: 'saved'; readonly change: SavedRunChange }
  | { readonly type: 'fault'; readonly fault: EngineFault };

/** A broken invariant: the run stops, and this is enough to play it again. */
export interface EngineFault {
  readonly message: string;
  readonly stack: string;
  readonly seed: number;
  readonly at: number;
  readonly processed: number;
  readonly engineVersion: string;
}
