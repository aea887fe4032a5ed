/**
 * What the trace tells of failing requests: one entry when requests of a generator begin to fail in a way, with what stands in theirs as its
 * cause, and none for each of the many that follow.
 */
import { defineTable } from '../../../sim/sim.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Millis } from '../../../sim/time.ts';
import type { Trouble } from '../trouble.ts';
import type { LoadAttempt } from './load-attempt.ts';

interface Episode {
  /** The entry that tells of it. */
  readonly entry: number;
  readonly lastAt: Millis;
}

/** By generator and fate. */
const EPISODES = defineTable<Episode>('world/load-episodes');
/** After so long without such a failure the next one is news again. */
const QUIET_MS: Millis = 10_000;

export function tellTrouble(
  sim: Sim,
  { generator, namespace, service }: LoadAttempt,
  trouble: Trouble,
): void {
  const table = sim.table(EPISODES);
  const key = `${generator}/${trouble.fate}`;
  const episode = table.get(key);
  const isNews = episode === undefined || sim.now - episode.lastAt > QUIET_MS;
  const entry = isNews
    ? sim.record(
        `load/${generator}`,
        'fail',
        { kind: 'Service', namespace, name: service, id: '' },
        ['traffic'],
        {
          rule: 'TRAFFIC-03',
          text: `requests to Service ${service} fail: ${trouble.text}`,
          causes: trouble.entry === 0 ? [] : [trouble.entry],
        },
      )
    : episode.entry;
  table.put(key, { entry, lastAt: sim.now });
}
