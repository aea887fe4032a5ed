import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { must } from '../../base/assert.ts';
import type { ClockView } from '../../protocol/views.ts';
import type { Session } from './session.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  return must(useContext(SessionContext), 'a part of the frame is drawn outside of a session');
}

/** One fact of the clock; the component is drawn again only when this fact changes. */
export function useClock<Fact>(read: (clock: ClockView) => Fact, before: Fact): Fact {
  const { mirror } = useSession();
  return useStore(mirror, (state) => (state.clock === null ? before : read(state.clock)));
}

/** Another text whenever something happens or `stepMs` pass: also when a command is given while time stands. */
export function useMoment(stepMs = 1): string {
  return useClock(({ now, traceLength }) => `${Math.floor(now / stepMs)} ${traceLength}`, '');
}
