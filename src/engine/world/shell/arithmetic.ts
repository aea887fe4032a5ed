/**
 * Shell arithmetic: the expression grammar of C on 64-bit integers, with variables that hold expressions themselves.
 * A precedence climber over tokens.
 *
 * **Simplified:** no arrays.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';

export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];
const LEVEL_OF: ReadonlyMap<string, number> = new Map(
  LEVELS.flatMap((operators, level) => operators.map((operator) => [operator, level])),
);
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|='];
const TOKEN =
  /\s*(0[xX][0-9a-fA-F]+|[0-9]+#[0-9a-zA-Z]+|[0-9]+|[A-Za-z_]\w*|<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|[<>=!+\-*/%&|^]=|[-+*/%<>=!&|^~?:(),])/y;
const DEPTH_MAX = 32;
/** A number that is its own value, as most variables hold: nothing octal, and short enough not to wrap round. */
const PLAIN_NUMBER = /^(?:0|-?[1-9][0-9]{0,17})$/;

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
  readonly vars: ArithmeticVariables;
  readonly depth: number;
  /** Below zero-taken branches of && || ?: nothing is assigned. */
  skipping: boolean;
}

class ArithmeticFault extends Error {}

const SYNTAX = 'arithmetic syntax error';

export function evaluateArithmetic(text: string, vars: ArithmeticVariables): Result<string, string> {
  try {
    return ok(String(evaluate(text, vars, 0)));
  } catch (fault) {
    if (fault instanceof ArithmeticFault) return fail(fault.message);
    throw fault;
  }
}

function evaluate(text: string, vars: ArithmeticVariables, depth: number): bigint {
  if (depth > DEPTH_MAX) throw new ArithmeticFault('expression recursion loop detected');
  const cursor: Cursor = { tokens: tokenize(text), at: 0, vars, depth, skipping: false };
  if (cursor.tokens.length === 0) return 0n;
  const value = comma(cursor);
  if (cursor.at < cursor.tokens.length) throw new ArithmeticFault(SYNTAX);
  return value;
}

/** Tokens of expressions that were met before: loops meet theirs over and over. */
const tokensByText = new Map<string, readonly string[]>();
const TOKENS_BY_TEXT_MAX = 500;

function tokenize(text: string): readonly string[] {
  const known = tokensByText.get(text);
  if (known !== undefined) return known;
  const tokens = readTokens(text);
  if (tokensByText.size >= TOKENS_BY_TEXT_MAX) tokensByText.clear();
  tokensByText.set(text, tokens);
  return tokens;
}

function readTokens(text: string): string[] {
  const tokens: string[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) throw new ArithmeticFault(SYNTAX);
    tokens.push(match[1] ?? '');
  }
  return tokens;
}

function comma(cursor: Cursor): bigint {
  let value = assignment(cursor);
  while (take(cursor, ',')) value = assignment(cursor);
  return value;
}

function take(cursor: Cursor, token: string): boolean {
  if (cursor.tokens[cursor.at] !== token) return false;
  cursor.at += 1;
  return true;
}

function assignment(cursor: Cursor): bigint {
  const name = cursor.tokens[cursor.at] ?? '';
  const operator = cursor.tokens[cursor.at + 1] ?? '';
  if (!/^[A-Za-z_]/.test(name) || !ASSIGNMENTS.includes(operator)) return ternary(cursor);
  cursor.at += 2;
  const right = assignment(cursor);
  const value =
    operator === '=' ? right : apply(operator.slice(0, -1), variable(cursor, name), right, cursor);
  return store(cursor, name, value);
}

function store(cursor: Cursor, name: string, value: bigint): bigint {
  if (!cursor.skipping) cursor.vars.set(name, String(value));
  return value;
}

function ternary(cursor: Cursor): bigint {
  const condition = binary(cursor, 0);
  if (!take(cursor, '?')) return condition;
  const yes = branch(cursor, condition === 0n, assignment);
  if (!take(cursor, ':')) throw new ArithmeticFault(SYNTAX);
  const no = branch(cursor, condition !== 0n, assignment);
  return condition !== 0n ? yes : no;
}

function branch(cursor: Cursor, skip: boolean, parse: (cursor: Cursor) => bigint): bigint {
  const before = cursor.skipping;
  cursor.skipping = before || skip;
  const value = parse(cursor);
  cursor.skipping = before;
  return value;
}

