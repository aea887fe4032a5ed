/** What a person may do on a ticket. It decides nothing; whoever mounts it sends the commands. */
import type { OwnerKind, OwnerTicketModel } from '../../projections/workloads/ticket-model.ts';
import type { Command } from '../stores/engine-words.ts';

export interface TicketActions {
  readonly onSelectOwner?: (uid: string) => void;
  readonly onSelectPod?: (uid: string) => void;
  /** A Job of a CronJob. */
  readonly onSelectJob?: (namespace: string, name: string, uid: string) => void;
  readonly onScale?: (kind: OwnerKind, namespace: string, name: string, replicas: number) => void;
  readonly onSteer?: (command: Command) => void;
  /** Show how the template of a revision differs from the newest one. */
  readonly onCompare?: (owner: OwnerTicketModel, revisionName: string) => void;
}

/** The ticket's part of what can be done on a map. */
export function ticketActions({
  onSelectOwner,
  onSelectPod,
  onSelectJob,
  onScale,
  onSteer,
  onCompare,
}: TicketActions): TicketActions {
  return {
    ...(onSelectOwner && { onSelectOwner }),
    ...(onSelectPod && { onSelectPod }),
    ...(onSelectJob && { onSelectJob }),
    ...(onScale && { onScale }),
    ...(onSteer && { onSteer }),
    ...(onCompare && { onCompare }),
  };
}

export interface OwnerTicketProps extends TicketActions {
  readonly owner: OwnerTicketModel;
  readonly selected?: boolean;
}
