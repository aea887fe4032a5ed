import { memo, type ReactNode } from 'react';
import './owner-ticket.css';
import type {
  OwnerKind,
  OwnerSlotKind,
  OwnerTicketModel,
  RevisionModel,
} from '../../projections/view-model.ts';
import { Chip } from '../widgets/chip.tsx';
import { Stepper } from '../widgets/stepper.tsx';
import { remainingText } from './duration-text.ts';
import { useVirtualSecond } from './use-virtual-now.ts';

export interface OwnerTicketProps {
  readonly owner: OwnerTicketModel;
  readonly selected?: boolean;
  readonly onSelectOwner?: (uid: string) => void;
  readonly onScale?: (kind: OwnerKind, namespace: string, name: string, replicas: number) => void;
}

/** More slots than this are told as numbers only: they would push the stepper away. */
const SLOTS_SHOWN_MAX = 12;

function countsText(owner: OwnerTicketModel): string {
  const have = owner.have === owner.want ? '' : ` · have ${owner.have}`;
  return `want ${owner.want}${have} · ready ${owner.ready}`;
}

function Slots({ slots }: { readonly slots: readonly OwnerSlotKind[] }): ReactNode {
  const shown = slots.slice(0, SLOTS_SHOWN_MAX);
  return (
    <span className="pd-owner-slots" aria-hidden="true">
      {shown.map((slot, index) => (
        <i key={index} className={`pd-owner-slot pd-owner-slot-${slot}`} />
      ))}
      {slots.length > shown.length && <span className="pd-note">+{slots.length - shown.length}</span>}
    </span>
  );
}

/** How long the rollout may still take without progress. */
function Deadline({ atMs }: { readonly atMs: number }): ReactNode {
  const second = useVirtualSecond(true, atMs);
  return <Chip>deadline {remainingText(second, atMs)}</Chip>;
}

function Revision({ revision }: { readonly revision: RevisionModel }): ReactNode {
  return (
    <li className="pd-revision">
      <span className={revision.newest ? 'pd-revision-letter pd-revision-newest' : 'pd-revision-letter'}>
        {revision.letter}
      </span>
      <span className="pd-code">{revision.hash}</span>
      <Slots slots={revision.slots} />
      <span className="pd-note">
        want {revision.want} · ready {revision.ready}
      </span>
    </li>
  );
}

function Name({ owner, selected, onSelectOwner }: OwnerTicketProps): ReactNode {
  return (
    <button
      type="button"
      className="pd-owner-name"
      aria-pressed={selected === true}
      data-tip={`${owner.kind} ${owner.namespace}/${owner.name}`}
      onClick={() => onSelectOwner?.(owner.uid)}
    >
      {owner.kind} {owner.name}
    </button>
  );
}

function OwnerTicketDrawing(props: OwnerTicketProps): ReactNode {
  const { owner, selected = false, onScale } = props;
  const rolling = owner.revisions.length > 1;
  const scale = (replicas: number): void => onScale?.(owner.kind, owner.namespace, owner.name, replicas);
  return (
    <section
      className={`pd-owner pd-panel${rolling ? ' pd-owner-rolling' : ''}${selected ? ' pd-owner-selected' : ''}`}
      aria-label={`${owner.kind} ${owner.name}, ${countsText(owner)}`}
      data-owner-uid={owner.uid}
    >
      <div className="pd-owner-head">
        <div className="pd-owner-said">
          <Name {...props} />
          <div className="pd-note pd-owner-counts">{countsText(owner)}</div>
        </div>
        <span className="pd-grow" />
        {!rolling && <Slots slots={owner.slots} />}
        {owner.deadlineMs !== null && <Deadline atMs={owner.deadlineMs} />}
        {owner.scalable && (
          <Stepper value={owner.want} label={`replicas of ${owner.kind} ${owner.name}`} onChange={scale} />
        )}
      </div>
      {owner.rollout !== '' && <p className="pd-note pd-owner-rollout">{owner.rollout}</p>}
      {rolling && (
        <ul className="pd-revisions">
          {owner.revisions.map((revision) => (
            <Revision key={revision.uid} revision={revision} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What somebody promised, and how far it is kept. */
export const OwnerTicket = memo(OwnerTicketDrawing);
