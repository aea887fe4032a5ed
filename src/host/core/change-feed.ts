/** The newest changes of objects, numbered, for whoever watches them. Nothing is kept before somebody asks. */
import type { Run } from '../../engine/index.ts';
import type { Json } from '../../base/json.ts';
import type { ObjectChanges } from '../../protocol/requests.ts';

const KEPT = 4000;

type Change = ObjectChanges['changes'][number];

export class ChangeFeed {
  private readonly run: Run;
  private kept: Change[] = [];
  /** Number of the newest change. */
  private upTo = 0;
  private isOpen = false;

  constructor(run: Run) {
    this.run = run;
  }

  after(kinds: readonly string[], after: number): ObjectChanges {
    this.open();
    const fresh = this.kept.slice(Math.max(0, this.kept.length - (this.upTo - after)));
    return { upTo: this.upTo, changes: fresh.filter(({ kind }) => kinds.includes(kind)) };
  }

  private open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.run.engine.server.context.store.watch(({ type, kind, object, before }) => {
      this.upTo += 1;
      this.kept.push({
        type,
        kind,
        object: object as object as Json,
        before: (before ?? null) as object | null as Json,
      });
      if (this.kept.length > 2 * KEPT) this.kept = this.kept.slice(-KEPT);
    });
  }
}
