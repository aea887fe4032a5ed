/** The words of an awk program. A slash begins a pattern where an operand may stand, and divides elsewhere. */
import type { Result } from '../../../../base/result.ts';
import { fail, ok } from '../../../../base/result.ts';

export interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'punctuation' | 'newline' | 'end';
  readonly text: string;
}

const PUNCTUATION = /^(\+=|-=|\*=|\/=|%=|\^=|\+\+|--|&&|\|\||==|!=|<=|>=|!~|>>|[-+*/%^!<>=?:,;(){}[\]$~|])/;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

export function awkTokens(source: string): Result<readonly Token[], string> {
  const tokens: Token[] = [];
  let rest = source;
  const take = (kind: Token['kind'], text: string, length: number): void => {
    tokens.push({ kind, text });
    rest = rest.slice(length);
  };
  while (rest !== '') {
    const blank = /^([ \t\r]|\\\n|#[^\n]*)+/.exec(rest);
    const number = /^(\d+\.?\d*([eE][-+]?\d+)?|\.\d+)/.exec(rest);
    const name = /^[A-Za-z_]\w*/.exec(rest);
    const string = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest);
    const regex = operandFollows(tokens.at(-1)) ? /^\/((?:[^/\\\n]|\\.)*)\//.exec(rest) : null;
    const mark = PUNCTUATION.exec(rest);
    if (blank !== null) rest = rest.slice(blank[0].length);
    else if (rest.startsWith('\n')) take('newline', '\n', 1);
    else if (number !== null) take('number', number[0], number[0].length);
    else if (name !== null) take(rest[name[0].length] === '(' ? 'call' : 'name', name[0], name[0].length);
    else if (string !== null) take('string', unescaped(string[1] ?? ''), string[0].length);
    else if (regex !== null) take('regex', (regex[1] ?? '').replaceAll('\\/', '/'), regex[0].length);
    else if (mark !== null) take('punctuation', mark[0], mark[0].length);
    else return fail('unexpected token');
  }
  return ok([...tokens, { kind: 'newline', text: '\n' }, { kind: 'end', text: '' }]);
}

function operandFollows(last: Token | undefined): boolean {
  if (last === undefined) return true;
  if (last.kind === 'punctuation') return ![')', ']', '$', '++', '--'].includes(last.text);
  return last.kind === 'newline' || (last.kind === 'name' && ['print', 'return', 'in'].includes(last.text));
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, word: string) =>
    /^[0-7]/.test(word) ? String.fromCharCode(Number.parseInt(word, 8)) : (ESCAPES[word] ?? whole),
  );
}
