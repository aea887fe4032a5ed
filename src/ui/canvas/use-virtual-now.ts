import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { pulseWay, type PulseWay } from './pulse-way.ts';
import { BROWSER_CLOCK, createVirtualClock, type VirtualNow } from './virtual-now.ts';

/** The clock that a map reads. Without a provider it stands at 0. */
export const VirtualNowContext = createContext<VirtualNow>(createVirtualClock(BROWSER_CLOCK));

/** Virtual time at the rate of publication (10 Hz); for rings and fuses. */
export function useVirtualNow(): number {
  const clock = useContext(VirtualNowContext);
  return useSyncExternalStore(clock.subscribe, clock.get);
}

/**
 * Virtual time cut to whole seconds counted from `phaseMs`, so that a number changes exactly when it should and the
 * component is drawn again no oftener. Inactive, it is 0 and never draws.
 */
export function useVirtualSecond(active: boolean, phaseMs: number): number {
  const clock = useContext(VirtualNowContext);
  const read = useCallback(() => {
    if (!active) return 0;
    return phaseMs + Math.floor((clock.get() - phaseMs) / 1000) * 1000;
  }, [active, clock, phaseMs]);
  return useSyncExternalStore(clock.subscribe, read);
}

/** How a probe of `atMs` is drawn just now. */
export function usePulseWay(atMs: number): PulseWay {
  const clock = useContext(VirtualNowContext);
  const read = useCallback(() => pulseWay(atMs, clock.get(), clock.speed()), [atMs, clock]);
  return useSyncExternalStore(clock.subscribe, read);
}
