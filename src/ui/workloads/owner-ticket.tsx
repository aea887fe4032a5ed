import { memo, type ReactNode } from 'react';
import './owner-ticket.css';
import { Glyph } from '../glyphs/glyph.tsx';
import { Chip } from '../widgets/chip.tsx';
import { Stepper } from '../widgets/stepper.tsx';
import { remainingText } from '../canvas/duration-text.ts';
import { useVirtualSecond } from '../canvas/use-virtual-now.ts';
import { BudgetStrip } from './budget-strip.tsx';
import { RevisionRows } from './revision-rows.tsx';
import { pauseOrResume } from './steering.ts';
import type { OwnerTicketProps } from './ticket-actions.ts';
import { TicketSlots } from './ticket-slots.tsx';

/** How long the rollout may still take without progress. */
function Deadline({ atMs }: { readonly atMs: number }): ReactNode {
  const second = useVirtualSecond(true, atMs);
  return (
    <Chip glyph="icon-clock" tip="Time left without progress before the rollout counts as failed">
      <span className="pd-owner-deadline-word">deadline </span>
      {remainingText(second, atMs)}
    </Chip>
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

/** Stops and continues a rollout; there while one goes on or is stopped. */
function PauseButton({ owner, onSteer }: OwnerTicketProps): ReactNode {
  const { name, paused } = owner;
  const label = `${paused ? 'Resume' : 'Pause'} the rollout of ${owner.kind} ${name}`;
  return (
    <button
      type="button"
      className="pd-owner-tool"
      aria-label={label}
      data-tip={label}
      onClick={() => onSteer?.(pauseOrResume(owner))}
    >
      <Glyph name={paused ? 'icon-play' : 'icon-pause'} size={12} />
    </button>
  );
}

function RolloutLine(props: OwnerTicketProps): ReactNode {
  const { owner } = props;
  const pausable = owner.kind === 'Deployment' && (owner.rolling || owner.paused);
  return (
    <div className="pd-owner-rollout">
      <span className="pd-note pd-owner-rollout-text" data-tip={owner.trouble?.sentence}>
        {owner.trouble?.text ?? owner.rollout}
      </span>
      {owner.budget !== null && <BudgetStrip budget={owner.budget} />}
      {pausable && <PauseButton {...props} />}
    </div>
  );
}

function OwnerTicketDrawing(props: OwnerTicketProps): ReactNode {
  const { owner, selected = false, onScale } = props;
  const revised = owner.revisions.length > 0;
  const scale = (replicas: number): void => onScale?.(owner.kind, owner.namespace, owner.name, replicas);
  return (
    <section
      className={`pd-owner pd-panel${selected ? ' pd-owner-selected' : ''}${owner.trouble === null ? '' : ' pd-owner-trouble'}`}
      aria-label={`${owner.kind} ${owner.name}, ${owner.counts}`}
      data-owner-uid={owner.uid}
    >
      <div className="pd-owner-head">
        <div className="pd-owner-said">
          <Name {...props} />
          <div className="pd-note pd-owner-counts">{owner.counts}</div>
        </div>
        <span className="pd-grow" />
        {owner.trouble !== null && (
          <Chip tone="alarm" glyph="state-failed" tip={owner.trouble.sentence}>
            {owner.trouble.word}
          </Chip>
        )}
        {owner.deadlineMs !== null && <Deadline atMs={owner.deadlineMs} />}
        {!revised && <TicketSlots slots={owner.slots} />}
        {owner.scalable && (
          <Stepper value={owner.want} label={`replicas of ${owner.kind} ${owner.name}`} onChange={scale} />
        )}
      </div>
      {(owner.rollout !== '' || owner.trouble !== null) && <RolloutLine {...props} />}
      {revised && <RevisionRows {...props} />}
    </section>
  );
}

/** What somebody promised, and how far it is kept. */
export const OwnerTicket = memo(OwnerTicketDrawing);
