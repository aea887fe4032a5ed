/** A deep copy of JSON-shaped state, so that the draft of a running process never touches the record it came from. */

export function plainCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainCopy) as T;
  const copy = { ...value } as Record<string, unknown>;
  for (const key in copy) {
    const field = copy[key];
    if (typeof field === 'object' && field !== null) copy[key] = plainCopy(field);
  }
  return copy as T;
}
