/** A cluster of thousands of nodes: each node as one tile, and first of all those that need somebody. */
import type { NodeCardModel, PodStateKind } from './view-model.ts';

/** `off`: without power. `unknown`: silent. `not-ready`: says so itself. `cut`: lives, but cannot be reached or does not report. */
export type FleetNodeState = 'ready' | 'off' | 'unknown' | 'not-ready' | 'cut';

export interface FleetTile {
  readonly name: string;
  readonly state: FleetNodeState;
  readonly cordoned: boolean;
  readonly tainted: boolean;
  /** Requested of allocatable, 0…1: of CPU or memory, whichever is scarcer. */
  readonly asked: number;
  readonly podCount: number;
  /** The worst state among its pods, or null when none is worse than starting or leaving as it should. */
  readonly worst: PodStateKind | null;
  /** How many pods are in that state. */
  readonly worstCount: number;
}

/** From worst to least; a pod in another state is no trouble. */
const TROUBLES: readonly PodStateKind[] = [
  'crash-loop',
  'image-backoff',
  'failed',
  'evicted',
  'unknown',
  'not-ready',
];
/** These need somebody; the others may mend themselves. */
const ALARMS: ReadonlySet<PodStateKind> = new Set<PodStateKind>([
  'crash-loop',
  'image-backoff',
  'failed',
  'evicted',
]);

/** The cordon's own taint is told by the notch. */
const CORDON_TAINT = 'node.kubernetes.io/unschedulable';

function stateOf({ power, ready, linkCut, kubeletStopped }: NodeCardModel): FleetNodeState {
  if (power === 'off') return 'off';
  if (linkCut || kubeletStopped) return 'cut';
  if (ready === 'Unknown') return 'unknown';
  return ready === 'False' ? 'not-ready' : 'ready';
}

function share({ cpu, memory }: NodeCardModel): number {
  const shares = [cpu, memory].map(({ capacity, reserved, blocks }) => {
    const room = capacity - reserved;
    return room <= 0 ? 0 : blocks.reduce((sum, { amount }) => sum + amount, 0) / room;
  });
  return Math.min(1, Math.max(...shares));
}

export function fleetTile(node: NodeCardModel): FleetTile {
  const counts = new Map<PodStateKind, number>();
  for (const { state } of node.pods) counts.set(state, (counts.get(state) ?? 0) + 1);
  for (const { state } of node.staticPods) counts.set(state, (counts.get(state) ?? 0) + 1);
  const worst = TROUBLES.find((state) => counts.has(state)) ?? null;
  return {
    name: node.name,
    state: stateOf(node),
    cordoned: node.cordoned,
    tainted: node.taints.some(({ key }) => !(node.cordoned && key === CORDON_TAINT)),
    asked: share(node),
    podCount: node.pods.length + node.staticPods.length,
    worst,
    worstCount: worst === null ? 0 : (counts.get(worst) ?? 0),
  };
}

/** `1` for one, `2` for two to nine, `3` for ten and more: what can be told apart in a tile. */
export function countClass(count: number): 0 | 1 | 2 | 3 {
  if (count === 0) return 0;
  if (count === 1) return 1;
  return count < 10 ? 2 : 3;
}

export function isAlarm({ worst }: Pick<FleetTile, 'worst'>): boolean {
  return worst !== null && ALARMS.has(worst);
}

export function isProblem(tile: FleetTile): boolean {
  return tile.state !== 'ready' || tile.worst !== null;
}

const NODE_RANKS: Readonly<Record<FleetNodeState, number>> = {
  off: 0,
  unknown: 1,
  'not-ready': 2,
  cut: 3,
  ready: 5,
};

/** Lost nodes first, then failing pods, then pods that are only not ready; more before fewer, then by name as they stand. */
function rank(tile: FleetTile): number {
  const own = NODE_RANKS[tile.state];
  return own < NODE_RANKS.ready ? own : isAlarm(tile) ? 4 : 5;
}

/** All that need somebody, the worst first. Keeps the order of `tiles` among equals. */
export function fleetProblems(tiles: readonly FleetTile[]): readonly FleetTile[] {
  return tiles
    .filter(isProblem)
    .map((tile, index) => ({ tile, index, rank: rank(tile) }))
    .sort((a, b) => a.rank - b.rank || b.tile.worstCount - a.tile.worstCount || a.index - b.index)
    .map(({ tile }) => tile);
}

export interface FleetSummary {
  readonly nodes: number;
  readonly ready: number;
  readonly pods: number;
  readonly problems: number;
}

export function fleetSummary(tiles: readonly FleetTile[]): FleetSummary {
  let ready = 0;
  let pods = 0;
  let problems = 0;
  for (const tile of tiles) {
    if (tile.state === 'ready') ready += 1;
    if (isProblem(tile)) problems += 1;
    pods += tile.podCount;
  }
  return { nodes: tiles.length, ready, pods, problems };
}
