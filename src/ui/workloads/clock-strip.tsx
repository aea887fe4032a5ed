import type { ReactNode } from 'react';
import './clock-strip.css';
import type { ClockBody, RunModel } from '../../projections/workloads/ticket-model.ts';
import { remainingText } from '../canvas/duration-text.ts';
import { useVirtualSecond } from '../canvas/use-virtual-now.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { moveRovingFocus } from '../widgets/roving-focus.ts';
import { CopyBox } from './copy-box.tsx';

const WORDS = { done: 'completed', failed: 'failed', making: 'running' } as const;

/** Runs that have a place on the strip; the oldest give way. */
const RUNS_SHOWN = 5;

export function runLabel({ name, slot, time, byHand }: RunModel): string {
  return `${byHand ? 'by hand at' : 'due at'} ${time}: Job ${name} ${WORDS[slot]}`;
}

function Run({
  run,
  first,
  onSelect,
}: {
  readonly run: RunModel;
  readonly first: boolean;
  readonly onSelect: (run: RunModel) => void;
}): ReactNode {
  const label = runLabel(run);
  return (
    <li>
      <button
        type="button"
        className="pd-schedule-run"
        aria-label={label}
        data-tip={label}
        tabIndex={first ? 0 : -1}
        onClick={() => onSelect(run)}
        onKeyDown={(event) => moveRovingFocus(event, '.pd-schedule-run')}
      >
        <CopyBox slot={run.slot} large>
          {run.byHand && <Glyph name="icon-you" size={12} />}
        </CopyBox>
        <span className="pd-place-label">{run.time}</span>
      </button>
    </li>
  );
}

function Next({ body }: { readonly body: ClockBody }): ReactNode {
  const { nextMs, next } = body;
  const second = useVirtualSecond(nextMs !== null, nextMs ?? 0);
  return (
    <li className="pd-schedule-next">
      <CopyBox slot={nextMs === null ? 'excluded' : 'wanted'} large>
        {nextMs !== null && <Glyph name="icon-clock" size={12} />}
      </CopyBox>
      <span className="pd-schedule-next-said">
        <span className="pd-strong">{nextMs === null ? next : `in ${remainingText(second, nextMs)}`}</span>
        {nextMs !== null && <span className="pd-place-label">{next}</span>}
      </span>
    </li>
  );
}

/** A schedule: what ran, the present, and what comes. */
export function ClockStrip({
  body,
  owner,
  onSelectRun,
}: {
  readonly body: ClockBody;
  readonly owner: string;
  readonly onSelectRun: (run: RunModel) => void;
}): ReactNode {
  const runs = body.runs.slice(-RUNS_SHOWN);
  const places = Array.from({ length: RUNS_SHOWN - runs.length });
  return (
    <div className="pd-schedule">
      <ul className="pd-schedule-list" aria-label={`runs of ${owner}`} data-roving>
        {places.map((_, index) => (
          <li key={index} className="pd-schedule-none" aria-hidden="true" />
        ))}
        {runs.map((run, index) => (
          <Run key={run.uid} run={run} first={index === 0} onSelect={onSelectRun} />
        ))}
        <Next body={body} />
      </ul>
      <p className="pd-note pd-place-note">{body.facts.join(' · ')}</p>
    </div>
  );
}
