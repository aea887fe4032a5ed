/**
 * What is spoken to screen readers, at a pace that can be listened to: one polite sentence per 2.5 s at most. What comes meanwhile is gathered:
 * the newest word about one thing replaces older ones, and more than five become one sentence with a number.
 */
export interface Utterance {
  /** Thing and kind of change; a newer utterance with the same key replaces the waiting one. */
  readonly key: string;
  readonly text: string;
}

export interface UtteranceQueue {
  push(utterance: Utterance): void;
  /** Forgets what waits: a jump in time makes it stale. */
  clear(): void;
  close(): void;
}

export interface UtteranceQueueParts {
  readonly say: (text: string) => void;
  /** Runs `work` later; returns how to call it off. */
  readonly later: (work: () => void, delayMs: number) => () => void;
  readonly nowMs: () => number;
  /** One sentence for many: `8 more changes, the last: …`. */
  readonly many: (count: number, last: string) => string;
}

export const PACE_MS = 2_500;
const SAID_ONE_BY_ONE_MAX = 5;

/** What is said for all that waits. */
export function gather(waiting: readonly Utterance[], many: UtteranceQueueParts['many']): string {
  const last = waiting.at(-1);
  if (last === undefined) return '';
  if (waiting.length > SAID_ONE_BY_ONE_MAX) return many(waiting.length, last.text);
  return waiting.map(({ text }) => text).join(' ');
}

export function createUtteranceQueue({ say, later, nowMs, many }: UtteranceQueueParts): UtteranceQueue {
  let waiting: Utterance[] = [];
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | null = null;

  const speak = (): void => {
    callOff = null;
    if (waiting.length === 0) return;
    say(gather(waiting, many));
    waiting = [];
    saidAtMs = nowMs();
  };
  return {
    push(utterance) {
      waiting = [...waiting.filter(({ key }) => key !== utterance.key), utterance];
      if (callOff !== null) return;
      callOff = later(speak, Math.max(0, saidAtMs + PACE_MS - nowMs()));
    },
    clear: () => {
      waiting = [];
    },
    close() {
      callOff?.();
      waiting = [];
    },
  };
}
