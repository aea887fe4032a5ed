import type { ReactNode } from 'react';
import './power-switch.css';

export interface PowerSwitchProps {
  readonly on: boolean;
  /** 'Power of node-b'. */
  readonly label: string;
  readonly onChange: (on: boolean) => void;
}

/** A physical-looking switch: flipped at once, undone by flipping back. */
export function PowerSwitch({ on, label, onChange }: PowerSwitchProps): ReactNode {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className={on ? 'pd-switch pd-switch-on' : 'pd-switch'}
      onClick={() => onChange(!on)}
    >
      <span className="pd-switch-body" />
    </button>
  );
}
