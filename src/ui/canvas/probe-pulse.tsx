import type { ReactNode } from 'react';
import './probe-rail.css';
import type { PulseModel } from '../../projections/view-model.ts';
import { usePulseWay } from './use-virtual-now.ts';

/** The way of a standing arrow in a box of 10 px width; the head is fixed, the shaft takes the rest. */
function StandingArrow({ timedOut }: { readonly timedOut: boolean }): ReactNode {
  return (
    <svg className="pd-lane pd-pulse-arrow" aria-hidden="true" focusable="false">
      <line x1="5" y1="100%" x2="5" y2={timedOut ? '50%' : '10'} />
      {timedOut ? (
        <line x1="0" x2="10" y1="50%" y2="50%" />
      ) : (
        <path className="pd-lane-ink" d="M5 2l5 9H0z" />
      )}
    </svg>
  );
}

export interface ProbePulseProps {
  readonly pulse: PulseModel;
  /** Upper end of the lane, in px from the corner of the room; the lower end is the room's floor. */
  readonly leftPx: number;
  readonly topPx: number;
}

/** One probe from the kubelet bar up to a pod: a dot that travels once, or an arrow while time stands still. */
export function ProbePulse({ pulse, leftPx, topPx }: ProbePulseProps): ReactNode {
  const way = usePulseWay(pulse.atMs);
  if (way === 'none') return null;
  return (
    <span className="pd-pulse" style={{ left: leftPx, top: topPx }} aria-hidden="true">
      {way === 'travels' ? (
        <i className="pd-pulse-dot" key={pulse.id} />
      ) : (
        <StandingArrow timedOut={pulse.result === 'timeout'} />
      )}
    </span>
  );
}
