import type { ReactNode } from 'react';
import type { PipKind, PodStateKind, PodTimerModel, ProbeKind } from '../../projections/view-model.ts';
import { BackoffLadder } from '../canvas/backoff-ladder.tsx';
import { Fuse } from '../canvas/fuse.tsx';
import { ProbePulse } from '../canvas/probe-pulse.tsx';
import { Tile } from '../canvas/tile.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { left, SHEET_NOW_MS } from './sample-pods.ts';

interface Frame {
  readonly state: PodStateKind;
  readonly timer: PodTimerModel | null;
  readonly fuseLeftMs: number;
  readonly number: string;
}

function frame(state: PodStateKind, timer: PodTimerModel | null, number: string, fuseLeftMs = 0): Frame {
  return { state, timer, number, fuseLeftMs };
}

const restart = (ms: number): Frame =>
  frame('crash-loop', { kind: 'restart', ...left(ms, 40_000) }, `${ms / 1000} s`);
const grace = (ms: number): Frame =>
  frame('terminating', { kind: 'grace', ...left(ms, 30_000) }, `${ms / 1000} s`);
const fuse = (ms: number): Frame => frame('unknown', null, '', ms);
const pull = (percent: number): Frame =>
  frame('pulling', { kind: 'pull', fraction: percent / 100 }, `${percent} %`);

interface TimerSample {
  readonly title: string;
  readonly rule: string;
  readonly ladder?: boolean;
  readonly frames: readonly Frame[];
}

const TIMERS: readonly TimerSample[] = [
  {
    title: 'Restart back-off',
    rule: 'Ring fills to the restart. Third wait: 40 s.',
    ladder: true,
    frames: [restart(36_000), restart(14_000), restart(2_000)],
  },
  {
    title: 'Grace period',
    rule: 'Ring drains: TERM at full, KILL at empty.',
    frames: [grace(28_000), grace(22_000), grace(4_000)],
  },
  {
    title: 'Toleration fuse',
    rule: 'Node unreachable: the pod is deleted when the fuse is gone.',
    frames: [fuse(290_000), fuse(158_000), fuse(12_000)],
  },
  {
    title: 'Image pull',
    rule: 'Fill rises from the floor with the bytes.',
    frames: [pull(12), pull(43), pull(87)],
  },
];

function FrameView({ frame: shown }: { readonly frame: Frame }): ReactNode {
  return (
    <div className="pd-frame">
      <Tile state={shown.state} size={30} timer={shown.timer} />
      {shown.fuseLeftMs > 0 ? <Fuse fuse={left(shown.fuseLeftMs, 300_000)} /> : <span>{shown.number}</span>}
    </div>
  );
}

/** Everything that runs out: ring, fuse, fill, each with its number. */
export function TimersSection(): ReactNode {
  return (
    <section>
      <h2>
        Timers <small>every sweep carries its number; paused, it stands still</small>
      </h2>
      <div className="pd-panel pd-timers">
        {TIMERS.map((timer) => (
          <div key={timer.title} className="pd-timer">
            <h3>{timer.title}</h3>
            <div className="pd-frames">
              {timer.frames.map((shown, index) => (
                <span key={index} className="pd-frame-pair">
                  {index > 0 && <Glyph name="icon-forward" size={12} />}
                  <FrameView frame={shown} />
                </span>
              ))}
            </div>
            {timer.ladder && <BackoffLadder waitS={40} />}
            <p className="pd-note">{timer.rule}</p>
          </div>
        ))}
      </div>
    </section>
  );
}

interface Track {
  readonly pips: readonly PipKind[];
  readonly verdict: GlyphName | null;
  readonly text: string;
}

