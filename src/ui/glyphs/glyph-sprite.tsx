import { memo, type ReactNode } from 'react';
import { GLYPH_SHAPES } from './glyph-shapes.tsx';

/** Prefix of symbol ids, so that they never meet ids of the page. */
export const GLYPH_ID_PREFIX = 'pd-glyph-';

function GlyphSpriteDrawing(): ReactNode {
  return (
    <svg className="pd-glyph-sprite" aria-hidden="true" focusable="false">
      {Object.entries(GLYPH_SHAPES).map(([name, shape]) => (
        <symbol key={name} id={GLYPH_ID_PREFIX + name} viewBox="0 0 16 16">
          {shape}
        </symbol>
      ))}
    </svg>
  );
}

/** All symbols once; mount it near the root before anything that draws glyphs. */
export const GlyphSprite = memo(GlyphSpriteDrawing);
