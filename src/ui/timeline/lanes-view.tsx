import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type WheelEvent,
} from 'react';
import { useStore } from 'zustand';
import './lanes-view.css';
import type { Lane, ObjectRef } from '../../protocol/requests.ts';
import type { MirrorState } from '../../projections/mirror.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { shortName } from '../inspector/why-parts.ts';
import { TEXTS } from '../texts.ts';
import { axisText, clockText } from './clock-text.ts';
import { LaneRow } from './lane-row.tsx';
import { axisMarks, shareOf, timeAt, wholeRun, zoomed, type TimeWindow } from './time-scale.ts';

const NO_LANES: readonly Lane[] = [];
const NODES_MAX = 6;
/** How finely the lanes follow the clock; the playhead does so on its own. */
const REACH_STEPS = 40;

/** What the lanes speak of: the selection, whom it replaced, and its node; without one, the nodes. */
export function laneSubjects(
  current: ObjectRef | null,
  state: Pick<MirrorState, 'pods' | 'nodes'>,
): readonly ObjectRef[] {
  const node = (name: string): ObjectRef => ({ kind: 'Node', namespace: '', name });
  if (current === null) return state.nodes.slice(0, NODES_MAX).map(({ name }) => node(name));
  if (current.kind === 'Node') {
    const pods = [...state.pods.values()].filter((row) => row.node === current.name).slice(0, NODES_MAX);
    return [
      current,
      ...pods.map((row) => ({ kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid })),
    ];
  }
  const row = state.pods.get(current.uid ?? '');
  if (row === undefined) return [current, ...state.nodes.slice(0, NODES_MAX).map(({ name }) => node(name))];
  const before = state.pods.get(row.replaces);
  const after = state.pods.get(row.replacedBy);
  const pods = [before, row, after].flatMap((pod) => (pod === undefined ? [] : [pod]));
  const nodes = [...new Set(pods.map((pod) => pod.node).filter((name) => name !== ''))].map(node);
  return [
    ...nodes,
    ...pods.map((pod) => ({ kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid })),
  ];
}

/** Pods by the part of their name that differs; the full one is in the tooltip of their bands. */
function laneLabel(lane: Lane): string {
  return lane.kind === 'pod' ? shortName({ kind: 'Pod', name: lane.label }) : lane.label;
}

function useWidth(): readonly [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (box.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}

interface PlayheadProps {
  readonly window: TimeWindow;
  readonly widthPx: number;
}

/** Drawn outside of React: it moves ten times a second, and at once under a dragging hand. */
function Playhead({ window, widthPx }: PlayheadProps): ReactNode {
  const { clock, playback } = useSession();
  const head = useRef<HTMLDivElement>(null);
  const known = useRef<HTMLDivElement>(null);
  const future = useRef<HTMLDivElement>(null);
  const horizon = useClock((state) => state.horizon, 0);
  useEffect(() => {
    const place = (at: number): number => Math.min(1, Math.max(0, shareOf(window, at))) * widthPx;
    const draw = (): void => {
      const x = place(clock.get());
      const end = Math.max(x, place(horizon));
      if (head.current !== null) {
        head.current.style.transform = `translateX(${x.toFixed(1)}px)`;
        head.current.setAttribute('aria-valuenow', String(Math.round(clock.get() / 1000)));
        head.current.setAttribute('aria-valuetext', clockText(clock.get()));
      }
      // **Why:** moved, not resized: a layer that is only moved costs neither layout nor paint, ten times a second.
      const share = widthPx === 0 ? 0 : (end - x) / widthPx;
      if (known.current !== null)
        known.current.style.transform = `translateX(${x.toFixed(1)}px) scaleX(${share.toFixed(4)})`;
      if (future.current !== null) future.current.style.transform = `translateX(${end.toFixed(1)}px)`;
    };
    draw();
    return clock.subscribe(draw);
  }, [clock, window, widthPx, horizon]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      void playback.step(step === 1 ? 'next' : 'previous');
    }
    if (event.key === 'Home') void playback.seek(0);
  };
  return (
    <>
      <div className="pd-lanes-ahead">
        <div ref={known} className="pd-lanes-known" />
        <div ref={future} className="pd-lanes-future" />
      </div>
      <div
        ref={head}
        className="pd-lanes-head"
        role="slider"
        tabIndex={0}
        aria-label={TEXTS.time.playhead}
        aria-valuemin={Math.round(window.from / 1000)}
        aria-valuemax={Math.round(window.to / 1000)}
        aria-valuenow={0}
        onKeyDown={onKeyDown}
      />
    </>
  );
}

