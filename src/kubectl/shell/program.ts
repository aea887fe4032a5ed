/** What a program of the workstation sees: its words, its streams, the files, and a clock to wait by. */
import type { FileShelf } from '../file-shelf.ts';
import type { Interruption } from '../interruption.ts';
import type { Keyboard } from '../keyboard.ts';
import type { Sink } from '../session.ts';

/** Text that comes bit by bit. */
export interface Source {
  /** The next piece; undefined at the end. */
  next(): Promise<string | undefined>;
  /** Left out unless a person sits at the other end. */
  readonly keyboard?: Keyboard;
}

export interface ProgramIo {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly files: FileShelf;
  readonly env: Readonly<Record<string, string>>;
  /** Ctrl-C, a signal, or a reader that went away. */
  readonly interruption: Interruption;
  /** Virtual time of the cluster. */
  sleep(ms: number): Promise<void>;
  /** Another program with the same surroundings, save what is changed. */
  run(argv: readonly string[], io?: Partial<ProgramIo>): Promise<number>;
}

/** Returns the exit code. */
export type Program = (argv: readonly string[], io: ProgramIo) => Promise<number>;
export type Programs = Readonly<Record<string, Program>>;

export const NOTHING: Source = { next: async () => undefined };

export function textSource(text: string): Source {
  let left: string | undefined = text === '' ? undefined : text;
  return {
    async next() {
      const piece = left;
      left = undefined;
      return piece;
    },
  };
}

export async function readAll(source: Source): Promise<string> {
  const pieces: string[] = [];
  for (;;) {
    const piece = await source.next();
    if (piece === undefined) return pieces.join('');
    pieces.push(piece);
  }
}

/** Whole lines as they come, without their newline. */
export async function* linesOf(source: Source): AsyncGenerator<string> {
  let rest = '';
  for (;;) {
    const piece = await source.next();
    if (piece === undefined) break;
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
