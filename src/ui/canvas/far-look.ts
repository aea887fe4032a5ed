/**
 * Pods from afar: where no text can be read, a pod is a square that still says by its shape how it does. One drawing per card and kind, instead
 * of one element per pod.
 */
import type { PodStateKind } from '../../projections/view-model.ts';
import { POD_LOOKS } from './pod-look.ts';

/** What can be told apart at six px. `alarm` is the only one that is full. */
export type FarKind = 'fine' | 'alarm' | 'half' | 'making' | 'ending' | 'over' | 'lost' | 'gone';

export function farKind(state: PodStateKind): FarKind {
  const { fill, hue, mark } = POD_LOOKS[state];
  if (fill === 'solid') return 'alarm';
  if (mark === 'struck') return 'gone';
  if (fill === 'hatch') return 'lost';
  if (fill === 'half') return 'half';
  if (hue === 'ending') return 'ending';
  if (hue === 'done') return 'over';
  return hue === 'ready' || state === 'mirror' ? 'fine' : 'making';
}

export interface FarGrid {
  readonly columns: number;
  readonly pitchPx: number;
  /** Edge of a square. */
  readonly sizePx: number;
}

const PITCH_MAX_PX = 34;
const PITCH_MIN_PX = 8;
const GAP_SHARE = 0.2;

/** The largest squares that fit. */
export function farGrid(places: number, widthPx: number, heightPx: number): FarGrid {
  let pitchPx = PITCH_MAX_PX;
  const lines = (): number => Math.ceil(places / Math.max(1, Math.floor(widthPx / pitchPx)));
  while (pitchPx > PITCH_MIN_PX && lines() * pitchPx > heightPx) pitchPx -= 1;
  return {
    columns: Math.max(1, Math.floor(widthPx / pitchPx)),
    pitchPx,
    sizePx: Math.round(pitchPx * (1 - GAP_SHARE)),
  };
}

function square(x: number, y: number, size: number): string {
  return `M${x} ${y}h${size}v${size}h${-size}z`;
}

/** One pod's part of the drawing of its kind. */
function shape(kind: FarKind, x: number, y: number, size: number): string {
  switch (kind) {
    case 'half':
      // The lower half twice: the rule of even and odd leaves the upper one empty.
      return `${square(x, y, size)}M${x + 2} ${y + 2}h${size - 4}v${size / 2 - 2}h${4 - size}z`;
    case 'ending':
      return `M${x} ${y}h${size}l${-size / 2} ${size}z`;
    case 'over':
      return square(x + size / 4, y + size / 4, size / 2);
    case 'gone':
      return `M${x + size / 2} ${y}v${size}M${x + size / 4} ${y + size / 3}h${size / 2}`;
    case 'fine':
    case 'alarm':
    case 'making':
    case 'lost':
      return square(x, y, size);
  }
}

/** SVG paths by kind, for pods in their places; null is a free place. */
export function farPaths(
  places: readonly (PodStateKind | null)[],
  { columns, pitchPx, sizePx }: FarGrid,
): ReadonlyMap<FarKind, string> {
  const paths = new Map<FarKind, string>();
  places.forEach((state, index) => {
    if (state === null) return;
    const kind = farKind(state);
    const x = (index % columns) * pitchPx + 1;
    const y = Math.floor(index / columns) * pitchPx + 1;
    paths.set(kind, (paths.get(kind) ?? '') + shape(kind, x, y, sizePx));
  });
  return paths;
}
