/** Above the wall: the way back, the conditions as stops of a line, and the two tracks of an end. */
import type { ReactNode } from 'react';
import { conditionStops, type StopModel } from '../../projections/pod-inside/condition-stops.ts';
import { endingTracks, type TrackStep } from '../../projections/pod-inside/ending-tracks.ts';
import type { PodInside } from '../../protocol/pod-inside.ts';
import { useSession } from '../app-shell/use-session.ts';
import { TickingLine } from '../canvas/ticking-line.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { axisText } from '../timeline/clock-text.ts';
import { TEXTS } from './texts.ts';

/** READY and RESTARTS as kubectl prints them: sidecars count, init containers do not. */
function readyText({ containers }: PodInside): string {
  const counted = containers.filter(({ kind }) => kind === 'app' || kind === 'sidecar');
  return `${counted.filter(({ phase }) => phase === 'ready').length}/${counted.length}`;
}

function restartsOf({ containers }: PodInside): number {
  return containers.reduce((sum, { restarts }) => sum + restarts, 0);
}

export function Crumbs({
  name,
  node,
  pod,
}: {
  readonly name: string;
  readonly node: string;
  readonly pod: PodInside | null;
}): ReactNode {
  const { layout, selection } = useSession();
  const out = (): void => layout.change({ insidePod: null });
  return (
    <nav className="pd-in-crumbs" aria-label={TEXTS.where}>
      <button type="button" className="pd-in-out" onClick={out} aria-keyshortcuts="Escape">
        <Glyph name="icon-out" className="pd-in-glyph" />
        {TEXTS.out}
        <kbd className="pd-kbd">Esc</kbd>
      </button>
      <ol>
        <li>
          <button type="button" className="pd-in-crumb" onClick={out}>
            {TEXTS.cluster}
          </button>
          <Glyph name="icon-forward" className="pd-in-glyph" />
        </li>
        <li>
          {node === '' ? (
            <span className="pd-in-note">{TEXTS.noNode}</span>
          ) : (
            <button
              type="button"
              className="pd-in-crumb"
              onClick={() => {
                out();
                selection.select({ kind: 'Node', namespace: '', name: node });
              }}
            >
              {node}
            </button>
          )}
          <Glyph name="icon-forward" className="pd-in-glyph" />
        </li>
        <li aria-current="page">{name}</li>
      </ol>
      {pod !== null && (
        <p className="pd-in-headline pd-in-note">
          <code>{readyText(pod)}</code>
          {pod.goneAt > 0 ? TEXTS.gone : pod.phase}
          {restartsOf(pod) > 0 && <code>{TEXTS.restarts(restartsOf(pod))}</code>}
        </p>
      )}
    </nav>
  );
}

const STOP_GLYPH: Readonly<Record<StopModel['state'], GlyphName | null>> = {
  passed: 'icon-check',
  stands: 'state-unscheduled',
  ahead: null,
};
const STOP_WORD = { passed: 'passed', stands: 'stands here', ahead: 'still ahead' } as const;

/** Where there is no room for the whole name. */
const SHORT: Readonly<Record<string, string>> = {
  PodScheduled: 'Scheduled',
  PodReadyToStartContainers: 'ReadyToStart',
};

function Stop({ stop, last }: { readonly stop: StopModel; readonly last: boolean }): ReactNode {
  const glyph = STOP_GLYPH[stop.state];
  const end = last && stop.state === 'passed' ? ' pd-in-stop-here' : '';
  const spoken = [stop.type, STOP_WORD[stop.state], stop.reason, stop.message].filter((part) => part !== '');
  return (
    <li
      className={`pd-in-stop pd-in-stop-${stop.state}${last ? ' pd-in-stop-last' : ''}${end}`}
      aria-label={spoken.join(', ')}
    >
      <span className="pd-in-dot">{glyph !== null && <Glyph name={glyph} />}</span>
      <b>
        <span className="pd-in-long">{stop.type}</span>
        <span className="pd-in-short">{SHORT[stop.type] ?? stop.type}</span>
      </b>
      <span className="pd-in-note" {...(stop.message !== '' && { 'data-tip': stop.message })}>
        {stop.reason !== ''
          ? stop.reason
          : stop.sinceMs > 0 && stop.state !== 'ahead'
            ? axisText(stop.sinceMs)
            : ' '}
      </span>
    </li>
  );
}

function Track({ name, steps }: { readonly name: string; readonly steps: readonly TrackStep[] }): ReactNode {
  return (
    <div className="pd-in-track">
      <b>{name}</b>
      <ol>
        {steps.map((step) => (
          <li
            key={step.id}
            className={`pd-in-step pd-in-step-${step.state}`}
            aria-current={step.state === 'now' ? 'step' : undefined}
          >
            <span>{step.label}</span>
            {step.untilMs > 0 && step.id === 'kill' && step.state === 'ahead' && (
              <b>
                <TickingLine line={{ before: 'in ', tick: 'until', atMs: step.untilMs, after: '' }} />
              </b>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Life({ pod }: { readonly pod: PodInside }): ReactNode {
  const stops = conditionStops(pod);
  const tracks = endingTracks(pod);
  return (
    <section className={`pd-in-life${tracks.begun ? ' pd-in-life-ends' : ''}`} aria-label={TEXTS.conditions}>
      <ol className="pd-in-metro">
        {stops.map((stop, index) => (
          <Stop key={stop.type} stop={stop} last={index === stops.length - 1} />
        ))}
      </ol>
      <div className="pd-in-after">
        <svg
          className="pd-in-branch"
          viewBox="0 0 46 30"
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          <path d="M0 7.5h46M14 7.5c12 0 8 15 20 15h12" vectorEffect="non-scaling-stroke" />
        </svg>
        <Track name="kubelet" steps={tracks.kubelet} />
        <Track name="endpoints" steps={tracks.endpoints} />
        <p className="pd-in-note">
          {tracks.noService ? TEXTS.noService : tracks.begun ? TEXTS.bothRun : TEXTS.bothStart(pod.name)}
        </p>
      </div>
    </section>
  );
}
