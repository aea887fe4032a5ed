import { expect, it } from 'vitest';
import { keysOf } from './keys.ts';

it.each([
  ['letters', 'get', [{ kind: 'text', text: 'get' }]],
  ['an arrow', '\x1b[A', [{ kind: 'older' }]],
  ['an arrow of the other mode', '\x1bOD', [{ kind: 'edit', key: 'left' }]],
  ['control keys', '\x03\x0c', [{ kind: 'interrupt' }, { kind: 'clear' }]],
  ['a line and its end', 'a\r', [{ kind: 'text', text: 'a' }, { kind: 'enter' }]],
  ['a paste', '\x1b[200~a\r\nb\x1b[201~', [{ kind: 'paste', text: 'a\nb' }]],
  ['a key that means nothing', '\x1b[15~', [{ kind: 'nothing' }]],
  ['Escape', '\x1b', [{ kind: 'escape' }]],
] as const)('TERMINAL-03 %s', (_, data, keys) => {
  expect(keysOf(data)).toEqual(keys);
});
