/** What cells of every kind are put together from. */
import type { ReactNode } from 'react';
import type { RunMark } from '../../projections/pod-inside/cell.ts';
import { gauge, type GaugeModel } from '../../projections/pod-inside/gauge.ts';
import type { LadderModel } from '../../projections/pod-inside/restart-ladder.ts';
import type { ContainerInside, ProbeInside } from '../../protocol/pod-inside.ts';
import { TickingLine } from '../canvas/ticking-line.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { axisText } from '../timeline/clock-text.ts';
import { TEXTS } from './texts.ts';

export interface RunsProps {
  readonly runs: readonly RunMark[];
  /** There is room to say that the number is an exit code. */
  readonly word?: boolean;
}

export function Runs({ runs, word = false }: RunsProps): ReactNode {
  return (
    <ol className="pd-in-runs" aria-label={TEXTS.runs}>
      {runs.map((run) => (
        <li key={run.attempt} className={`pd-in-run pd-in-run-${run.kind}`} data-tip={run.tip}>
          {run.kind === 'running' ? (
            <Glyph name="state-ready" label={run.tip} className="pd-in-glyph" />
          ) : (
            `${word ? 'exit ' : ''}${run.text}`
          )}
          {run.kind === 'killed-by-memory' && (
            <Glyph name="icon-memory" label="out of memory" className="pd-in-oom" />
          )}
        </li>
      ))}
    </ol>
  );
}

export function Ladder({ ladder }: { readonly ladder: LadderModel }): ReactNode {
  return (
    <ol
      className="pd-in-ladder"
      aria-label={TEXTS.ladder(ladder.waitS, ladder.here)}
      data-tip={TEXTS.ladderTip}
    >
      {ladder.rungs.map(({ waitS, state }, index) => (
        <li
          key={waitS}
          className={`pd-in-rung pd-in-rung-${state}`}
          style={{ '--step': index + 1 } as React.CSSProperties}
          aria-current={state === 'here' || state === 'next' ? 'step' : undefined}
        >
          {waitS}
        </li>
      ))}
    </ol>
  );
}

export function LadderCaption({ ladder }: { readonly ladder: LadderModel }): ReactNode {
  if (!ladder.here) return <p className="pd-in-note">{TEXTS.nextWait(ladder.waitS)}</p>;
  return (
    <p className="pd-in-note">
      {TEXTS.waitsNow(ladder.waitS)},{' '}
      <b>
        <TickingLine line={{ before: '', tick: 'until', atMs: ladder.untilMs, after: ' left' }} />
      </b>
    </p>
  );
}

function Gauge({ model }: { readonly model: GaugeModel }): ReactNode {
  return (
    <div
      className={model.tight ? 'pd-in-gauge pd-in-gauge-tight' : 'pd-in-gauge'}
      role="img"
      aria-label={model.spoken}
      style={{ '--floor': `${model.floor}%`, '--use': `${model.use}%` } as React.CSSProperties}
    >
      <i className={model.hasLimit ? 'pd-in-well pd-in-well-lid' : 'pd-in-well'} />
      <span>{model.limitText}</span>
      <b>{model.useText}</b>
      <span>{model.requestText}</span>
    </div>
  );
}

export function Gauges({ container }: { readonly container: ContainerInside }): ReactNode {
  return (
    <div className="pd-in-gauges">
      <Gauge model={gauge('cpu', container.cpu)} />
      <Gauge model={gauge('memory', container.memory)} />
    </div>
  );
}

const TAIL_SHOWN = 3;

/** Why there is nothing to read. */
function silence({ attempt, ended, truth }: ContainerInside): string {
  if (attempt < 0 && ended.length === 0) return TEXTS.neverRan;
  return truth === 'never' ? TEXTS.logGone : TEXTS.silent;
}

/** The last lines of a log; the newest is the strongest. */
export function Tail({
  container,
  timed = false,
  onOpen,
}: {
  readonly container: ContainerInside;
  /** There is room for the times. */
  readonly timed?: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const lines = container.tail.slice(-TAIL_SHOWN);
  return (
    <button type="button" className="pd-in-tail" aria-label={TEXTS.openLog(container.name)} onClick={onOpen}>
      {lines.length === 0 ? (
        <span>{silence(container)}</span>
      ) : (
        lines.map((line, index) => (
          <span key={`${line.at} ${index}`} className={line.stream === 'stderr' ? 'pd-in-err' : undefined}>
            {timed ? `${axisText(line.at)} ${line.text}` : line.text}
          </span>
        ))
      )}
    </button>
  );
}

const PIPS_MAX = 6;
const PIP = { o: 'ok', f: 'fail', t: 'timeout' } as const;
const PIP_WORDS = { ok: 'passed', fail: 'failed', timeout: 'timed out', none: 'not yet' } as const;

function pipsOf({ results, threshold }: ProbeInside): readonly (keyof typeof PIP_WORDS)[] {
  const known = results.map((result) => PIP[result]).slice(-PIPS_MAX);
  const open = Math.max(0, Math.min(threshold, PIPS_MAX) - known.length);
  return [...known, ...Array.from({ length: open }, () => 'none' as const)];
}

function Rail({ probe }: { readonly probe: ProbeInside }): ReactNode {
  const pips = pipsOf(probe);
  return (
    <div
      className="pd-in-rail"
      data-tip={`${probe.lastLabel}, every ${probe.periodS} s, gives up after ${probe.threshold}`}
    >
      <Glyph name={`probe-${probe.kind}`} className="pd-in-glyph" />
      <span>{probe.kind}</span>
      <span
        className="pd-in-pips"
        role="img"
        aria-label={`${probe.kind} probe: ${pips.map((pip) => PIP_WORDS[pip]).join(', ')}`}
      >
        {pips.map((pip, index) => (
          <Glyph key={index} name={`pip-${pip}`} className={`pd-in-pip pd-pip-${pip}`} />
        ))}
      </span>
    </div>
  );
}

const PROBE_ORDER = ['startup', 'liveness', 'readiness'] as const;

export function Rails({ container }: { readonly container: ContainerInside }): ReactNode {
  const rails = PROBE_ORDER.flatMap((kind) => container.probes.filter((probe) => probe.kind === kind));
  if (rails.length === 0) return null;
  return (
    <div className="pd-in-rails">
      {rails.map((probe) => (
        <Rail key={probe.kind} probe={probe} />
      ))}
    </div>
  );
}
