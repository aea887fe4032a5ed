import { memo, type ReactNode } from 'react';
import type { LineText } from '../../projections/view-model.ts';
import { lineText } from './duration-text.ts';
import { useVirtualSecond } from './use-virtual-now.ts';

function TickingLineText({ line }: { readonly line: LineText }): ReactNode {
  const ticking = typeof line !== 'string';
  const second = useVirtualSecond(ticking, ticking ? line.atMs : 0);
  return lineText(line, second);
}

/** A line whose number follows the virtual clock, redrawn once a second. */
export const TickingLine = memo(TickingLineText);
