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
    const take = (): void => {
      waiting = undefined;
      last = performance.now();
      setValue(() => latest.current(store.getState()));
    };
    take();
    const end = store.subscribe(() => {
      waiting ??= setTimeout(take, Math.max(0, last + AGAIN_MS - performance.now()));
    });
    return () => {
      end();
      clearTimeout(waiting);
    };
  }, [store]);
  return value;
}
