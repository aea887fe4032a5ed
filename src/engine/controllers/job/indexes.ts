/**
 * Sets of completion indexes and their text form, `0-2,5`.
 *
 * **Upstream:** pkg/controller/job/indexed_job_utils.go (v1.37).
 */

/** Sorted, without doubles. */
export type Indexes = readonly number[];

/** Reads the text; indexes at or beyond `completions` are dropped. */
export function parseIndexes(text: string | undefined, completions: number): Indexes {
  const found: number[] = [];
  for (const part of (text ?? '').split(',').filter((one) => one !== '')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let index = first; index <= Math.min(last, completions - 1); index++) found.push(index);
  }
  return found;
}

/** Runs of three and more are written with a dash, two with a comma. */
export function formatIndexes(indexes: Indexes): string {
  const parts: string[] = [];
  for (let i = 0; i < indexes.length;) {
    let end = i;
    while (indexes[end + 1] === (indexes[end] ?? 0) + 1) end++;
    const [first, last] = [indexes[i] ?? 0, indexes[end] ?? 0];
    parts.push(last - first > 1 ? `${first}-${last}` : last === first ? `${first}` : `${first},${last}`);
    i = end + 1;
  }
  return parts.join(',');
}

export function withIndexes(indexes: Indexes, added: readonly number[]): Indexes {
  return Array.from(new Set([...indexes, ...added])).sort((a, b) => a - b);
}

/** The lowest indexes below `completions` that are not in `taken`. */
export function firstFreeIndexes(taken: ReadonlySet<number>, completions: number, count: number): Indexes {
  const free: number[] = [];
  for (let index = 0; index < completions && free.length < count; index++)
    if (!taken.has(index)) free.push(index);
  return free;
}
