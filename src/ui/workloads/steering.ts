/** The commands that a ticket gives. */
import type { OwnerTicketModel, RevisionModel } from '../../projections/workloads/ticket-model.ts';
import type { Command } from '../stores/engine-words.ts';

type Owner = Pick<OwnerTicketModel, 'kind' | 'namespace' | 'name'>;

function target({ kind, namespace, name }: Owner): {
  readonly objectKind: string;
  readonly namespace: string;
  readonly name: string;
} {
  return { objectKind: kind, namespace, name };
}

/** Back to a revision, by the number it has now. */
export function backTo(owner: Owner, { revision }: Pick<RevisionModel, 'revision'>): Command {
  return { kind: 'rollout-undo', toRevision: revision, ...target(owner) };
}

export function pauseOrResume(owner: Owner & Pick<OwnerTicketModel, 'paused'>): Command {
  return { kind: owner.paused ? 'rollout-resume' : 'rollout-pause', ...target(owner) };
}

export function suspendOrContinue(owner: Owner & Pick<OwnerTicketModel, 'paused'>): Command {
  return { kind: owner.paused ? 'unsuspend' : 'suspend', ...target(owner) };
}

/** The next free name for a Job made by hand. */
export function runByHand({ namespace, name }: Owner, jobNames: ReadonlySet<string>): Command {
  let number = 1;
  while (jobNames.has(`${name}-manual-${number}`)) number += 1;
  return { kind: 'trigger-cron-job', namespace, name, job: `${name}-manual-${number}` };
}
