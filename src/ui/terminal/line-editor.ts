/** One line of input and the cursor in it: pure steps, one per key. */

export interface Line {
  readonly text: string;
  /** Between letters: 0 is before the first. */
  readonly cursor: number;
}

export const EMPTY_LINE: Line = { text: '', cursor: 0 };

export type EditKey =
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'home'
  | 'end'
  | 'backspace'
  | 'delete'
  | 'kill-before'
  | 'kill-after'
  | 'kill-word';

export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

export function insert({ text, cursor }: Line, typed: string): Line {
  return { text: text.slice(0, cursor) + typed + text.slice(cursor), cursor: cursor + typed.length };
}

function wordStart(text: string, cursor: number): number {
  return cursor - (/[^\s]*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

function wordEnd(text: string, cursor: number): number {
  return cursor + (/^\s*[^\s]*/.exec(text.slice(cursor))?.[0].length ?? 0);
}

function without(text: string, from: number, to: number): Line {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

export function edit(line: Line, key: EditKey): Line {
  const { text, cursor } = line;
  switch (key) {
    case 'left':
      return { text, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { text, cursor: Math.min(text.length, cursor + 1) };
    case 'word-left':
      return { text, cursor: wordStart(text, cursor) };
    case 'word-right':
      return { text, cursor: wordEnd(text, cursor) };
    case 'home':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    case 'backspace':
      return cursor === 0 ? line : without(text, cursor - 1, cursor);
    case 'delete':
      return cursor === text.length ? line : without(text, cursor, cursor + 1);
    case 'kill-before':
      return without(text, 0, cursor);
    case 'kill-after':
      return { text: text.slice(0, cursor), cursor };
    case 'kill-word':
      return without(text, wordStart(text, cursor), cursor);
  }
}

/** Lines entered before, oldest first; `at` counts back from the newest, 0 is the line being written. */
export interface History {
  readonly lines: readonly string[];
  readonly at: number;
  /** What was being written when the way back began. */
  readonly draft: string;
}

const LINES_MAX = 500;

export function historyOf(lines: readonly string[]): History {
  return { lines, at: 0, draft: '' };
}

/** Blank lines and repetitions are not kept. */
export function remembered({ lines }: History, line: string): History {
  const kept = line.trim() === '' || lines.at(-1) === line ? lines : [...lines, line].slice(-LINES_MAX);
  return historyOf(kept);
}

export function older(history: History, now: string): { readonly history: History; readonly text: string } {
  const at = Math.min(history.lines.length, history.at + 1);
  const draft = history.at === 0 ? now : history.draft;
  return { history: { ...history, at, draft }, text: at === 0 ? now : (history.lines.at(-at) ?? now) };
}

export function newer(history: History, now: string): { readonly history: History; readonly text: string } {
  if (history.at === 0) return { history, text: now };
  const at = history.at - 1;
  return { history: { ...history, at }, text: at === 0 ? history.draft : (history.lines.at(-at) ?? '') };
}

/** The newest line before number `before` (counted from the end, 0 is none yet) that holds the text. */
export function searched(
  { lines }: History,
  text: string,
  before: number,
): { readonly at: number; readonly line: string } | undefined {
  for (let at = before + 1; at <= lines.length; at++) {
    const line = lines.at(-at) ?? '';
    if (text !== '' && line.includes(text)) return { at, line };
  }
  return undefined;
}
