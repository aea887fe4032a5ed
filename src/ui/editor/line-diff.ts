/** Which lines were added and which went: the longest common part stays. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Line numbers from 1; 0 where the line is not. */
  readonly before: number;
  readonly after: number;
}

/** Above so many cells the middle is taken as replaced: the quadratic table would be felt. */
const CELLS_MAX = 4_000_000;

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: readonly string[], b: readonly string[], from: number): number {
  let length = 0;
  while (
    length < a.length - from &&
    length < b.length - from &&
    a[a.length - 1 - length] === b[b.length - 1 - length]
  )
    length += 1;
  return length;
}

/** Length of the longest common part of the rests, for every pair of positions. */
function commonTable(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        a[i] === b[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  return table;
}

function diffMiddle(a: readonly string[], b: readonly string[], offset: number): DiffLine[] {
  const table = a.length * b.length > CELLS_MAX ? null : commonTable(a, b);
  const width = b.length + 1;
  const result: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    const removeFirst =
      table === null
        ? left !== undefined
        : (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0);
    if (table !== null && left !== undefined && left === right) {
      result.push({ kind: 'same', text: left, before: offset + ++i, after: offset + ++j });
    } else if (left !== undefined && (right === undefined || removeFirst)) {
      result.push({ kind: 'removed', text: left, before: offset + ++i, after: 0 });
    } else if (right !== undefined) {
      result.push({ kind: 'added', text: right, before: 0, after: offset + ++j });
    }
  }
  return result;
}

export function diffLines(before: string, after: string): readonly DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const prefix = commonPrefix(a, b);
  const suffix = commonSuffix(a, b, prefix);
  const head = a
    .slice(0, prefix)
    .map((text, index): DiffLine => ({ kind: 'same', text, before: index + 1, after: index + 1 }));
  const middle = diffMiddle(a.slice(prefix, a.length - suffix), b.slice(prefix, b.length - suffix), prefix);
  const tail = a.slice(a.length - suffix).map((text, index): DiffLine => ({
    kind: 'same',
    text,
    before: a.length - suffix + index + 1,
    after: b.length - suffix + index + 1,
  }));
  return [...head, ...middle, ...tail];
}

/** A line of the new text that is not in the old one, and what stood there when only its value changed. */
export interface ChangedLine {
  readonly line: number;
  readonly was: string;
}

const VALUE = /^(\s*(?:- )*[^:#]+:)\s+(.+)$/;

/** Added lines; one that follows a removed line of the same key says what the value was. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const lines = diffLines(before, after);
  return lines.flatMap((line, index) => {
    if (line.kind !== 'added') return [];
    const old = VALUE.exec(lines[index - 1]?.kind === 'removed' ? (lines[index - 1]?.text ?? '') : '');
    const now = VALUE.exec(line.text);
    return [
      { line: line.after, was: old !== null && now !== null && old[1] === now[1] ? (old[2] ?? '') : '' },
    ];
  });
}

/** Number of changes as people count them: neighbouring lines are one. */
export function changeCount(before: string, after: string): number {
  let count = 0;
  let inside = false;
  for (const { kind } of diffLines(before, after)) {
    if (kind !== 'same' && !inside) count += 1;
    inside = kind !== 'same';
  }
  return count;
}
