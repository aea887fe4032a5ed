/** Heights of blocks before they are measured, from what stands in them. Close is enough: the measured height follows in the same frame. */
import type {
  MapModel,
  NodeCardModel,
  PendingTrayModel,
  ServiceRailModel,
} from '../../../projections/view-model.ts';
import type { OwnerTicketModel } from '../../../projections/workloads/ticket-model.ts';
import { columnsOf, slotStep, type Density } from '../../canvas/density.ts';

const CARD_HEAD_PX = 128;
const KUBELET_PX = 32;
const PITCH_PX: Readonly<Record<Density, number>> = {
  'row-38': 54,
  'row-30': 43,
  tile: 58,
  dot: 14,
  present: 100,
};
const SLOTS_PADDING_PX = 18;
const STATIC_PX = 52;

export function nodeHeightPx(node: NodeCardModel, density: Density, widthPx: number): number {
  const step = slotStep(density, widthPx);
  const places = Math.max(1, Math.ceil(node.pods.length / step)) * step;
  const lines = Math.ceil(places / columnsOf(density, widthPx));
  return (
    CARD_HEAD_PX +
    lines * PITCH_PX[density] +
    SLOTS_PADDING_PX +
    KUBELET_PX +
    (node.staticPods.length > 0 ? STATIC_PX : 0)
  );
}

const PLACES_A_LINE = 10;
const PLACES_MAX = 16;
const PLACE_LINE_PX = 41;
const NOTE_PX = 25;

function bodyHeightPx({ body }: OwnerTicketModel): number {
  if (body === null) return 0;
  if (body.kind === 'clock') return PLACE_LINE_PX + NOTE_PX;
  const lines = Math.ceil(Math.min(PLACES_MAX, body.places.length) / PLACES_A_LINE);
  return lines * PLACE_LINE_PX + (body.note === '' ? 6 : NOTE_PX);
}

export function ownerHeightPx(owner: OwnerTicketModel): number {
  const lines = owner.revisions.length;
  return (
    62 +
    (owner.rollout === '' && owner.trouble === null ? 0 : 30) +
    (lines === 0 ? 0 : lines * 28 + 4) +
    bodyHeightPx(owner) +
    (owner.gauge === null ? 0 : 37 + owner.gauge.metrics.length * 28) +
    (owner.limits.length === 0 ? 0 : 30)
  );
}

const BOARD_LINES = 9;
const BOARD_LINE_PX = 28;
const BOARD_HEAD_PX = 74;

/** Folded promises: two lines side by side where there is room. */
export function boardHeightPx(owners: readonly OwnerTicketModel[]): number {
  return BOARD_HEAD_PX + Math.min(BOARD_LINES, Math.ceil(owners.length / 2)) * BOARD_LINE_PX;
}

export function pendingHeightPx(tray: PendingTrayModel): number {
  return tray.pods.length === 0 ? 54 : 24 + Math.min(4, tray.pods.length) * 62;
}

const TAPS_A_LINE = 7;
const TAP_LINE_PX = 34;

export function serviceHeightPx(service: ServiceRailModel): number {
  return 12 + Math.max(1, Math.ceil(service.taps.length / TAPS_A_LINE)) * TAP_LINE_PX;
}

export const PLANE_HEIGHT_PX = 50;

/** Fullest card of the map: all share a density. */
export function podCountMax(model: Pick<MapModel, 'nodes'>): number {
  return Math.max(0, ...model.nodes.map((node) => node.pods.length));
}
