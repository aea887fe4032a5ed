/** Counters in statuses are left out of the JSON when they are 0 (Go's omitempty). */
export function positiveCount<K extends string>(field: K, count: number): Partial<Record<K, number>> {
  return count === 0 ? {} : ({ [field]: count } as Partial<Record<K, number>>);
}
