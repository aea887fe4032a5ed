/** The waits before restarts as a ladder, and where a container stands on it. */
import type { ContainerInside } from '../../protocol/pod-inside.ts';

/** Seconds: doubled each time, up to five minutes. */
const WAITS_S = [10, 20, 40, 80, 160, 300] as const;

export interface RungModel {
  readonly waitS: number;
  /** `here`: being waited; `next`: would be waited at the next end. */
  readonly state: 'spent' | 'here' | 'next' | 'ahead';
}

export interface LadderModel {
  readonly rungs: readonly RungModel[];
  readonly here: boolean;
  /** The marked wait in seconds. */
  readonly waitS: number;
  /** End of the wait that runs, 0 for none. */
  readonly untilMs: number;
}

/** Null while there is nothing to climb: it never ended, and nothing is kept of earlier ends. */
export function restartLadder(
  container: Pick<ContainerInside, 'backOffMs' | 'backOffUntil' | 'nextBackOffMs' | 'ended' | 'restarts'>,
): LadderModel | null {
  const { backOffMs, backOffUntil, nextBackOffMs, ended, restarts } = container;
  if (backOffMs === 0 && restarts === 0 && ended.length === 0) return null;
  const here = backOffUntil > 0;
  // A first end is followed by a start at once: only after that there is a wait of 10 s.
  const waitS = (here || backOffMs > 0 ? backOffMs : nextBackOffMs) / 1000;
  return {
    rungs: WAITS_S.map((rung): RungModel => ({
      waitS: rung,
      state: rung < waitS ? 'spent' : rung > waitS ? 'ahead' : here ? 'here' : 'next',
    })),
    here,
    waitS,
    untilMs: backOffUntil,
  };
}
