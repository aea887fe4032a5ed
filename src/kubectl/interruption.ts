/** Ctrl-C: a word that a person says once, and that whoever waits hears. */

export interface Interruption {
  readonly happened: boolean;
  /** Called once, at once when it has happened already. Returns the way to stop listening. */
  listen(listener: () => void): () => void;
}

export interface Interrupter extends Interruption {
  interrupt(): void;
}

/** Ends what was interrupted; exit code as of a process that SIGINT ended. */
export class Interrupted extends Error {
  readonly exit = 130;
}

export const NEVER: Interruption = { happened: false, listen: () => () => undefined };

export function createInterrupter(): Interrupter {
  const listeners = new Set<() => void>();
  const state = { happened: false };
  return {
    get happened() {
      return state.happened;
    },
    listen(listener) {
      if (state.happened) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    interrupt() {
      if (state.happened) return;
      state.happened = true;
      const told = [...listeners];
      listeners.clear();
      for (const listener of told) listener();
    },
  };
}

/** The work, or {@link Interrupted} as soon as the word is said. The work itself goes on unheard. */
export async function interruptible<T>(by: Interruption, work: Promise<T>): Promise<T> {
  if (by.happened) {
    work.catch(() => undefined);
    throw new Interrupted();
  }
  let stop = (): void => undefined;
  const word = new Promise<never>((_, reject) => {
    stop = by.listen(() => reject(new Interrupted()));
  });
  try {
    return await Promise.race([work, word]);
  } finally {
    stop();
  }
}
