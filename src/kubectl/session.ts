/** One invocation of kubectl: where it talks to, what it reads, what it has written so far. */
import type { ClusterAccess } from './cluster-access.ts';

export interface Session {
  readonly cluster: ClusterAccess;
  readonly namespace: string;
  /** The namespace was asked for with -n. */
  readonly namespaceNamed: boolean;
  readonly stdin: string;
  readonly files: Readonly<Record<string, string>>;
  readonly out: string[];
  readonly err: string[];
}

export function say(session: Session, line: string): void {
  session.out.push(`${line}\n`);
}

export function warn(session: Session, text: string): void {
  const line = `Warning: ${text}\n`;
  if (!session.err.includes(line)) session.err.push(line);
}

/** Ends a command: the text goes to stderr as it is. Thrown and caught inside this folder only. */
export class Refusal extends Error {
  readonly exit: number;

  constructor(text: string, exit = 1) {
    super(text);
    this.exit = exit;
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
  let exit = 0;
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      session.err.push(`${error.message}\n`);
      exit = error.exit;
    }
  }
  return exit;
}
