/** Why a request cannot be carried out, in plain sentences. Undefined: it can. */
import type { Request } from '../../protocol/requests.ts';
import type { HostedRun } from './hosted-run.ts';

const SPEED_MAX = 100_000;
/** Thirty days, the longest run that is kept. */
const TIME_MAX = 30 * 86_400_000;

export const NO_RUN = 'No run has been started yet.';

export function refusalOf(request: Request, run: HostedRun): string | undefined {
  switch (request.ask) {
    case 'play':
      return request.speed > 0 && request.speed <= SPEED_MAX
        ? undefined
        : `Speed must lie between 0 and ${SPEED_MAX}.`;
    case 'seek':
      return Number.isSafeInteger(request.at) && request.at >= 0 && request.at <= TIME_MAX
        ? undefined
        : 'There is no such moment in a run.';
    case 'switch-branch':
      return run.hasBranch(request.id) ? undefined : 'This branch is not there any more.';
    case 'before-command':
      return Number.isInteger(request.index) && request.index >= 0 && request.index < run.commands
        ? undefined
        : 'There is no such command in this run.';
    default:
      return undefined;
  }
}
