/** A pipe between two programs: what one writes the other reads. */
import { createInterrupter } from '../interruption.ts';
import type { Interruption } from '../interruption.ts';
import type { Sink } from '../session.ts';
import type { Source } from './program.ts';

export interface Pipe {
  readonly input: Sink;
  readonly output: Source;
  /** The writer has ended. */
  end(): void;
  /** The reader has ended: whoever writes is told as by SIGPIPE. */
  abandon(): void;
  readonly abandoned: Interruption;
}

export function createPipe(): Pipe {
  const pieces: string[] = [];
  const abandoned = createInterrupter();
  let ended = false;
  let wake = (): void => undefined;
  return {
    input: {
      push(text) {
        if (abandoned.happened || text === '') return;
        pieces.push(text);
        wake();
      },
    },
    output: {
      async next() {
        while (pieces.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        return pieces.shift();
      },
    },
    end() {
      ended = true;
      wake();
    },
    abandon: () => abandoned.interrupt(),
    abandoned,
  };
}

/** Happens when one of the two does. */
export function either(a: Interruption, b: Interruption): Interruption {
  const both = createInterrupter();
  a.listen(() => both.interrupt());
  b.listen(() => both.interrupt());
  return both;
}
