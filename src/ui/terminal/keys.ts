/** From what a terminal sends to what a person meant. */
import type { EditKey } from './line-editor.ts';

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'edit'; readonly key: EditKey }
  | { readonly kind: 'paste'; readonly text: string }
  | {
      readonly kind:
        | 'enter'
        | 'tab'
        | 'older'
        | 'newer'
        | 'search'
        | 'interrupt'
        | 'end-of-input'
        | 'clear'
        | 'escape'
        | 'nothing';
    };

const SEQUENCES: readonly (readonly [string, Key])[] = [
  ['\x1b[D', { kind: 'edit', key: 'left' }],
  ['\x1bOD', { kind: 'edit', key: 'left' }],
  ['\x1b[C', { kind: 'edit', key: 'right' }],
  ['\x1bOC', { kind: 'edit', key: 'right' }],
  ['\x1b[1;5D', { kind: 'edit', key: 'word-left' }],
  ['\x1b[1;3D', { kind: 'edit', key: 'word-left' }],
  ['\x1bb', { kind: 'edit', key: 'word-left' }],
  ['\x1b[1;5C', { kind: 'edit', key: 'word-right' }],
  ['\x1b[1;3C', { kind: 'edit', key: 'word-right' }],
  ['\x1bf', { kind: 'edit', key: 'word-right' }],
  ['\x1b[H', { kind: 'edit', key: 'home' }],
  ['\x1bOH', { kind: 'edit', key: 'home' }],
  ['\x1b[F', { kind: 'edit', key: 'end' }],
  ['\x1bOF', { kind: 'edit', key: 'end' }],
  ['\x1b[3~', { kind: 'edit', key: 'delete' }],
  ['\x1b[A', { kind: 'older' }],
  ['\x1bOA', { kind: 'older' }],
  ['\x1b[B', { kind: 'newer' }],
  ['\x1bOB', { kind: 'newer' }],
  ['\x01', { kind: 'edit', key: 'home' }],
  ['\x02', { kind: 'edit', key: 'left' }],
  ['\x03', { kind: 'interrupt' }],
  ['\x04', { kind: 'end-of-input' }],
  ['\x05', { kind: 'edit', key: 'end' }],
  ['\x06', { kind: 'edit', key: 'right' }],
  ['\x08', { kind: 'edit', key: 'backspace' }],
  ['\x09', { kind: 'tab' }],
  ['\x0b', { kind: 'edit', key: 'kill-after' }],
  ['\x0c', { kind: 'clear' }],
  ['\x0d', { kind: 'enter' }],
  ['\x0a', { kind: 'enter' }],
  ['\x0e', { kind: 'newer' }],
  ['\x10', { kind: 'older' }],
  ['\x12', { kind: 'search' }],
  ['\x15', { kind: 'edit', key: 'kill-before' }],
  ['\x17', { kind: 'edit', key: 'kill-word' }],
  ['\x7f', { kind: 'edit', key: 'backspace' }],
];

const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';

export function keysOf(data: string): readonly Key[] {
  const keys: Key[] = [];
  let rest = data;
  while (rest !== '') {
    const { key, length } = firstKey(rest);
    keys.push(key);
    rest = rest.slice(length);
  }
  return keys;
}

function firstKey(data: string): { readonly key: Key; readonly length: number } {
  if (data.startsWith(PASTE_BEGIN)) {
    const end = data.indexOf(PASTE_END);
    const text = data.slice(PASTE_BEGIN.length, end < 0 ? undefined : end);
    return {
      key: { kind: 'paste', text: text.replace(/\r\n?/g, '\n') },
      length: end < 0 ? data.length : end + PASTE_END.length,
    };
  }
  const known = SEQUENCES.find(([sequence]) => data.startsWith(sequence));
  if (known !== undefined) return { key: known[1], length: known[0].length };
  const other = /^\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z]|[A-Za-z])?/.exec(data);
  if (other !== null)
    return { key: { kind: other[0] === '\x1b' ? 'escape' : 'nothing' }, length: other[0].length };
  const text = /^[^\x00-\x1f\x7f]+/.exec(data)?.[0];
  return text === undefined
    ? { key: { kind: 'nothing' }, length: 1 }
    : { key: { kind: 'text', text }, length: text.length };
}
