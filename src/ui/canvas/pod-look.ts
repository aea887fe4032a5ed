import type { PodStateKind, PodTileModel } from '../../projections/view-model.ts';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';

/**
 * The grammar: each channel has one job. Edge says how real a pod is, corner whether it can still change, fill how it
 * does, the glyph names the state. Hue only repeats what they say, so every look must differ from all others without it.
 */
export interface PodLook {
  readonly edge: 'solid' | 'dashed' | 'dotted';
  readonly corner: 'round' | 'square';
  /** `solid` is the alarm: only what needs somebody. */
  readonly fill: 'none' | 'tint' | 'half' | 'level' | 'solid' | 'hatch';
  readonly hue: 'ready' | 'progress' | 'failing' | 'done' | 'ending' | 'lost' | 'plain';
  readonly glyph: GlyphName;
  /** Evicted pods leave through a notch, a native sidecar spans the whole life as a line above. */
  readonly mark: 'none' | 'notch' | 'lid' | 'struck';
  /** The state in a word or two, as a caption. */
  readonly word: string;
  /** The state as spoken after name and node. */
  readonly spoken: string;
}

function look(
  drawing: Partial<Omit<PodLook, 'glyph' | 'word' | 'spoken'>>,
  glyph: GlyphName,
  word: string,
  spoken: string,
): PodLook {
  return {
    edge: 'solid',
    corner: 'round',
    fill: 'none',
    hue: 'plain',
    mark: 'none',
    ...drawing,
    glyph,
    word,
    spoken,
  };
}

export const POD_LOOKS: Readonly<Record<PodStateKind, PodLook>> = {
  unscheduled: look({ edge: 'dashed' }, 'state-unscheduled', 'Unscheduled', 'pending, waiting for a node'),
  gated: look({ edge: 'dashed' }, 'state-gated', 'Gated', 'pending, held by a scheduling gate'),
  creating: look({ hue: 'progress' }, 'state-creating', 'Creating', 'being created'),
  pulling: look({ hue: 'progress', fill: 'level' }, 'state-pulling', 'Pulling', 'pulling its image'),
  init: look({ hue: 'progress' }, 'state-init', 'Init', 'running init containers'),
  ready: look({ hue: 'ready', fill: 'tint' }, 'state-ready', 'Ready', 'running, ready'),
  'sidecar-ready': look(
    { hue: 'ready', fill: 'tint', mark: 'lid' },
    'state-ready',
    'Ready',
    'running, ready, with a sidecar',
  ),
  'not-ready': look({ hue: 'progress', fill: 'half' }, 'state-not-ready', 'Not ready', 'running, not ready'),
  'crash-loop': look(
    { hue: 'failing', fill: 'solid' },
    'state-crash-loop',
    'Crash loop',
    'crashing, waiting to restart',
  ),
  'image-backoff': look(
    { hue: 'failing', fill: 'solid' },
    'state-image-backoff',
    'No image',
    'image not found, waiting to retry',
  ),
  terminating: look({ hue: 'ending' }, 'state-terminating', 'Terminating', 'terminating'),
  succeeded: look(
    { hue: 'done', fill: 'tint', corner: 'square' },
    'state-succeeded',
    'Completed',
    'completed',
  ),
  failed: look({ hue: 'failing', fill: 'solid', corner: 'square' }, 'state-failed', 'Failed', 'failed'),
  evicted: look(
    { hue: 'failing', fill: 'solid', corner: 'square', mark: 'notch' },
    'state-evicted',
    'Evicted',
    'evicted',
  ),
  unknown: look(
    { hue: 'lost', edge: 'dotted', fill: 'hatch' },
    'state-unknown',
    'Unknown',
    'unknown, its node is lost',
  ),
  ghost: look({ hue: 'lost', edge: 'dotted', mark: 'struck' }, 'state-ghost', 'Gone', 'gone, a ghost'),
  static: look({ hue: 'ready', fill: 'tint' }, 'state-static', 'Static', 'running, ready, a static pod'),
  mirror: look({ edge: 'dotted' }, 'state-mirror', 'Mirror', 'mirror of a static pod'),
};

/** The look of a pod as shown: truth first. */
export function lookOf(pod: Pick<PodTileModel, 'state'>): PodLook {
  return POD_LOOKS[pod.state];
}

/** Class names of a look; the CSS of tile.css turns them into channels. */
export function lookClasses(drawn: PodLook): string {
  const marks = drawn.mark === 'notch' ? ' pd-mark-notch' : '';
  return `pd-edge-${drawn.edge} pd-corner-${drawn.corner} pd-fill-${drawn.fill} pd-hue-${drawn.hue}${marks}`;
}
