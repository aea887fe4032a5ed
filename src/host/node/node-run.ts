/** A run in the hands of a program: opened, moved and read at once, with no messages in between. */
import { fail, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { RunSetup } from '../../protocol/requests.ts';
import type { HappeningView } from '../../protocol/views.ts';
import { ENGINE_DOOR } from '../core/engine-door.ts';
import type { EngineDoor } from '../core/hosted-run.ts';

export interface NodeRun {
  readonly title: string;
  readonly now: number;
  /** Simulator events so far. */
  readonly processed: number;
  seek(at: number): void;
  /** All of the trace, oldest first; what led to the visible beginning has times below 0. */
  happenings(): readonly HappeningView[];
  hash(): { readonly trace: string; readonly state: string };
}

export function createNodeRun(
  from: { readonly setup: RunSetup } | { readonly saved: unknown },
  door: EngineDoor = ENGINE_DOOR,
): Result<NodeRun, string> {
  const wanted =
    'saved' in from ? from.saved : { version: 1, engine: door.version, setup: from.setup, log: [], at: 0 };
  const read = door.readSaved(wanted);
  if (!read.ok) return fail(read.error);
  const run = 'saved' in from ? door.open(read.value) : door.start(read.value.setup);
  return ok({
    title: read.value.setup.title,
    get now() {
      return run.now;
    },
    get processed() {
      return run.processed;
    },
    seek: (at) => run.seek(at),
    happenings: () =>
      Array.from({ length: run.traceLength }, (_, index) => run.happening(index + 1)).filter(
        (one) => one !== undefined,
      ),
    hash: () => run.answer({ ask: 'hash' }),
  });
}
