/**
 * A controller as a component: watches say which keys a change concerns, a work queue collects the keys, reconcile looks at one key.
 *
 * **Upstream:** the informer → queue → worker loop that every controller of kube-controller-manager (v1.37) repeats.
 * **Simplified:** reads come straight from the store, so expectations and stale-cache checks are not needed; the controllers' API rate limit
 * (20 requests a second) is left out.
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { Change, ChangeOf } from '../../apiserver/client.ts';
import type { Kind } from '../../api/types.ts';
import type { Millis } from '../../sim/time.ts';
import { DEFAULT_WORK_QUEUE, WorkQueue } from '../../sim/work-queue.ts';
import type { SyncOutcome, WorkQueueOptions } from '../../sim/work-queue.ts';

/** A key that needs a look, at once or after a delay. */
export type Wake = string | { readonly key: string; readonly afterMs: Millis };

/** Which keys a change of each watched kind concerns. Must neither write nor remember. */
export type Watches = { readonly [K in Kind]?: (change: ChangeOf<K>) => readonly Wake[] };

export interface ControllerSpec {
  /** Upstream's name of the event source, e.g. `replicaset-controller`. */
  readonly name: string;
  readonly watches: Watches;
  /** Looks at one key; `wake` asks for a look at another. */
  readonly reconcile: (key: string, wake: (key: string) => void) => SyncOutcome;
  readonly queue?: Partial<WorkQueueOptions>;
  /** Further simulator events of this controller, by kind. */
  readonly handlers?: Component['handlers'];
  /** Told of every change of a watched kind before the watches; may keep derived tables up to date. */
  readonly remember?: (change: Change) => void;
  /** Called once at the start of a run. */
  readonly start?: () => void;
}

export const DONE: SyncOutcome = {};
export const FAILED: SyncOutcome = { failed: true };

/** Builds the component. Each key is looked at a few milliseconds after a change that concerns it. */
export function controllerComponent(ctx: ComponentContext, spec: ControllerSpec): Component {
  const queue = new WorkQueue(ctx.sim, spec.name, { ...DEFAULT_WORK_QUEUE, ...spec.queue });
  const wake = (key: string): void => queue.add(key);
  return {
    name: spec.name,
    handlers: {
      ...spec.handlers,
      [queue.eventKind]: (event) => queue.look(event, (key) => spec.reconcile(key, wake)),
    },
    kinds: Object.keys(spec.watches) as Kind[],
    onChange: (change) => {
      spec.remember?.(change);
      for (const wake of askWatch(spec.watches, change)) {
        if (typeof wake === 'string') queue.add(wake);
        else queue.addAfter(wake.key, wake.afterMs);
      }
    },
    ...(spec.start === undefined ? {} : { start: spec.start }),
  };
}

/** The keys that `change` concerns; none when its kind is not watched. */
function askWatch<K extends Kind>(watches: Watches, change: ChangeOf<K>): readonly Wake[] {
  const watch: ((change: ChangeOf<K>) => readonly Wake[]) | undefined = watches[change.kind];
  return watch === undefined ? [] : watch(change);
}
