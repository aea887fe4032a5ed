import type { ReactNode } from 'react';
import type { OwnerSlotKind } from '../../projections/workloads/ticket-model.ts';
import { CopyBox } from './copy-box.tsx';

/** More slots than this are told as numbers only: they would push the stepper away. */
const SLOTS_SHOWN_MAX = 12;

/** One box for every copy. What they add up to is written beside them. */
export function TicketSlots({
  slots,
  most = SLOTS_SHOWN_MAX,
}: {
  readonly slots: readonly OwnerSlotKind[];
  readonly most?: number;
}): ReactNode {
  const shown = slots.slice(0, most);
  return (
    <span className="pd-owner-slots" aria-hidden="true">
      {shown.map((slot, index) => (
        <CopyBox key={index} slot={slot} />
      ))}
      {slots.length > shown.length && <span className="pd-note">+{slots.length - shown.length}</span>}
    </span>
  );
}
