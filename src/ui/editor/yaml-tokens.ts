/** Colours for one line of YAML: enough to read by, for places where the full editor would be too much. */
export type TokenKind = 'key' | 'string' | 'number' | 'comment' | 'plain';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEY_LINE = /^(\s*(?:- )*)([^\s#:'"{}[\],&*!|>%@`-][^:#]*|'[^']*'|"[^"]*")(:)(?=\s|$)/;
const DASHES = /^(\s*(?:- )+)/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const WORD = /^(?:true|false|null|~)$/;

/** Where a comment begins: a `#` at the start or after a blank, outside of quotes. */
function commentStart(text: string): number {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if ((character === '"' || character === "'") && (at === 0 || /[\s:[{,-]/.test(text[at - 1] ?? '')))
      quote = character;
    else if (character === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) return at;
  }
  return -1;
}

function valueTokens(text: string): Token[] {
  const bare = text.trim();
  if (bare === '') return text === '' ? [] : [{ kind: 'plain', text }];
  return [{ kind: NUMBER.test(bare) || WORD.test(bare) ? 'number' : 'string', text }];
}

export function yamlTokens(line: string): readonly Token[] {
  const comment = commentStart(line);
  const code = comment < 0 ? line : line.slice(0, comment);
  const tail: Token[] = comment < 0 ? [] : [{ kind: 'comment', text: line.slice(comment) }];
  if (code.startsWith('---') || code.startsWith('...')) return [{ kind: 'comment', text: code }, ...tail];
  const keyed = KEY_LINE.exec(code);
  if (keyed !== null) {
    const [whole, indent = '', key = '', colon = ''] = keyed;
    return [
      ...(indent === '' ? [] : [{ kind: 'plain' as const, text: indent }]),
      { kind: 'key', text: key },
      { kind: 'plain', text: colon },
      ...valueTokens(code.slice(whole.length)),
      ...tail,
    ];
  }
  const dashes = DASHES.exec(code)?.[1] ?? '';
  return [
    ...(dashes === '' ? [] : [{ kind: 'plain' as const, text: dashes }]),
    ...valueTokens(code.slice(dashes.length)),
    ...tail,
  ];
}
