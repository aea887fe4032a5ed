/** What was done, as one would have typed it: the kubectl tab reads this. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface EchoLine {
  readonly id: number;
  /** Virtual time at which it was done. */
  readonly at: number;
  /** The command, or a sentence in round brackets when kubectl has none. */
  readonly line: string;
  /** What came of it, one line per object. */
  readonly answers: readonly string[];
  readonly refused: boolean;
}

export interface EchoStore extends StoreApi<{ readonly lines: readonly EchoLine[] }> {
  add(line: Omit<EchoLine, 'id'>): void;
}

const LINES_MAX = 500;

export function createEcho(): EchoStore {
  const store = createStore<{ readonly lines: readonly EchoLine[] }>()(() => ({ lines: [] }));
  let last = 0;
  return {
    ...store,
    add(line) {
      last += 1;
      const next = { ...line, id: last };
      store.setState(({ lines }) => ({ lines: [...lines, next].slice(-LINES_MAX) }));
    },
  };
}
