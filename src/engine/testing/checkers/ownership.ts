/** When things have settled, nothing is left whose owners are all gone. */
import { resources } from '../../api/resources.ts';
import type { Run } from '../../run/run.ts';

/** Objects that name owners of which none exists any more. Call it when the run had time to settle. */
export function strayDependents(run: Run): readonly string[] {
  const { store } = run.engine.server.context;
  const objects = resources.flatMap(({ kind }) => store.table(kind).values());
  const uids = new Set<string>(objects.map(({ metadata }) => metadata.uid));
  return objects
    .filter(
      ({ metadata }) =>
        metadata.ownerReferences !== undefined && metadata.ownerReferences.every(({ uid }) => !uids.has(uid)),
    )
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
}
