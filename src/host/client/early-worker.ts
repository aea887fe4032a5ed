/** A worker that the page itself has started before any script of it had arrived; `early-engine.ts` of the build writes it into the page. */
import type { FromEngine } from '../../protocol/messages.ts';

export interface EarlyWorker {
  readonly worker: Worker;
  /** What it has said so far. */
  readonly heard: readonly FromEngine[];
  /** Why it could not be loaded. */
  readonly failed?: string;
}

declare global {
  interface Window {
    podariumEngine?: EarlyWorker;
  }
}

/** Once; the next engine of the page is started by the page's scripts. Null where the page has started none. */
export function takeEarlyWorker(): EarlyWorker | null {
  const early = window.podariumEngine ?? null;
  delete window.podariumEngine;
  if (early !== null) early.worker.onmessage = early.worker.onerror = null;
  return early;
}
