/**
 * Aligns text whose cells end with tabs, as Go's text/tabwriter does: a column is a run of lines that all have a cell there.
 *
 * Upstream: Go's text/tabwriter with blanks as padding.
 */

export interface TabWish {
  readonly minWidth: number;
  readonly padding: number;
}

/** How `describe` and the tables of some verbs are aligned. */
export const PLAIN_TABS: TabWish = { minWidth: 0, padding: 2 };
export const TABLE_TABS: TabWish = { minWidth: 6, padding: 3 };

export function aligned(text: string, wish: TabWish = PLAIN_TABS): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths: number[][] = lines.map(() => []);
  measure(lines, widths, 0, 0, lines.length, wish);
  return lines
    .map((cells, row) =>
      cells
        .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[row]?.[column] ?? 0)))
        .join(''),
    )
    .join('\n');
}

/** Widths of column `column` in lines `from` to `to`, and of the columns right of it. */
function measure(
  lines: readonly (readonly string[])[],
  widths: number[][],
  column: number,
  from: number,
  to: number,
  wish: TabWish,
): void {
  let row = from;
  while (row < to) {
    if ((lines[row]?.length ?? 0) - 1 <= column) {
      row += 1;
      continue;
    }
    const start = row;
    let width = wish.minWidth;
    for (; row < to && (lines[row]?.length ?? 0) - 1 > column; row++)
      width = Math.max(width, [...(lines[row]?.[column] ?? '')].length + wish.padding);
    for (let i = start; i < row; i++) {
      const own = widths[i];
      if (own !== undefined) own[column] = width;
    }
    measure(lines, widths, column + 1, start, row, wish);
  }
}