/** Pointer on the lanes drags time; the wheel zooms round it. */
function useScrub(window: TimeWindow, whole: TimeWindow, setWindow: (window: TimeWindow | null) => void) {
  const { playback, clock } = useSession();
  const dragging = useRef(false);
  const moment = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return timeAt(window, (event.clientX - box.left) / box.width);
  };
  const follow = (event: PointerEvent<HTMLElement>): void => {
    const at = moment(event);
    clock.pause(at);
    playback.scrub(at);
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button') !== null))
        return;
      const mark = event.target instanceof HTMLElement ? event.target.dataset['at'] : undefined;
      if (mark !== undefined) {
        void playback.seek(Number(mark));
        return;
      }
      dragging.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      void playback.pause();
      follow(event);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (dragging.current) follow(event);
    },
    onPointerUp() {
      if (!dragging.current) return;
      dragging.current = false;
      playback.endScrub();
    },
    onDoubleClick: () => setWindow(null),
    onWheel(event: WheelEvent<HTMLElement>) {
      if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaY) <= Math.abs(event.deltaX)) return;
      const box = event.currentTarget.getBoundingClientRect();
      const next = zoomed(
        window,
        event.deltaY > 0 ? 1.25 : 0.8,
        (event.clientX - box.left) / box.width,
        whole,
      );
      setWindow(next.from <= whole.from && next.to >= whole.to ? null : next);
    },
  };
}

/** The whole run at once: who did what when, and what became of whom. */
export function LanesView(): ReactNode {
  const { selection, mirror } = useSession();
  const latest = useClock((clock) => Math.max(clock.horizon, clock.now), 0);
  const trace = useClock((clock) => clock.traceLength, 0);
  const current = useStore(selection, (state) => state.current);
  const [chosen, setChosen] = useState<TimeWindow | null>(null);
  const [box, width] = useWidth();
  const whole = wholeRun(latest);
  const window = chosen ?? whole;
  // As text: the same subjects are the same request, however often the mirror changes.
  const subjects = useStore(mirror, (state) => JSON.stringify(laneSubjects(current, state)));
  const about = useMemo(() => JSON.parse(subjects) as readonly ObjectRef[], [subjects]);
  const reach = useClock(
    (clock) => Math.floor(shareOf(window, Math.max(clock.horizon, clock.now)) * REACH_STEPS) / REACH_STEPS,
    0,
  );
  const lanes = useAnswer({ ask: 'lanes', about, from: window.from, to: window.to }, trace) ?? NO_LANES;
  const [kept, setKept] = useState<readonly Lane[]>(NO_LANES);
  if (lanes !== NO_LANES && lanes !== kept) setKept(lanes);
  const shown = lanes === NO_LANES ? kept : lanes;
  const scrub = useScrub(window, whole, setChosen);
  return (
    <div className="pd-lanes" style={{ ['--lanes' as string]: Math.max(1, shown.length) }}>
      <div className="pd-lanes-names" aria-hidden="true">
        {shown.map((lane) => (
          <span key={lane.id} className={lane.kind === 'pod' ? 'pd-lane-name pd-code' : 'pd-lane-name'}>
            {laneLabel(lane)}
          </span>
        ))}
      </div>
      <div className="pd-lanes-plot" ref={box} {...scrub}>
        <div className="pd-lanes-axis" aria-hidden="true">
          {axisMarks(window, width).map((at) => (
            <span key={at} style={{ left: `${(shareOf(window, at) * 100).toFixed(3)}%` }}>
              {axisText(at)}
            </span>
          ))}
        </div>
        <div role="list" className="pd-lanes-rows">
          {shown.map((lane) => (
            <LaneRow key={lane.id} lane={lane} window={window} widthPx={width} reach={reach} />
          ))}
        </div>
        <Playhead window={window} widthPx={width} />
      </div>
    </div>
  );
}
