import type { ReactNode } from 'react';
import './stepper.css';
import { Glyph } from '../glyphs/glyph.tsx';

export interface StepperProps {
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  /** What is counted, as spoken: 'replicas of Deployment web'. */
  readonly label: string;
  readonly onChange: (next: number) => void;
}

/** A number with fewer and more. A button at its limit stays focusable and does nothing. */
export function Stepper({
  value,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  label,
  onChange,
}: StepperProps): ReactNode {
  const move = (next: number): void => {
    if (next >= min && next <= max) onChange(next);
  };
  return (
    <span className="pd-stepper" role="group" aria-label={label}>
      <button
        type="button"
        aria-label={`fewer ${label}`}
        aria-disabled={value <= min}
        onClick={() => move(value - 1)}
      >
        <Glyph name="icon-minus" size={10} />
      </button>
      <output aria-live="polite">{value}</output>
      <button
        type="button"
        aria-label={`more ${label}`}
        aria-disabled={value >= max}
        onClick={() => move(value + 1)}
      >
        <Glyph name="icon-plus" size={10} />
      </button>
    </span>
  );
}