/** Operands joined by operators of `level` or above. */
function binary(cursor: Cursor, level: number): bigint {
  let left = unary(cursor);
  for (;;) {
    const operator = cursor.tokens[cursor.at] ?? '';
    const own = LEVEL_OF.get(operator);
    if (own === undefined || own < level) return left;
    cursor.at += 1;
    const decided = (operator === '||' && left !== 0n) || (operator === '&&' && left === 0n);
    const right = branch(cursor, decided, (inner) => binary(inner, operator === '**' ? own : own + 1));
    left = apply(operator, left, right, cursor);
  }
}

function apply(operator: string, a: bigint, b: bigint, cursor: Cursor): bigint {
  return BigInt.asIntN(64, compute(operator, a, b, cursor));
}

function compute(operator: string, a: bigint, b: bigint, cursor: Cursor): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? divideByZero(cursor) : a / b;
    case '%':
      return b === 0n ? divideByZero(cursor) : a % b;
    case '**':
      return power(a, b);
    case '<<':
      return a << (b & 63n);
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return compares(operator, a, b) ? 1n : 0n;
  }
}

function compares(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '&&':
      return a !== 0n && b !== 0n;
    default:
      return a !== 0n || b !== 0n;
  }
}

function divideByZero(cursor: Cursor): bigint {
  if (cursor.skipping) return 0n;
  throw new ArithmeticFault('divide by zero');
}

function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ArithmeticFault('exponent less than 0');
  let result = 1n;
  for (let i = 0n; i < exponent && i < 64n; i++) result = BigInt.asIntN(64, result * base);
  return result;
}

function unary(cursor: Cursor): bigint {
  const token = cursor.tokens[cursor.at++];
  switch (token) {
    case '-':
      return BigInt.asIntN(64, -unary(cursor));
    case '+':
      return unary(cursor);
    case '!':
      return unary(cursor) === 0n ? 1n : 0n;
    case '~':
      return ~unary(cursor);
    case '++':
    case '--':
      return step(cursor, cursor.tokens[cursor.at++] ?? '', token === '++' ? 1n : -1n);
    case '(':
      return group(cursor);
    default:
      return operand(cursor, token ?? '');
  }
}

function group(cursor: Cursor): bigint {
  const value = comma(cursor);
  if (!take(cursor, ')')) throw new ArithmeticFault(SYNTAX);
  return value;
}

function step(cursor: Cursor, name: string, by: bigint): bigint {
  if (!/^[A-Za-z_]/.test(name)) throw new ArithmeticFault(SYNTAX);
  return store(cursor, name, variable(cursor, name) + by);
}

function operand(cursor: Cursor, token: string): bigint {
  if (/^[0-9]/.test(token)) return numberOf(token);
  if (!/^[A-Za-z_]/.test(token)) throw new ArithmeticFault(SYNTAX);
  const value = variable(cursor, token);
  if (take(cursor, '++')) store(cursor, token, value + 1n);
  else if (take(cursor, '--')) store(cursor, token, value - 1n);
  return value;
}

function variable(cursor: Cursor, name: string): bigint {
  const text = cursor.vars.get(name) ?? '';
  if (cursor.depth < DEPTH_MAX && PLAIN_NUMBER.test(text)) return BigInt(text);
  return text.trim() === '' ? 0n : evaluate(text, cursor.vars, cursor.depth + 1);
}

function numberOf(token: string): bigint {
  if (/^0[xX]/.test(token)) return BigInt.asIntN(64, BigInt(token));
  if (token.includes('#')) return inBase(token);
  if (!/^0[0-9]/.test(token)) return BigInt.asIntN(64, BigInt(token));
  if (/[89]/.test(token)) throw new ArithmeticFault(SYNTAX);
  return BigInt.asIntN(64, BigInt(`0o${token.slice(1)}`));
}

function inBase(token: string): bigint {
  const [base = '10', digits = ''] = token.split('#');
  let value = 0n;
  for (const digit of digits.toLowerCase()) {
    const weight = '0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(digit);
    if (weight >= Number(base)) throw new ArithmeticFault(SYNTAX);
    value = value * BigInt(base) + BigInt(weight);
  }
  return value;
}
