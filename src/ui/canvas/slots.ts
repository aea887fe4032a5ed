/**
 * Places of pods inside a node card. A pod keeps its place while it is there, a ghost keeps the place where it died,
 * a newcomer takes the first free one. The number of places grows in steps and shrinks only when a whole step more
 * than needed is empty, so that nothing jumps when a pod comes or goes.
 */
export interface SlotPlan {
  /** Uid per place, null for a free one; as long as the card is high. */
  readonly places: readonly (string | null)[];
}

export const NO_SLOTS: SlotPlan = { places: [] };

function capacityFor(used: number, previous: number, step: number): number {
  const needed = Math.max(1, Math.ceil(used / step)) * step;
  return previous % step === 0 && previous >= needed && previous - needed <= step ? previous : needed;
}

function samePlaces(a: readonly (string | null)[], b: readonly (string | null)[]): boolean {
  return a.length === b.length && a.every((uid, index) => uid === b[index]);
}

/** The next plan; the same object when nothing changed. */
export function assignSlots(previous: SlotPlan, uids: readonly string[], step: number): SlotPlan {
  const present = new Set(uids);
  const places: (string | null)[] = previous.places.map((uid) =>
    uid !== null && present.has(uid) ? uid : null,
  );
  const placed = new Set(places);
  for (const uid of uids) {
    if (placed.has(uid)) continue;
    const free = places.indexOf(null);
    if (free < 0) places.push(uid);
    else places[free] = uid;
  }
  const used = places.findLastIndex((uid) => uid !== null) + 1;
  const capacity = capacityFor(used, previous.places.length, step);
  const next = Array.from({ length: capacity }, (_, index) => places[index] ?? null);
  return samePlaces(next, previous.places) ? previous : { places: next };
}
