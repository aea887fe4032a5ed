/**
 * The difference of two values as the API server shows it: indented JSON, compared line by line, with three lines of
 * context.
 *
 * Upstream: k8s.io/apimachinery/pkg/util/diff (v1.37).
 * **Simplified:** where several shortest differences exist, upstream may choose another.
 */
import type { Json } from '../../../base/json.ts';

const contextLines = 3;
/** Beyond this many pairs of differing lines the middle is shown as replaced whole. */
const pairsMax = 4_000_000;

type Mark = ' ' | '-' | '+';
interface Line {
  readonly mark: Mark;
  readonly text: string;
}

/** Unified hunks without file names; empty when the values are equal. */
export function jsonDiff(before: Json, after: Json): string {
  return hunksOf(diffLines(linesOf(before), linesOf(after)))
    .map(printHunk)
    .join('');
}

function linesOf(value: Json): readonly string[] {
  return JSON.stringify(value, null, 1).split('\n');
}

function diffLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const marked = (mark: Mark, lines: readonly string[]): Line[] => lines.map((text) => ({ mark, text }));
  return [
    ...marked(' ', before.slice(0, start)),
    ...diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...marked(' ', before.slice(before.length - end)),
  ];
}

function diffMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
  const lines: Line[] = [];
  const common = before.length * after.length > pairsMax ? undefined : commonLengths(before, after);
  let i = 0;
  let j = 0;
  while (common !== undefined && i < before.length && j < after.length) {
    const a = before[i] ?? '';
    const b = after[j] ?? '';
    if (a === b) lines.push({ mark: ' ', text: a });
    const down = common[i + 1]?.[j] ?? 0;
    const right = common[i]?.[j + 1] ?? 0;
    if (a !== b) lines.push(down >= right ? { mark: '-', text: a } : { mark: '+', text: b });
    if (a === b || down >= right) i += 1;
    if (a === b || down < right) j += 1;
  }
  for (; i < before.length; i += 1) lines.push({ mark: '-', text: before[i] ?? '' });
  for (; j < after.length; j += 1) lines.push({ mark: '+', text: after[j] ?? '' });
  return lines;
}

/** Entry [i][j] is the length of the longest common subsequence of the rests from i and j. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? [];
    const below = table[i + 1] ?? [];
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

interface Hunk {
  /** Lines of the two sides before the hunk. */
  readonly oldBefore: number;
  readonly newBefore: number;
  readonly lines: readonly Line[];
}

function hunksOf(lines: readonly Line[]): readonly Hunk[] {
  const shown = lines.map((_, index) =>
    lines
      .slice(Math.max(0, index - contextLines), index + contextLines + 1)
      .some((near) => near.mark !== ' '),
  );
  const hunks: { oldBefore: number; newBefore: number; lines: Line[] }[] = [];
  let oldCount = 0;
  let newCount = 0;
  lines.forEach((line, index) => {
    if (shown[index] === true) {
      if (index === 0 || shown[index - 1] !== true)
        hunks.push({ oldBefore: oldCount, newBefore: newCount, lines: [] });
      hunks.at(-1)?.lines.push(line);
    }
    if (line.mark !== '+') oldCount += 1;
    if (line.mark !== '-') newCount += 1;
  });
  return hunks;
}

function printHunk(hunk: Hunk): string {
  const range = (before: number, other: Mark): string => {
    const count = hunk.lines.filter((line) => line.mark !== other).length;
    const first = count === 0 ? before : before + 1;
    return count === 1 ? `${first}` : `${first},${count}`;
  };
  const head = `@@ -${range(hunk.oldBefore, '+')} +${range(hunk.newBefore, '-')} @@\n`;
  return head + hunk.lines.map((line) => `${line.mark}${line.text}\n`).join('');
}
