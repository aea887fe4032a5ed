import type { EngineFault } from '../../protocol/messages.ts';
import type { HostedRun } from './hosted-run.ts';

/** What was thrown, with enough to play the run again up to there. */
export function faultOf(
  error: unknown,
  seed: number,
  run: HostedRun | null,
  engineVersion: string,
): EngineFault {
  const thrown = error instanceof Error ? error : new Error(String(error));
  return {
    message: thrown.message,
    stack: thrown.stack ?? '',
    seed,
    at: run?.now ?? 0,
    processed: run?.processed ?? 0,
    engineVersion,
  };
}
