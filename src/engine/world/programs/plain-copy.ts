/** A deep copy of JSON-shaped state, so that the draft of a running process never touches the record it came from. */

export function plainCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(plainCopy) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) copy[key] = plainCopy(field);
  return copy as T;
}
