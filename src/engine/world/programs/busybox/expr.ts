/** expr: integer arithmetic, comparison and matching on its arguments, one operator a word. */
import { complain, instant, print } from '../simple.ts';

export const expr = instant((call) => {
  const cursor = { words: call.args, at: 0 };
  const value = exprOr(cursor);
  if (value === null || cursor.at < call.args.length) return complain(call, 'syntax error') + 1;
  print(call, `${value}\n`);
  return value === '' || value === '0' ? 1 : 0;
});

interface ExprCursor {
  readonly words: readonly string[];
  at: number;
}

const EXPR_LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['=', '==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

function exprOr(cursor: ExprCursor, level = 0): string | null {
  const operators = EXPR_LEVELS[level];
  if (operators === undefined) return exprAtom(cursor);
  let left = exprOr(cursor, level + 1);
  while (left !== null && operators.includes(cursor.words[cursor.at] ?? '')) {
    const operator = cursor.words[cursor.at++] ?? '';
    const right = exprOr(cursor, level + 1);
    left = right === null ? null : exprApply(operator, left, right);
  }
  return left;
}

function exprAtom(cursor: ExprCursor): string | null {
  const word = cursor.words[cursor.at++];
  if (word === 'length') return String([...(cursor.words[cursor.at++] ?? '')].length);
  if (word !== '(') return word ?? null;
  const value = exprOr(cursor);
  return cursor.words[cursor.at++] === ')' ? value : null;
}

function exprApply(operator: string, left: string, right: string): string | null {
  const numeric = /^-?[0-9]+$/.test(left) && /^-?[0-9]+$/.test(right);
  const isFalse = (text: string): boolean => text === '' || text === '0';
  if (operator === '|') return isFalse(left) ? right : left;
  if (operator === '&') return isFalse(left) || isFalse(right) ? '0' : left;
  if (operator === ':') return exprMatch(left, right);
  if (['+', '-', '*', '/', '%'].includes(operator))
    return numeric ? exprArithmetic(operator, BigInt(left), BigInt(right)) : null;
  const order = numeric
    ? BigInt(left) < BigInt(right)
      ? -1
      : BigInt(left) > BigInt(right)
        ? 1
        : 0
    : left < right
      ? -1
      : left > right
        ? 1
        : 0;
  const holds =
    {
      '=': order === 0,
      '==': order === 0,
      '!=': order !== 0,
      '<': order < 0,
      '<=': order <= 0,
      '>': order > 0,
      '>=': order >= 0,
    }[operator] ?? false;
  return holds ? '1' : '0';
}

function exprArithmetic(operator: string, left: bigint, right: bigint): string | null {
  if ((operator === '/' || operator === '%') && right === 0n) return null;
  const results: Readonly<Record<string, () => bigint>> = {
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => left / right,
    '%': () => left % right,
  };
  return String(results[operator]?.() ?? 0n);
}

function exprMatch(text: string, pattern: string): string {
  const groups = pattern.includes('\\(');
  const source = pattern.replace(/\\([(){}])/g, '$1');
  const match = new RegExp(`^(?:${source})`).exec(text);
  return match === null ? (groups ? '' : '0') : groups ? (match[1] ?? '') : String(match[0].length);
}
