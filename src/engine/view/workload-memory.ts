/**
 * Views that are made anew only when something they are made of is another one. Objects of the API are never changed in place, so the same
 * objects make the same view; that it is the same object again tells everybody downstream that nothing happened.
 */
export interface WorkloadMemory<View> {
  /** The view of `uid`, made again when one of `parts` differs from the last time. */
  keep(uid: string, parts: readonly unknown[], make: () => View): View;
  /** Forgets what was not asked for since the last sweep. */
  sweep(): void;
}

interface Kept<View> {
  readonly parts: readonly unknown[];
  readonly view: View;
}

export function createWorkloadMemory<View>(): WorkloadMemory<View> {
  let known = new Map<string, Kept<View>>();
  let asked = new Map<string, Kept<View>>();
  return {
    keep(uid, parts, make) {
      const before = known.get(uid);
      const kept = before !== undefined && isSame(before.parts, parts) ? before : { parts, view: make() };
      asked.set(uid, kept);
      return kept.view;
    },
    sweep() {
      known = asked;
      asked = new Map();
    },
  };
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
