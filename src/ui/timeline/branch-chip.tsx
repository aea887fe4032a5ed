import { lazy, Suspense, type ReactNode } from 'react';
import { useClock } from '../app-shell/use-session.ts';

const BranchMenu = lazy(() =>
  import('./branch-menu.tsx').then(({ BranchMenu: component }) => ({ default: component })),
);

/** Nothing while the run has one future only. */
export function BranchChip(): ReactNode {
  const count = useClock((clock) => clock.branches.length, 0);
  if (count === 0) return null;
  return (
    <Suspense fallback={null}>
      <BranchMenu />
    </Suspense>
  );
}
