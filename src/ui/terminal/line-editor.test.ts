import { describe, expect, it } from 'vitest';
import { edit, historyOf, insert, lineOf, newer, older, remembered, searched } from './line-editor.ts';
import type { EditKey, Line } from './line-editor.ts';

/** The line with a bar where the cursor stands. */
function shown({ text, cursor }: Line): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function at(marked: string): Line {
  return { text: marked.replace('|', ''), cursor: marked.indexOf('|') };
}

describe('a line', () => {
  it.each<readonly [string, EditKey, string]>([
    ['ab|c', 'left', 'a|bc'],
    ['|abc', 'left', '|abc'],
    ['abc|', 'right', 'abc|'],
    ['get pods  |', 'word-left', 'get |pods  '],
    ['|get pods', 'word-right', 'get| pods'],
    ['ab|c', 'home', '|abc'],
    ['a|bc', 'end', 'abc|'],
    ['ab|c', 'backspace', 'a|c'],
    ['|abc', 'backspace', '|abc'],
    ['ab|c', 'delete', 'ab|'],
    ['ab|c', 'kill-before', '|c'],
    ['ab|c', 'kill-after', 'ab|'],
    ['get pods| -w', 'kill-word', 'get | -w'],
  ])('TERMINAL-01 %s after %s', (before, key, after) => {
    expect(shown(edit(at(before), key))).toBe(after);
  });

  it('TERMINAL-01 takes letters in at the cursor', () => {
    expect(shown(insert(at('gt|'), 'x'))).toBe('gtx|');
    expect(shown(insert(at('g|t'), 'e'))).toBe('ge|t');
    expect(shown(lineOf('abc'))).toBe('abc|');
  });
});

describe('earlier lines', () => {
  const history = ['one', 'two', 'two', ' ', 'three'].reduce(remembered, historyOf([]));

  it('TERMINAL-02 come back, and the draft after them', () => {
    const walked = [older, older, older, older, newer, newer, newer, newer].reduce<{
      readonly history: typeof history;
      readonly text: string;
      readonly seen: readonly string[];
    }>(
      (state, step) => {
        const next = step(state.history, state.text);
        return { ...next, seen: [...state.seen, next.text] };
      },
      { history, text: 'draft', seen: [] },
    );
    expect(walked.seen).toEqual(['three', 'two', 'one', 'one', 'two', 'three', 'draft', 'draft']);
  });

  it('TERMINAL-02 are found by a part, the newest first', () => {
    expect(searched(history, 't', 0)).toEqual({ at: 1, line: 'three' });
    expect(searched(history, 't', 1)).toEqual({ at: 2, line: 'two' });
    expect(searched(history, 'none', 0)).toBeUndefined();
  });
});
