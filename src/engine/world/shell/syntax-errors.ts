/** Turns the parser's complaints into the words of busybox ash: `syntax error: unexpected "done"`. */
import type { ParseError } from 'unbash';

const CLOSERS: readonly (readonly [string, string])[] = [
  ["'then'", 'then'],
  ["'fi'", 'fi'],
  ["'do'", 'do'],
  ["'done'", 'done'],
  ["'esac'", ';;'],
  ["'}'", '}'],
  ["')'", ')'],
];

export function syntaxMessage(errors: readonly ParseError[], source: string): string {
  const unterminated = errors.find(({ message }) => message.startsWith('unterminated'));
  if (unterminated !== undefined) return unterminatedMessage(unterminated.message);
  const token = errors
    .map(({ message }) => /unexpected token '(.+)'/.exec(message)?.[1])
    .find((found) => found !== undefined);
  if (token !== undefined) return unexpected(token === '\n' ? 'newline' : token);
  const first = errors[0];
  const here =
    first === undefined ? '' : (/^\s*(\|\||&&|;;|[|&;()]|[a-z]+)/.exec(source.slice(first.pos))?.[1] ?? '');
  if (here !== '' && first !== undefined && source.slice(first.pos).trim() !== '') return unexpected(here);
  return endOfFile(errors);
}

function unexpected(token: string): string {
  return `syntax error: unexpected "${token}"`;
}

function unterminatedMessage(message: string): string {
  if (message.includes('quote') && !message.includes('backquote'))
    return 'syntax error: unterminated quoted string';
  if (message.includes('parameter')) return "syntax error: missing '}'";
  if (message.includes('arithmetic')) return "syntax error: missing '))'";
  if (message.includes('backtick') || message.includes('backquote'))
    return 'syntax error: EOF in backquote substitution';
  return 'syntax error: unexpected end of file (expecting ")")';
}

function endOfFile(errors: readonly ParseError[]): string {
  for (const { message } of errors) {
    const closer = CLOSERS.find(([quoted]) => message.includes(`expected ${quoted}`));
    if (closer !== undefined) return `syntax error: unexpected end of file (expecting "${closer[1]}")`;
  }
  return 'syntax error: unexpected end of file';
}

/** Whether more text could still make the script complete. */
export function isIncomplete(errors: readonly ParseError[], source: string): boolean {
  const atEnd = errors.every(
    ({ pos, message }) =>
      message.startsWith('unterminated') || source.slice(pos).trim() === '' || message.startsWith('expected'),
  );
  return errors.length > 0 && atEnd && !errors.some(({ message }) => message.startsWith('unexpected token'));
}
