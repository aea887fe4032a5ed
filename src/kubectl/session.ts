/** One invocation of kubectl: where it talks to, what it reads, what it has written so far. */
import type { ClusterAccess } from './cluster-access.ts';
import type { Keyboard } from './keyboard.ts';
import type { FileShelf } from './file-shelf.ts';

/** Where text goes, as it comes. */
export interface Sink {
  push(text: string): void;
}

export interface Session {
  readonly cluster: ClusterAccess;
  readonly namespace: string;
  /** The namespace was asked for with -n. */
  readonly namespaceNamed: boolean;
  readonly stdin: string;
  readonly keyboard: Keyboard | undefined;
  readonly files: FileShelf;
  readonly env: Readonly<Record<string, string>>;
  readonly out: Sink;
  readonly err: Sink;
  /** What closes the line of a deed that is only asked for as if: ` (dry run)`; else empty. */
  readonly dryText: string;
  /** Warnings told already: each is told once per command. */
  readonly warned: Set<string>;
  /** Runs another program of the workstation; 127 when there is none. */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

export function say(session: Session, line: string): void {
  session.out.push(`${line}\n`);
}

/** The line of something that was done, or would be. */
export function sayDone(session: Session, line: string): void {
  say(session, line + session.dryText);
}

export function warn(session: Session, text: string): void {
  if (session.warned.has(text)) return;
  session.warned.add(text);
  session.err.push(`Warning: ${text}\n`);
}

/** Ends a command: the text goes to stderr as it is. Thrown and caught inside this folder only. */
export class Refusal extends Error {
  readonly exit: number;
  /** How it reads when it is one of several. */
  readonly among: string | undefined;

  constructor(text: string, exit = 1, among?: string) {
    super(text);
    this.exit = exit;
    this.among = among;
  }
}

/** A complaint of kubectl itself. */
export function complaint(text: string): Refusal {
  return new Refusal(`error: ${text}`);
}

/** A complaint about how the command was written. */
export function usage(verb: string, text: string): Refusal {
  return new Refusal(`error: ${text}\nSee 'kubectl ${verb} -h' for help and examples`);
}

/**
 * Runs one piece of work per item; a refusal of one does not hold up the others. Returns the exit code.
 */
export async function forEachItem<T>(
  session: Session,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<number> {
  const refusals: Refusal[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  for (const { message, among } of refusals)
    session.err.push(`${refusals.length > 1 ? (among ?? message) : message}\n`);
  return refusals.at(-1)?.exit ?? 0;
}
