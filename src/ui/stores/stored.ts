/** Small values in local storage. Storage may be blocked or full; then nothing is remembered and everything still works. */
const PREFIX = 'podarium.';

export function readStored(key: string): unknown {
  try {
    const text = globalThis.localStorage?.getItem(PREFIX + key) ?? null;
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Whether it was kept. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    if (globalThis.localStorage === undefined) return false;
    globalThis.localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Keeps from `stored` only the fields that `start` has too, with the same type. */
export function mergeStored<Fields extends object>(start: Fields, stored: unknown): Fields {
  if (typeof stored !== 'object' || stored === null) return start;
  const found = new Map<string, unknown>(Object.entries(stored));
  const known = Object.entries(start).filter(
    ([key, value]) => found.has(key) && typeof found.get(key) === typeof value,
  );
  return { ...start, ...Object.fromEntries(known.map(([key]) => [key, found.get(key)])) };
}
