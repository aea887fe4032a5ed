import type { ReactNode } from 'react';
import './chip.css';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';

/** `alarm` is solid and for failures only, `warn` has a progress edge, `differs` a strong one. */
export type ChipTone = 'plain' | 'alarm' | 'warn' | 'differs';

export interface ChipProps {
  readonly glyph?: GlyphName;
  readonly tone?: ChipTone;
  /** Full text for tooltip and focus when the chip itself is short. */
  readonly tip?: string;
  readonly children: ReactNode;
}

/** A short fact in a box. */
export function Chip({ glyph, tone = 'plain', tip, children }: ChipProps): ReactNode {
  return (
    <span className={`pd-chip pd-chip-${tone}`} data-tip={tip}>
      {glyph !== undefined && <Glyph name={glyph} size={11} />}
      {children}
    </span>
  );
}
