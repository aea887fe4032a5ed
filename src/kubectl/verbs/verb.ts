/** The shape of a verb of kubectl. */
import type { CommandLine, FlagTable } from '../command-line.ts';
import type { Session } from '../session.ts';

export interface Verb {
  readonly flags: FlagTable;
  /** Returns the exit code. */
  run(session: Session, line: CommandLine): Promise<number>;
}
