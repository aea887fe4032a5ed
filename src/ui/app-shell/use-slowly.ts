import { useEffect, useRef, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';

/** Nobody hears names change faster. */
const AGAIN_MS = 500;

/** The first value at once, later ones no oftener than twice a second, the newest last. */
export function useSlowly<State, Value>(
  store: Pick<StoreApi<State>, 'getState' | 'subscribe'>,
  read: (state: State) => Value,
): Value {
  const [value, setValue] = useState(() => read(store.getState()));
  const latest = useRef(read);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    let isThere = false;
    const take = (): void => {
      waiting = undefined;
      last = performance.now();
      const next = latest.current(store.getState());
      isThere = next !== null;
      setValue(() => next);
    };
    take();
    const end = store.subscribe(() => {
      // What was missing comes at once: a key that is pressed as soon as the page is seen finds it.
      const waitMs = isThere ? Math.max(0, last + AGAIN_MS - performance.now()) : 0;
      waiting ??= setTimeout(take, waitMs);
    });
    return () => {
      end();
      clearTimeout(waiting);
    };
  }, [store]);
  return value;
}
