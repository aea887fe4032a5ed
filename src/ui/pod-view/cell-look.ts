/** How a cell's state is drawn: the same grammar as for pods, on a larger body. */
import type { CellState } from '../../projections/pod-inside/cell.ts';
import type { PodLook } from '../canvas/pod-look.ts';
import { POD_LOOKS } from '../canvas/pod-look.ts';

type CellLook = Pick<PodLook, 'edge' | 'corner' | 'fill' | 'hue' | 'glyph'>;

const NOT_STARTED: CellLook = { ...POD_LOOKS.unscheduled, glyph: 'state-unscheduled' };

export const CELL_LOOKS: Readonly<Record<CellState, CellLook>> = {
  waiting: NOT_STARTED,
  creating: POD_LOOKS.creating,
  running: POD_LOOKS['not-ready'],
  ready: POD_LOOKS.ready,
  'crash-loop': POD_LOOKS['crash-loop'],
  'no-image': POD_LOOKS['image-backoff'],
  failed: POD_LOOKS.failed,
  completed: POD_LOOKS.succeeded,
  ending: POD_LOOKS.terminating,
  lost: POD_LOOKS.unknown,
};

export function cellClasses(state: CellState): string {
  const { edge, corner, hue } = CELL_LOOKS[state];
  return `pd-in-${hue} pd-in-edge-${edge} pd-in-corner-${corner}`;
}
