import { memo, type ReactNode } from 'react';
import './tile.css';
import type {
  ContainerSliceModel,
  PodStateKind,
  PodTimerModel,
  StepStripModel,
} from '../../projections/view-model.ts';
import { GLYPH_ID_PREFIX } from '../glyphs/glyph-sprite.tsx';
import { lookClasses, POD_LOOKS, type PodLook } from './pod-look.ts';
import { Slices, StepStrip } from './tile-marks.tsx';
import { TICKS_MAX, tileGeometry, type TileSize } from './tile-geometry.ts';
import { PullLevel, TimerRing } from './tile-timer.tsx';

export interface TileProps {
  readonly state: PodStateKind;
  readonly size: TileSize;
  readonly containers?: readonly ContainerSliceModel[];
  readonly restarts?: number;
  readonly step?: StepStripModel | null;
  readonly timer?: PodTimerModel | null;
  readonly pin?: 'none' | 'solid' | 'hollow';
}

const NO_CONTAINERS: readonly ContainerSliceModel[] = [];

/** The edge is one rect of path length 4, a unit per side; an evicted pod's has a corner cut out. */
function Edge({ look, size }: { readonly look: PodLook; readonly size: TileSize }): ReactNode {
  if (look.mark !== 'notch') return <rect className="pd-tile-edge" pathLength="4" />;
  const cut = size === 12 ? 4 : 9;
  return (
    <path
      className="pd-tile-edge-notch"
      d={`M1 1H${size - cut - 0.4}L${size - 1} ${cut + 0.4}V${size - 1}H1Z`}
    />
  );
}

interface InkProps {
  readonly look: PodLook;
  readonly size: TileSize;
  readonly glyph: number;
  readonly raise: number;
}

/** The state's glyph; on a hatch it clears a halo round itself. */
function StateGlyph({ look, size, glyph, raise }: InkProps): ReactNode {
  const at = (size - glyph) / 2;
  const box = { x: at, y: at - raise, width: glyph, height: glyph, href: `#${GLYPH_ID_PREFIX}${look.glyph}` };
  return (
    <g className="pd-tile-glyph">
      {look.fill === 'hatch' && <use className="pd-tile-halo" {...box} />}
      <use {...box} />
    </g>
  );
}

function Lid({ size }: { readonly size: TileSize }): ReactNode {
  const inset = size === 12 ? 1 : size / 5;
  return (
    <rect
      className="pd-ink"
      x={inset}
      y={size === 12 ? 1 : size / 6}
      width={size - 2 * inset}
      height={2}
      rx={size === 12 ? 0 : 1}
    />
  );
}

/** Restart ticks on the right edge: up to four, then one and the number. */
function RestartTicks({ count, size }: { readonly count: number; readonly size: TileSize }): ReactNode {
  const drawn = count > TICKS_MAX ? 1 : count;
  return (
    <g className="pd-tile-ticks">
      {Array.from({ length: drawn }, (_, index) => (
        <rect key={index} x={size + 3} y={5 + index * 4.5} width={5} height={2} rx={1} />
      ))}
      {count > TICKS_MAX && (
        <text x={size + 2.5} y={19}>
          {count}
        </text>
      )}
    </g>
  );
}

function Pin({ size, hollow }: { readonly size: TileSize; readonly hollow: boolean }): ReactNode {
  const middle = size / 2;
  const head =
    size === 12 ? null : <circle cx={middle} cy={size + (hollow ? 4.5 : 5)} r={hollow ? 2.25 : 3} />;
  return (
    <g className={hollow ? 'pd-tile-pin pd-tile-pin-hollow' : 'pd-tile-pin'}>
      {!hollow && <rect x={middle - 1} y={size} width={2} height={4} />}
      {head}
    </g>
  );
}

/** How far the glyph stands above the middle, given what else is in the tile. */
function raiseOf(props: TileProps, look: PodLook, own: number): number {
  if (props.size === 38 || props.size === 30) {
    if (props.step) return props.size / 10;
    if (look.mark === 'lid') return -2;
  }
  return props.size === 12 && look.mark === 'lid' ? -1 : own;
}

/**
 * One pod as a square: fill below, then edge, marks and glyph as one drawing. It is a picture without a name; whoever
 * puts it somewhere names it.
 */
function TileDrawing(props: TileProps): ReactNode {
  const {
    state,
    size,
    containers = NO_CONTAINERS,
    restarts = 0,
    step = null,
    timer = null,
    pin = 'none',
  } = props;
  const look = POD_LOOKS[state];
  const geometry = tileGeometry(size);
  const ring = timer !== null && timer.kind !== 'pull' && size > 20 ? timer : null;
  const raise = raiseOf(props, look, geometry.raise);
  const hasSlices = size === 28 && containers.length > 0;
  return (
    <span className={`pd-tile pd-tile-${size} ${lookClasses(look)}`} aria-hidden="true">
      {timer?.kind === 'pull' && size > 12 && <PullLevel timer={timer} />}
      <svg className="pd-tile-ink" viewBox={`0 0 ${size} ${size}`} focusable="false">
        <Edge look={look} size={size} />
        {look.mark === 'lid' && size !== 28 && <Lid size={size} />}
        {step !== null && (size === 30 || size === 38) && <StepStrip step={step} size={size} />}
        <StateGlyph
          look={look}
          size={size}
          glyph={ring === null ? geometry.glyph : geometry.glyphInRing}
          raise={raise}
        />
        {ring !== null && <TimerRing timer={ring} size={size} raise={raise} />}
        {hasSlices && <Slices containers={containers} />}
        {restarts > 0 && size > 20 && <RestartTicks count={restarts} size={size} />}
        {pin !== 'none' && <Pin size={size} hollow={pin === 'hollow'} />}
      </svg>
    </span>
  );
}

export const Tile = memo(TileDrawing);
