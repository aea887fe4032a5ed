/** What the page about truth says: cases by area, sums, and the words for a level. */
import type { CaseRow } from '../../fidelity/case-messages.ts';

export type Level = CaseRow['counted'][number];

export const LEVELS: readonly Level[] = ['outcome', 'story', 'clock'];

export type LevelState = 'equal' | 'differs' | 'uncounted';

export type Show = 'all' | 'differing';

export interface Area {
  readonly id: string;
  readonly cases: readonly CaseRow[];
  /** Cases equal on every level that counts. */
  readonly equal: number;
  readonly counted: number;
}

export interface Sum {
  readonly level: Level;
  readonly equal: number;
  readonly counted: number;
}

export function levelState({ counted, equal }: Pick<CaseRow, 'counted' | 'equal'>, level: Level): LevelState {
  if (!counted.includes(level)) return 'uncounted';
  return equal.includes(level) ? 'equal' : 'differs';
}

export function isEqual({ counted, equal }: Pick<CaseRow, 'counted' | 'equal'>): boolean {
  return counted.every((level) => equal.includes(level));
}

export function sums(rows: readonly CaseRow[]): readonly Sum[] {
  return LEVELS.map((level) => {
    const counted = rows.filter((row) => row.counted.includes(level));
    return {
      level,
      equal: counted.filter(({ equal }) => equal.includes(level)).length,
      counted: counted.length,
    };
  });
}

/** Areas in the order of their first case; cases that differ come first, the rest by name. */
export function areasOf(rows: readonly CaseRow[], show: Show): readonly Area[] {
  const ids = [...new Set(rows.map(({ id }) => areaOf(id)))];
  return ids.map((id) => {
    const own = rows.filter((row) => areaOf(row.id) === id);
    const counted = own.filter((row) => row.counted.length > 0);
    const shown = show === 'all' ? own : own.filter((row) => !isEqual(row));
    return {
      id,
      cases: shown.toSorted((a, b) => Number(isEqual(a)) - Number(isEqual(b)) || (a.id < b.id ? -1 : 1)),
      equal: counted.filter(isEqual).length,
      counted: counted.length,
    };
  });
}

function areaOf(id: string): string {
  return id.split('/')[0] ?? '';
}

/** `kubelet/init-container-fails` is titled "Init container fails". */
export function caseTitle(id: string): string {
  const words = (id.split('/')[1] ?? id).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
