import { memo, type ReactNode } from 'react';
import './owner-ticket.css';
import type { OwnerTicketModel } from '../../projections/workloads/ticket-model.ts';
import { ticketLabel } from '../../projections/workloads/board.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { Chip } from '../widgets/chip.tsx';
import { Stepper } from '../widgets/stepper.tsx';
import { remainingText } from '../canvas/duration-text.ts';
import { useVirtualSecond } from '../canvas/use-virtual-now.ts';
import { AutoscalerGauge } from './autoscaler-gauge.tsx';
import { BudgetStrip } from './budget-strip.tsx';
import { ClockStrip } from './clock-strip.tsx';
import { PlaceRow } from './place-row.tsx';
import { RevisionRows } from './revision-rows.tsx';
import { pauseOrResume, runByHand, suspendOrContinue } from './steering.ts';
import type { OwnerTicketProps } from './ticket-actions.ts';
import { TicketLimits } from './ticket-limits.tsx';
import { TicketSlots } from './ticket-slots.tsx';
import { WaitRing } from './wait-ring.tsx';

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

function Tool({
  label,
  glyph,
  onUse,
}: {
  readonly label: string;
  readonly glyph: GlyphName;
  readonly onUse: () => void;
}): ReactNode {
  return (
    <button type="button" className="pd-owner-tool" aria-label={label} data-tip={label} onClick={onUse}>
      <Glyph name={glyph} size={12} />
    </button>
  );
}

/** Stops and continues a Job or a schedule, and runs a schedule by hand. */
function JobTools({ owner, onSteer }: OwnerTicketProps): ReactNode {
  const { kind, name, paused, body } = owner;
  if (onSteer === undefined || (kind !== 'Job' && kind !== 'CronJob')) return null;
  const runs = body?.kind === 'clock' ? body.runs : [];
  return (
    <>
      <Tool
        label={`${paused ? 'Let' : 'Suspend'} ${kind} ${name}${paused ? ' go on' : ''}`}
        glyph={paused ? 'icon-play' : 'icon-pause'}
        onUse={() => onSteer(suspendOrContinue(owner))}
      />
      {kind === 'CronJob' && (
        <button
          type="button"
          className="pd-button pd-button-line pd-owner-now"
          aria-label={`Run CronJob ${name} now`}
          onClick={() => onSteer(runByHand(owner, new Set(runs.map((run) => run.name))))}
        >
          Run now
        </button>
      )}
    </>
  );
}

/** Neither revisions nor places tell of single copies. */
function isBare({ revisions, body }: OwnerTicketModel): boolean {
  return revisions.length === 0 && body === null;
}

function RolloutLine({ owner, onSteer }: OwnerTicketProps): ReactNode {
  const pausable = owner.kind === 'Deployment' && (owner.rolling || owner.paused);
  return (
    <div className="pd-owner-rollout">
      <span className="pd-note pd-owner-rollout-text" data-tip={owner.trouble?.sentence}>
        {owner.trouble?.text ?? owner.rollout}
      </span>
      {owner.wait !== null && <WaitRing wait={owner.wait} />}
      {isBare(owner) && owner.trouble !== null && <TicketSlots slots={owner.slots} />}
      {owner.budget !== null && <BudgetStrip budget={owner.budget} />}
      {pausable && (
        <Tool
          label={`${owner.paused ? 'Resume' : 'Pause'} the rollout of ${owner.kind} ${owner.name}`}
          glyph={owner.paused ? 'icon-play' : 'icon-pause'}
          onUse={() => onSteer?.(pauseOrResume(owner))}
        />
      )}
    </div>
  );
}

function Body(props: OwnerTicketProps): ReactNode {
  const { owner, onSelectPod, onSelectJob } = props;
  const { body } = owner;
  const name = `${owner.kind} ${owner.name}`;
  switch (body?.kind) {
    case 'places':
      return <PlaceRow body={body} owner={name} onSelectPod={onSelectPod} />;
    case 'clock':
      return (
        <ClockStrip
          body={body}
          owner={name}
          onSelectRun={(run) => onSelectJob?.(owner.namespace, run.name, run.uid)}
        />
      );
    default:
      return null;
  }
}

function Head(props: OwnerTicketProps): ReactNode {
  const { owner, onScale } = props;
  const scale = (replicas: number): void => onScale?.(owner.kind, owner.namespace, owner.name, replicas);
  return (
    <div className="pd-owner-head">
      <div className="pd-owner-said">
        <Name {...props} />
        <div className="pd-note pd-owner-counts">{owner.counts}</div>
      </div>
      {owner.trouble !== null && (
        <Chip tone="alarm" glyph="state-failed" tip={owner.trouble.sentence}>
          {owner.trouble.word}
        </Chip>
      )}
      {owner.deadlineMs !== null && owner.trouble === null && <Deadline atMs={owner.deadlineMs} />}
      {isBare(owner) && owner.trouble === null && <TicketSlots slots={owner.slots} />}
      <JobTools {...props} />
      {owner.scalable && (
        <Stepper value={owner.want} label={`replicas of ${owner.kind} ${owner.name}`} onChange={scale} />
      )}
    </div>
  );
}

function OwnerTicketDrawing(props: OwnerTicketProps): ReactNode {
  const { owner, selected = false } = props;
  const { gauge, limits, trouble } = owner;
  return (
    <section
      className={`pd-owner pd-panel${selected ? ' pd-owner-selected' : ''}${trouble === null ? '' : ' pd-owner-trouble'}`}
      aria-label={ticketLabel(owner)}
      data-owner-uid={owner.uid}
    >
      <Head {...props} />
      {(owner.rollout !== '' || trouble !== null) && <RolloutLine {...props} />}
      {owner.revisions.length > 0 && <RevisionRows {...props} />}
      <Body {...props} />
      {gauge !== null && <AutoscalerGauge gauge={gauge} onSteer={props.onSteer} />}
      {limits.length > 0 && <TicketLimits limits={limits} />}
    </section>
  );
}

/** What somebody promised, and how far it is kept. */
export const OwnerTicket = memo(OwnerTicketDrawing);
