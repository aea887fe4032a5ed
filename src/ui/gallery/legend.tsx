import type { ReactNode } from 'react';
import { lookClasses, type PodLook } from '../canvas/pod-look.ts';

type Channels = Partial<Pick<PodLook, 'edge' | 'corner' | 'fill'>>;

/** A tile without a glyph, to show one channel alone. */
function Blank({ channels }: { readonly channels: Channels }): ReactNode {
  const look: PodLook = {
    edge: 'solid',
    corner: 'round',
    fill: 'none',
    hue: 'plain',
    mark: 'none',
    glyph: 'state-ready',
    word: '',
    spoken: '',
    ...channels,
  };
  return (
    <span className={`pd-tile pd-tile-20 ${lookClasses(look)}`} aria-hidden="true">
      <svg className="pd-tile-ink" viewBox="0 0 20 20" focusable="false">
        <rect className="pd-tile-edge" pathLength="4" />
      </svg>
    </span>
  );
}

const LEGEND: readonly (readonly [string, readonly (readonly [Channels, string])[]])[] = [
  [
    'Edge',
    [
      [{}, 'observed now'],
      [{ edge: 'dashed' }, 'wanted, not real yet'],
      [{ edge: 'dotted' }, 'last known, or gone'],
    ],
  ],
  [
    'Corner',
    [
      [{}, 'can still change'],
      [{ corner: 'square' }, 'finished'],
    ],
  ],
  [
    'Fill',
    [
      [{}, 'not running'],
      [{ fill: 'tint' }, 'fine'],
      [{ fill: 'half' }, 'running, not ready'],
      [{ fill: 'solid' }, 'needs you'],
      [{ fill: 'hatch' }, 'unknown'],
    ],
  ],
];

/** The three channels of a tile and what their values mean. */
export function Legend(): ReactNode {
  return (
    <div className="pd-panel pd-legend">
      {LEGEND.map(([channel, values]) => (
        <dl key={channel}>
          <dt>{channel}</dt>
          {values.map(([channels, text]) => (
            <dd key={text}>
              <Blank channels={channels} />
              {text}
            </dd>
          ))}
        </dl>
      ))}
    </div>
  );
}
