/** The cheapest alignment of two stories: leaving out a blink costs nothing, any other state costs one. */
import type { VisibleState } from './visible-states.ts';

export interface Alignment {
  readonly cost: number;
  readonly pairs: readonly (readonly [VisibleState, VisibleState])[];
  readonly missing: readonly VisibleState[];
  readonly extra: readonly VisibleState[];
}

type Move = 'start' | 'skip-a' | 'skip-b' | 'match';

interface Cell {
  cost: number;
  move: Move;
}

/** A match is worth a hair, so that of two equally cheap alignments the one with more matches wins. */
const MATCH_BONUS = 1e-6;

export function align(a: readonly VisibleState[], b: readonly VisibleState[], blinkMs: number): Alignment {
  const price = (state: VisibleState): number => (!state.gone && state.to - state.from < blinkMs ? 0 : 1);
  const grid: Cell[][] = Array.from({ length: a.length + 1 }, () =>
    Array.from({ length: b.length + 1 }, () => ({ cost: Number.POSITIVE_INFINITY, move: 'start' as Move })),
  );
  const relax = (i: number, j: number, cost: number, move: Move): void => {
    const cell = grid[i]?.[j];
    if (cell === undefined || cost >= cell.cost) return;
    cell.cost = cost;
    cell.move = move;
  };
  relax(0, 0, 0, 'start');
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const cost = grid[i]?.[j]?.cost ?? 0;
      const [x, y] = [a[i], b[j]];
      if (x !== undefined) relax(i + 1, j, cost + price(x), 'skip-a');
      if (y !== undefined) relax(i, j + 1, cost + price(y), 'skip-b');
      if (x !== undefined && y !== undefined && x.key === y.key)
        relax(i + 1, j + 1, cost - MATCH_BONUS, 'match');
    }
  }
  return walkBack(grid, a, b, price);
}

function walkBack(
  grid: readonly (readonly Cell[])[],
  a: readonly VisibleState[],
  b: readonly VisibleState[],
  price: (state: VisibleState) => number,
): Alignment {
  const pairs: [VisibleState, VisibleState][] = [];
  const missing: VisibleState[] = [];
  const extra: VisibleState[] = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 || j > 0) {
    const move = grid[i]?.[j]?.move;
    const [x, y] = [a[i - 1], b[j - 1]];
    if (move === 'match' && x !== undefined && y !== undefined) pairs.push([x, y]);
    if (move === 'skip-a' && x !== undefined && price(x) > 0) missing.push(x);
    if (move === 'skip-b' && y !== undefined && price(y) > 0) extra.push(y);
    if (move !== 'skip-b') i--;
    if (move !== 'skip-a') j--;
  }
  return {
    cost: missing.length + extra.length,
    pairs: pairs.reverse(),
    missing: missing.reverse(),
    extra: extra.reverse(),
  };
}
