import { memo, type ReactNode } from 'react';
import './backoff-ladder.css';

/** The waits of a crash back-off in seconds: doubling from 10 up to 300. */
const WAITS_S = [10, 20, 40, 80, 160, 300] as const;

export interface BackoffLadderProps {
  /** The wait the container is in now; the rung that is marked. */
  readonly waitS: number;
}

function BackoffLadderDrawing({ waitS }: BackoffLadderProps): ReactNode {
  return (
    <ol className="pd-ladder" aria-label={`waits in seconds, now ${waitS}`}>
      {WAITS_S.map((wait) => (
        <li key={wait} aria-current={wait === waitS ? 'step' : undefined}>
          {wait}
        </li>
      ))}
    </ol>
  );
}

/** Where a crashing container stands on its way to ever longer waits. */
export const BackoffLadder = memo(BackoffLadderDrawing);
