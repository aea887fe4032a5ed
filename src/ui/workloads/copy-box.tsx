import type { ReactNode } from 'react';
import './copy-box.css';
import type { PlaceModel } from '../../projections/workloads/ticket-model.ts';

/** One wanted copy: a box in a row, or a large one that holds a letter or a sign. */
export function CopyBox({
  slot,
  large = false,
  children,
}: {
  readonly slot: PlaceModel['slot'];
  readonly large?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  return <span className={`pd-copy pd-copy-${slot}${large ? ' pd-copy-large' : ''}`}>{children}</span>;
}
