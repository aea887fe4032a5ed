/** `--dry-run`: what is only asked for as if, and how a line says so. */
import type { Answer, ClusterAccess } from './cluster-access.ts';
import type { CommandLine } from './command-line.ts';
import { complaint } from './session.ts';

export type DryRun = 'none' | 'client' | 'server';

export function dryRunOf(line: CommandLine): DryRun {
  const wanted = line.flag('dry-run') ?? 'none';
  if (wanted === 'none' || wanted === 'client' || wanted === 'server') return wanted;
  if (wanted === 'true' || wanted === '') return 'client';
  throw complaint(`Invalid dry-run value (${wanted}). Must be "none", "server", or "client".`);
}

export function dryText(dry: DryRun): string {
  return dry === 'none' ? '' : dry === 'client' ? ' (dry run)' : ' (server dry run)';
}

/**
 * A cluster that is read and not written: whatever is changed or taken away is answered with the object as it is.
 *
 * **Simplified:** a dry run on the server is not checked there either, so it refuses nothing; and a patch
 * that would change nothing reads as if it did.
 */
export function withoutWriting(cluster: ClusterAccess): ClusterAccess {
  const asItIs = async (...[kind, namespace, name]: Parameters<ClusterAccess['get']>): Promise<Answer> => {
    const object = await cluster.get(kind, namespace, name);
    if (object !== undefined) {
      // As after a write: kubectl tells by the version whether anything changed.
      const metadata = { ...object.metadata, resourceVersion: `${object.metadata.resourceVersion ?? ''}+` };
      return { ok: true, value: { ...object, metadata } };
    }
    // The server's own words for what is not there.
    return cluster.patch(kind, namespace, name, 'merge', {});
  };
  return {
    get: (...words) => cluster.get(...words),
    list: (...words) => cluster.list(...words),
    log: (...words) => cluster.log(...words),
    exec: (...words) => cluster.exec(...words),
    watch: (...words) => cluster.watch(...words),
    now: () => cluster.now(),
    sleep: (ms) => cluster.sleep(ms),
    create: async (_kind, _namespace, object) => ({ ok: true, value: object as object as never }),
    update: async (_kind, object) => ({ ok: true, value: object }),
    patch: asItIs,
    delete: asItIs,
    evict: (namespace, pod) => asItIs('Pod', namespace, pod),
  };
}
