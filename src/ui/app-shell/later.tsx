import { useDeferredValue, type ReactNode } from 'react';

/** What may be drawn a moment after the page: in small pieces, between which the first picture of the map can come. */
export function Later({ children }: { readonly children: ReactNode }): ReactNode {
  const drawn = useDeferredValue(true, false);
  return drawn ? children : null;
}
