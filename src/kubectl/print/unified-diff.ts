/** The differences of two texts as `diff -u` writes them. */
import { formatMicroTime } from '../../engine/api/time.ts';

const AROUND = 3;

interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

export function unifiedDiff(before: string, after: string, a: string, b: string, nowMs: number): string {
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const stamp = `${formatMicroTime(nowMs).replace('T', ' ').replace('Z', '')}000 +0000`;
  const head = `--- ${a}\t${stamp}\n+++ ${b}\t${stamp}\n`;
  return (
    head +
    hunks(steps)
      .map((hunk) => hunkText(steps, hunk))
      .join('')
  );
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** By the longest common subsequence. */
function stepsBetween(a: readonly string[], b: readonly string[]): readonly Step[] {
  const width = b.length + 1;
  const common = new Array<number>((a.length + 1) * width).fill(0);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ sign: ' ', text: a[i++] ?? '' });
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    )
      steps.push({ sign: '-', text: a[i++] ?? '' });
    else steps.push({ sign: '+', text: b[j++] ?? '' });
  }
  return steps;
}

interface Hunk {
  readonly from: number;
  readonly to: number;
}

function hunks(steps: readonly Step[]): readonly Hunk[] {
  const found: Hunk[] = [];
  steps.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    const [from, to] = [Math.max(0, index - AROUND), Math.min(steps.length, index + AROUND + 1)];
    const last = found.at(-1);
    if (last !== undefined && from <= last.to) found[found.length - 1] = { from: last.from, to };
    else found.push({ from, to });
  });
  return found;
}

function hunkText(steps: readonly Step[], { from, to }: Hunk): string {
  const count = (list: readonly Step[], without: string): number =>
    list.filter(({ sign }) => sign !== without).length;
  const before = steps.slice(0, from);
  const inside = steps.slice(from, to);
  const range = (without: '+' | '-'): string => {
    const length = count(inside, without);
    const start = count(before, without) + (length === 0 ? 0 : 1);
    return length === 1 ? String(start) : `${start},${length}`;
  };
  const lines = inside.map(({ sign, text }) => `${sign}${text}\n`);
  return `@@ -${range('+')} +${range('-')} @@\n${lines.join('')}`;
}
