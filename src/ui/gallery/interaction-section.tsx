import type { ReactNode } from 'react';
import { PodTile, type PodTileProps } from '../canvas/pod-tile.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { GLYPH_SHAPES, type GlyphName } from '../glyphs/glyph-shapes.tsx';
import { likeSample } from './sample-pods.ts';

interface InteractionSample {
  readonly title: string;
  readonly rule: string;
  readonly className: string;
  readonly change: Partial<PodTileProps>;
}

const INTERACTIONS: readonly InteractionSample[] = [
  { title: 'Rest', rule: 'Nothing around the tile.', className: '', change: {} },
  { title: 'Hover', rule: 'Sunken plate; the tip adds the name.', className: 'pd-show-hover', change: {} },
  {
    title: 'Keyboard focus',
    rule: 'Ring, 2 px gap, always outside.',
    className: 'pd-show-focus',
    change: {},
  },
  { title: 'Selected', rule: 'Tinted plate and a bar, no ring.', className: '', change: { selected: true } },
  {
    title: 'Tool at hand',
    rule: 'Dashed plate: it would act here.',
    className: '',
    change: { toolHint: 'Kill on click' },
  },
  {
    title: 'Disabled',
    rule: 'No fill, thin edge, says why.',
    className: '',
    change: { disabledReason: 'Static: stop it by file' },
  },
];

/** How a pod answers to pointer, keyboard and tools. */
export function InteractionSection(): ReactNode {
  return (
    <section>
      <h2>
        Interaction <small>plate = selected, ring = focused; they add up</small>
      </h2>
      <div className="pd-panel pd-interactions">
        {INTERACTIONS.map((sample) => (
          <article key={sample.title} className={sample.className}>
            <div>
              <h3>{sample.title}</h3>
              <p className="pd-note">{sample.rule}</p>
            </div>
            <PodTile pod={likeSample('ready')} variant="row-30" {...sample.change} />
            <div className="pd-interaction-samples">
              <PodTile pod={likeSample('ready')} variant="tile" {...sample.change} />
              <button
                type="button"
                className="pd-button pd-button-line"
                aria-disabled={sample.change.disabledReason === undefined ? undefined : true}
              >
                Restart
              </button>
            </div>
          </article>
        ))}
      </div>
    </section>
  );
}

/** Every glyph in the two sizes that must be legible. */
export function GlyphSection(): ReactNode {
  return (
    <section>
      <h2>
        Glyphs <small>one drawing, 16 and 12 px</small>
      </h2>
      <ul className="pd-panel pd-glyph-samples">
        {(Object.keys(GLYPH_SHAPES) as GlyphName[]).map((name) => (
          <li key={name}>
            <Glyph name={name} {...(name.startsWith('icon') && { className: 'pd-glyph-tool' })} />
            <Glyph name={name} size={12} />
            <span className="pd-note">{name.replace(/^\w+-/, '')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
