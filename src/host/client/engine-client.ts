/**
 * The one way to an engine, wherever it lives: in a worker, inline, or in Node.
 *
 * Contract
 * - Requests are answered in the order in which they were made. A request that cannot be carried out rejects with a {@link Refusal}.
 * - Frames come at most one at a time: the next only after the listener returned. A `full` frame comes first.
 * - After a fault nothing is answered any more; the command log is in {@link EngineClient.lastSaved} for a new client to open.
 */
import type { Frame } from '../../protocol/frame.ts';
import type { EngineFault } from '../../protocol/messages.ts';
import type { ReplyTo, Request } from '../../protocol/requests.ts';
import type { SavedRun } from '../../engine/index.ts';

export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export interface EngineClient {
  ask<R extends Request>(request: R): Promise<ReplyTo<R>>;
  onFrame(listener: (frame: Frame) => void): () => void;
  onFault(listener: (fault: EngineFault) => void): () => void;
  /** The run as of the last command or seek: kept outside the engine, so that it survives it. */
  readonly lastSaved: SavedRun | null;
  close(): void;
}
