import type { ReactNode } from 'react';
import './icon-switch.css';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';

export interface IconSwitchProps {
  readonly on: boolean;
  /** 'Network of node-b'. */
  readonly label: string;
  /** What pressing it does: 'Cut the network of node-b'. */
  readonly tip: string;
  readonly glyph: GlyphName;
  /** Why it cannot be switched now; it stays focusable and says so. */
  readonly disabledReason?: string;
  readonly onChange: (on: boolean) => void;
}

/** A small switch in the shape of what it switches: plain while it works, struck and edged when it does not. */
export function IconSwitch({ on, label, tip, glyph, disabledReason, onChange }: IconSwitchProps): ReactNode {
  const dead = disabledReason !== undefined;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={dead ? `${label}, ${disabledReason}` : label}
      aria-disabled={dead ? true : undefined}
      data-tip={disabledReason ?? tip}
      className={on ? 'pd-icon-switch' : 'pd-icon-switch pd-icon-switch-off'}
      onClick={() => !dead && onChange(!on)}
    >
      <Glyph name={glyph} size={14} />
    </button>
  );
}
