import type { ReactNode } from 'react';
import type { PodTimerModel } from '../../projections/view-model.ts';
import { partPassed, ringArc, tileGeometry, type TileSize } from './tile-geometry.ts';
import { useVirtualNow } from './use-virtual-now.ts';

type RingTimer = Extract<PodTimerModel, { kind: 'restart' | 'grace' }>;
type PullTimer = Extract<PodTimerModel, { kind: 'pull' }>;

interface TimerRingProps {
  readonly timer: RingTimer;
  readonly size: TileSize;
  readonly raise: number;
}

/** Fills towards a restart, drains towards a kill. Redrawn by the virtual clock alone. */
export function TimerRing({ timer, size, raise }: TimerRingProps): ReactNode {
  const now = useVirtualNow();
  const { ringRadius, ringWidth } = tileGeometry(size);
  const arc = ringArc(partPassed(now, timer.fromMs, timer.toMs), timer.kind === 'grace');
  const middle = size / 2;
  const circle = { cx: middle, cy: middle, r: ringRadius };
  return (
    <g
      className="pd-tile-ring"
      strokeWidth={ringWidth}
      transform={`translate(0 ${-raise}) rotate(-90 ${middle} ${middle})`}
    >
      <circle className="pd-tile-groove" {...circle} />
      <circle {...circle} pathLength="100" strokeDasharray={arc.dash} strokeDashoffset={arc.offset} />
    </g>
  );
}

/** The image rises from the floor with its bytes. */
export function PullLevel({ timer }: { readonly timer: PullTimer }): ReactNode {
  return 'fraction' in timer ? (
    <Level part={timer.fraction} />
  ) : (
    <TimedLevel fromMs={timer.fromMs} toMs={timer.toMs} />
  );
}

function TimedLevel({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): ReactNode {
  return <Level part={partPassed(useVirtualNow(), fromMs, toMs)} />;
}

function Level({ part }: { readonly part: number }): ReactNode {
  return (
    <span className="pd-tile-level">
      <i style={{ transform: `scaleY(${part})` }} />
    </span>
  );
}
