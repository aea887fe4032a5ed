/** A cluster whose answers nobody waits for any more once the command was interrupted. */
import type { ClusterAccess, ContainerPlace, ExecStream } from './cluster-access.ts';
import { NEVER, interruptible } from './interruption.ts';
import type { Interruption } from './interruption.ts';

export function interruptibleCluster(cluster: ClusterAccess, by: Interruption): ClusterAccess {
  if (by === NEVER) return cluster;
  const heard = <T>(work: Promise<T>): Promise<T> => interruptible(by, work);
  return {
    get: (...words) => heard(cluster.get(...words)),
    list: (...words) => heard(cluster.list(...words)),
    create: (...words) => heard(cluster.create(...words)),
    update: (...words) => heard(cluster.update(...words)),
    patch: (...words) => heard(cluster.patch(...words)),
    delete: (...words) => heard(cluster.delete(...words)),
    evict: (...words) => heard(cluster.evict(...words)),
    log: (...words) => heard(cluster.log(...words)),
    exec: (...words) => heard(cluster.exec(...words)),
    ...(cluster.openExec === undefined
      ? {}
      : { openExec: (place, argv) => heard(cluster.openExec?.(place, argv) ?? Promise.resolve(undefined)) }),
    ...(cluster.openAttach === undefined ? {} : { openAttach: (place) => heard(mustAttach(cluster, place)) }),
    watch: (...words) => {
      const watch = cluster.watch(...words);
      return { next: (limit) => heard(watch.next(limit)), stop: () => watch.stop() };
    },
    now: () => cluster.now(),
    sleep: (ms) => heard(cluster.sleep(ms)),
  };
}

async function mustAttach(cluster: ClusterAccess, place: ContainerPlace): Promise<ExecStream> {
  if (cluster.openAttach === undefined) throw new Error('nobody can be attached here');
  return cluster.openAttach(place);
}
