/** Calls a host's ticks at the pace it asks for, on the timers of a worker or of Node. */
import type { EngineHost, Pace } from './engine-host.ts';

/** Longest stretch of work between two looks at the mailbox. */
export const TICK_BUDGET_MS = 8;
const FRAME_MS = 16;

export class TickLoop {
  private readonly host: Pick<EngineHost, 'tick'>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(host: Pick<EngineHost, 'tick'>) {
    this.host = host;
  }

  /** Something was received: the next tick comes at once. */
  wake(): void {
    this.schedule(0);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private readonly tick = (): void => {
    this.timer = undefined;
    const pace = this.host.tick(TICK_BUDGET_MS);
    if (pace !== 'idle') this.schedule(waitOf(pace));
  };

  private schedule(afterMs: number): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.tick, afterMs);
  }
}

function waitOf(pace: Pace): number {
  return pace === 'busy' ? 0 : FRAME_MS;
}