const OK_RUN: Track = { pips: ['ok', 'ok', 'fail'], verdict: null, text: '1 of 3' };
const PROBES: readonly {
  readonly kind: ProbeKind;
  readonly title: string;
  readonly open: Track;
  readonly given: Track;
}[] = [
  {
    kind: 'startup',
    title: 'Startup',
    open: {
      pips: ['fail', 'fail', 'fail', 'none', 'none', 'none'],
      verdict: null,
      text: '3 of 6; the others wait',
    },
    given: {
      pips: ['fail', 'fail', 'fail', 'fail', 'ok'],
      verdict: 'state-ready',
      text: 'Started, rail ends',
    },
  },
  {
    kind: 'liveness',
    title: 'Liveness',
    open: OK_RUN,
    given: { pips: ['fail', 'timeout', 'fail'], verdict: 'state-crash-loop', text: 'Restart the container' },
  },
  {
    kind: 'readiness',
    title: 'Readiness',
    open: { pips: ['ok', 'fail', 'none'], verdict: null, text: '1 of 3' },
    given: { pips: ['fail', 'fail', 'fail'], verdict: 'icon-tap-open', text: 'No traffic' },
  },
];

function TrackView({ track }: { readonly track: Track }): ReactNode {
  return (
    <div className="pd-track">
      <span className="pd-pips">
        {track.pips.map((pip, index) => (
          <Glyph key={index} name={`pip-${pip}`} size={11} className={`pd-pip pd-pip-${pip}`} />
        ))}
      </span>
      <span className={track.verdict === null ? 'pd-verdict' : 'pd-verdict pd-verdict-given'}>
        {track.verdict !== null && <Glyph name={track.verdict} size={14} />}
      </span>
      <span>{track.text}</span>
    </div>
  );
}

const RESULTS: readonly (readonly [PipKind, string])[] = [
  ['ok', 'ok'],
  ['fail', 'fail'],
  ['timeout', 'timeout, counts as fail'],
  ['none', 'not yet'],
];

const CALLS: readonly {
  readonly state: PodStateKind;
  readonly note: string;
  readonly glyph: GlyphName | null;
  readonly carries: string;
  readonly result: 'ok' | 'fail' | 'timeout';
}[] = [
  { state: 'ready', note: 'HTTP', glyph: null, carries: 'GET /healthz 200', result: 'ok' },
  { state: 'ready', note: 'TCP', glyph: 'icon-plug', carries: 'open', result: 'ok' },
  { state: 'not-ready', note: 'Exec', glyph: 'icon-cog', carries: 'exit 1', result: 'fail' },
  { state: 'not-ready', note: 'Timeout', glyph: null, carries: 'no answer in 1 s', result: 'timeout' },
];

function Results(): ReactNode {
  return (
    <ul className="pd-results">
      {RESULTS.map(([pip, text]) => (
        <li key={pip}>
          <Glyph name={`pip-${pip}`} size={11} className={`pd-pip pd-pip-${pip}`} />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** Probes on their way from the kubelet bar. */
function Floor(): ReactNode {
  return (
    <div className="pd-floor">
      {CALLS.map((call) => (
        <div key={call.note} className="pd-call">
          <span className="pd-call-pod">
            <Tile
              state={call.state}
              size={28}
              containers={[{ name: 'web', kind: call.state === 'ready' ? 'up' : 'half' }]}
            />
            <ProbePulse
              pulse={{
                id: call.note,
                kind: 'http',
                result: call.result,
                atMs: SHEET_NOW_MS,
                label: call.carries,
              }}
              leftPx={14}
              topPx={32}
            />
          </span>
          <span className="pd-note">{call.note}</span>
          <span className="pd-carries pd-code">
            {call.glyph !== null && <Glyph name={call.glyph} size={12} />}
            {call.carries}
          </span>
        </div>
      ))}
      <div className="pd-kubelet">
        <span className="pd-strong">kubelet</span>
      </div>
    </div>
  );
}

/** Who probes, what comes back, and what follows from it. */
export function ProbesSection(): ReactNode {
  return (
    <section>
      <h2>
        Probes <small>the kubelet asks; the rail keeps the last results up to the threshold</small>
      </h2>
      <div className="pd-panel pd-probes">
        <table>
          <thead>
            <tr>
              <th>Rail</th>
              <th>Below the threshold</th>
              <th>Threshold reached: verdict</th>
            </tr>
          </thead>
          <tbody>
            {PROBES.map((probe) => (
              <tr key={probe.kind}>
                <th scope="row">
                  <Glyph name={`probe-${probe.kind}`} size={14} />
                  {probe.title}
                </th>
                <td>
                  <TrackView track={probe.open} />
                </td>
                <td>
                  <TrackView track={probe.given} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Results />
        <Floor />
      </div>
    </section>
  );
}
