/** How a state looks as a band of the timeline: a hue of the grammar with its pattern, and one short word. The tooltip has the whole text. */

export type BandHue = 'ready' | 'progress' | 'half' | 'plain' | 'failing' | 'ending' | 'done' | 'lost';

export interface BandLook {
  readonly hue: BandHue;
  readonly word: string;
}

const LOOKS: Readonly<Record<string, BandLook>> = {
  ready: { hue: 'ready', word: 'Ready' },
  'not-ready': { hue: 'half', word: 'Not ready' },
  creating: { hue: 'progress', word: 'Creating' },
  pulling: { hue: 'progress', word: 'Pulling' },
  init: { hue: 'progress', word: 'Init' },
  unscheduled: { hue: 'plain', word: 'Unscheduled' },
  gated: { hue: 'plain', word: 'Gated' },
  'crash-loop': { hue: 'failing', word: 'Back-off' },
  'image-backoff': { hue: 'failing', word: 'No image' },
  failed: { hue: 'failing', word: 'Failed' },
  evicted: { hue: 'failing', word: 'Evicted' },
  terminating: { hue: 'ending', word: 'Terminating' },
  succeeded: { hue: 'done', word: 'Completed' },
  unknown: { hue: 'lost', word: 'Unknown' },
  ghost: { hue: 'lost', word: 'Gone' },
  off: { hue: 'lost', word: 'Off' },
};

/** A state that has no look of its own is said in its own word. */
export function bandLook(state: string): BandLook {
  return LOOKS[state] ?? { hue: 'plain', word: state };
}
