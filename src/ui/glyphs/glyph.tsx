import type { ReactNode } from 'react';
import './glyph.css';
import type { GlyphName } from './glyph-shapes.tsx';
import { GLYPH_ID_PREFIX } from './glyph-sprite.tsx';

export interface GlyphProps {
  readonly name: GlyphName;
  /** Edge of the square in px; without it the size comes from CSS (16 px). */
  readonly size?: number;
  /** Spoken name. Without it the glyph is decoration and silent. */
  readonly label?: string;
  readonly className?: string;
}

/** One glyph of the sprite in the colour of its surroundings. */
export function Glyph({ name, size, label, className }: GlyphProps): ReactNode {
  const spoken = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg
      className={className === undefined ? 'pd-glyph' : `pd-glyph ${className}`}
      viewBox="0 0 16 16"
      focusable="false"
      {...(size === undefined ? {} : { style: { width: size, height: size } })}
      {...spoken}
    >
      <use href={`#${GLYPH_ID_PREFIX}${name}`} />
    </svg>
  );
}
