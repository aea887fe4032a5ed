/** Counts the writes of a stretch of time that are more than a sign of life. */
import type { Change } from '../../apiserver/client.ts';
import type { Run } from '../../run/run.ts';
import { wait } from '../run-builders.ts';

/** Signs of life, and the clearing away of old Events. */
function isRoutine({ kind, type }: Change): boolean {
  return kind === 'Lease' || (kind === 'Event' && type === 'DELETED') || kind === 'Node';
}

/** Writes within the next `ms`, as `kind name`; empty when the run is quiet. Nodes count when more than a heartbeat changed. */
export function writesWithin(run: Run, ms: number): readonly string[] {
  const { sim, server } = run.engine;
  const seen: string[] = [];
  let listening = true;
  server.context.store.watch((change) => {
    if (listening && !isRoutine(change))
      seen.push(`${change.type} ${change.kind} ${change.object.metadata.name}`);
  });
  const before = sim.trace.length;
  wait(run, ms);
  listening = false;
  return [...seen, ...sim.trace.from(before).map(({ actor, text }) => `${actor}: ${text}`)];
}
