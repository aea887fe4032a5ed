import type { ReactNode } from 'react';
import './wait-ring.css';
import type { WaitModel } from '../../projections/workloads/ticket-model.ts';
import { remainingText } from '../canvas/duration-text.ts';
import { partPassed } from '../canvas/tile-geometry.ts';
import { useVirtualNow, useVirtualSecond } from '../canvas/use-virtual-now.ts';

/** A ring that fills until the wait is over, with its number. Standing still, it shows how far it came. */
function Ring({ wait }: { readonly wait: WaitModel }): ReactNode {
  const now = useVirtualNow();
  const part = partPassed(now, wait.span.fromMs, wait.span.toMs);
  return (
    <svg className="pd-wait-ring" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <circle className="pd-wait-groove" cx="8" cy="8" r="6" />
      <circle
        cx="8"
        cy="8"
        r="6"
        pathLength="100"
        strokeDasharray={`${100 * part} 100`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}

export function WaitRing({ wait }: { readonly wait: WaitModel }): ReactNode {
  const { toMs } = wait.span;
  const second = useVirtualSecond(true, toMs);
  return (
    <span className="pd-wait">
      <Ring wait={wait} />
      <span className="pd-note">
        {wait.text} <span className="pd-strong">{remainingText(second, toMs)}</span>
      </span>
    </span>
  );
}
