import { expect, it } from 'vitest';
import { InputArea } from './input-area.ts';
import { lineOf } from './line-editor.ts';
import { TinyScreen } from './testing/tiny-screen.ts';

it.each([
  ['on one row', 20, ['$ abcdefgh'], [0, 10]],
  ['over two rows', 6, ['$ abcd', 'efgh'], [1, 4]],
  ['to the very end of a row', 10, ['$ abcdefgh'], [1, 0]],
] as const)('TERMINAL-04 a line %s', (_, columns, rows, cursor) => {
  const screen = new TinyScreen(columns);
  const area = new InputArea(screen);
  area.draw('$ ', lineOf('abcd'));
  area.draw('$ ', lineOf('abcdefgh'));
  expect(screen.lines).toEqual(rows);
  expect(screen.cursor).toEqual(cursor);
  area.erase();
  expect([screen.lines, screen.cursor]).toEqual([[], [0, 0]]);
});

it('TERMINAL-04 the cursor stands where the line has it', () => {
  const screen = new TinyScreen(6);
  new InputArea(screen).draw('$ ', { text: 'abcdefgh', cursor: 2 });
  expect(screen.cursor).toEqual([0, 4]);
});
