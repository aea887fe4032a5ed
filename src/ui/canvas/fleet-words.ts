/** What is said of a tile of the fleet: in the list of problems, in tips, and aloud. */
import type { FleetNodeState, FleetTile } from '../../projections/fleet.ts';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { POD_LOOKS } from './pod-look.ts';

const NODE_WORDS: Readonly<Record<FleetNodeState, string>> = {
  ready: 'Ready',
  off: 'Off',
  unknown: 'Unknown, silent',
  'not-ready': 'NotReady',
  cut: 'Cut off',
};

const NODE_GLYPHS: Readonly<Record<Exclude<FleetNodeState, 'ready'>, GlyphName>> = {
  off: 'icon-power',
  unknown: 'state-unknown',
  'not-ready': 'state-failed',
  cut: 'icon-cut',
};

function pods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

/** What is the matter: the node first, then its pods. Empty when nothing is. */
export function problemWords(tile: FleetTile): string {
  const own = tile.state === 'ready' ? '' : NODE_WORDS[tile.state];
  const theirs = tile.worst === null ? '' : `${POD_LOOKS[tile.worst].word}: ${pods(tile.worstCount)}`;
  return [own, theirs].filter((part) => part !== '').join(' · ');
}

/** All of a tile: "12 pods, 40 % asked for, cordoned, Crash loop: 2 pods". */
export function tileWords(tile: FleetTile): string {
  return [
    problemWords(tile) || NODE_WORDS[tile.state],
    tile.cordoned ? 'cordoned' : '',
    tile.tainted ? 'tainted' : '',
    pods(tile.podCount),
    `${Math.round(tile.asked * 100)} % asked for`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function problemGlyph(tile: FleetTile): GlyphName {
  if (tile.state !== 'ready') return NODE_GLYPHS[tile.state];
  return tile.worst === null ? 'state-ready' : POD_LOOKS[tile.worst].glyph;
}
