/**
 * Watches over a source that tells every change of every kind: each gets what it asked for, in order.
 *
 * An object that begins to match a watch's selector is ADDED for it, one that ceases to match is DELETED, as the API server does.
 */
import type { Kind, KubeObject } from '../engine/api/types.ts';
import type { ListOptions, Watch, WatchedChange } from './cluster-access.ts';
import { selecting } from './selecting.ts';

export interface SourceChange {
  readonly type: WatchedChange['type'];
  readonly kind: string;
  readonly object: KubeObject;
  readonly before?: KubeObject;
}

/** Lets time pass until something may have changed or `limit` has come. */
export type Pass = (limit: number | undefined) => Promise<void>;

interface Open {
  readonly kind: string;
  readonly matches: (object: KubeObject) => boolean;
  waiting: WatchedChange[];
}

export class OpenWatches {
  private readonly open = new Set<Open>();

  /** `now` and limits in the same ms. */
  watch(kind: Kind, options: ListOptions, now: () => number, pass: Pass): Watch {
    const mine: Open = { kind, matches: selecting(options), waiting: [] };
    this.open.add(mine);
    return {
      next: async (limit) => {
        while (mine.waiting.length === 0 && (limit === undefined || now() < limit)) await pass(limit);
        const changes = mine.waiting;
        mine.waiting = [];
        return changes;
      },
      stop: () => void this.open.delete(mine),
    };
  }

  note({ type, kind, object, before }: SourceChange): void {
    for (const one of this.open) {
      if (one.kind !== kind) continue;
      const was = type === 'ADDED' ? false : one.matches(before ?? object);
      const is = type === 'DELETED' ? false : one.matches(object);
      if (!was && !is) continue;
      one.waiting.push({ type: is ? (was ? 'MODIFIED' : 'ADDED') : 'DELETED', object });
    }
  }
}
