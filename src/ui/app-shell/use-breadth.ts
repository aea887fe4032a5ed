import { useSyncExternalStore } from 'react';

/** How much room there is: one pane, two panes, inspector over the map, everything. */
export type Breadth = 'phone' | 'tablet' | 'narrow' | 'full';

export function breadthOf(widthPx: number): Breadth {
  if (widthPx < 600) return 'phone';
  if (widthPx < 900) return 'tablet';
  return widthPx < 1280 ? 'narrow' : 'full';
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

export function useBreadth(): Breadth {
  return useSyncExternalStore(subscribe, () => breadthOf(window.innerWidth));
}
