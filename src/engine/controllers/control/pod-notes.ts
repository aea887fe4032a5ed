/**
 * What a controller read off each pod of an owner or a Service, kept from one sync to the next.
 *
 * **Upstream:** no counterpart; the controllers of v1.37 read all pods at every sync, which is what this spares a large workload.
 *
 * **Invariant:** a note is a function of the pod and of what it is `about` alone; objects are never changed in place, so a note holds for as
 * long as these are the same objects. Nothing here is part of a saved run.
 */
import type { Pod } from '../../api/core-v1-pod.ts';

interface Kept<T> {
  readonly about: readonly unknown[];
  readonly byPod: WeakMap<Pod, T>;
  readonly pods: readonly Pod[];
  readonly notes: readonly T[];
}

/** Notes on the pods of each key. `T` must not be undefined. */
export class PodNotes<T> {
  private readonly kept = new Map<string, Kept<T>>();

  forget(key: string): void {
    this.kept.delete(key);
  }

  /** A note on each of the pods, in their order. `about`: all that `read` looks at besides the pod. */
  of(key: string, about: readonly unknown[], pods: readonly Pod[], read: (pod: Pod) => T): readonly T[] {
    const before = this.kept.get(key);
    const valid = before !== undefined && before.about.every((part, i) => part === about[i]);
    const byPod = valid ? before.byPod : new WeakMap<Pod, T>();
    const notes = pods.map((pod, i) => {
      // Most pods stand where they stood the last time, and a place is found faster than a pod.
      const known = valid && before.pods[i] === pod ? before.notes[i] : byPod.get(pod);
      if (known !== undefined) return known;
      const note = read(pod);
      byPod.set(pod, note);
      return note;
    });
    this.kept.set(key, { about, byPod, pods, notes });
    return notes;
  }
}
