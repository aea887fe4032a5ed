/** Every write has a higher resourceVersion than the one before, and watchers hear of all versions of an object, in order. */
import { resources } from '../../api/resources.ts';
import type { Change } from '../../apiserver/client.ts';
import type { MakeChecker } from './checker.ts';

export const revisionOrder: MakeChecker = (run, complain) => {
  const { store } = run.engine.server.context;
  let last = 0;
  const known = new Map<string, string>();
  const keyOf = ({ kind, object }: Change): string =>
    `${kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;

  return {
    name: 'revision order',
    reset() {
      known.clear();
      last = store.revision;
      for (const { kind } of resources) {
        for (const { metadata } of store.table(kind).values())
          known.set(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, metadata.resourceVersion);
      }
    },
    onChange(change) {
      const key = keyOf(change);
      const revision = Number(change.object.metadata.resourceVersion);
      if (!(revision > last)) complain(`${key} got resourceVersion ${revision} after ${last}`);
      last = Math.max(last, revision);
      const before = known.get(key);
      if (change.type === 'ADDED' && before !== undefined) complain(`${key} was added twice`);
      if (change.type !== 'ADDED' && before === undefined)
        complain(`${key} was ${change.type} without having been added`);
      if (change.type === 'MODIFIED' && change.before?.metadata.resourceVersion !== before)
        complain(`${key}: a watcher missed a version`);
      if (change.type === 'DELETED') known.delete(key);
      else known.set(key, change.object.metadata.resourceVersion);
    },
  };
};
