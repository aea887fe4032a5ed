/** test(1): `test`, `[` and the words of `[[`. A recursive descent over words, as busybox does it. */
import { byteLength } from '../filesystem/bytes.ts';
import { statFile } from '../filesystem/file-operations.ts';
import type { FileEntry } from '../filesystem/file-tree.ts';
import { mayAccess } from '../filesystem/resolve.ts';
import { matches } from './text/pattern.ts';
import { descriptorOf, pathOf, viewOf } from './descriptors.ts';
import type { Running } from './program.ts';

export interface TestOutcome {
  /** 0 true, 1 false, 2 error. */
  readonly status: number;
  readonly complaint: string | null;
}

interface Cursor {
  readonly on: Running;
  readonly words: readonly string[];
  readonly patterns: boolean;
  at: number;
  complaint: string | null;
}

const BINARY = [
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
  '=~',
];
const UNARY = /^-[abcdefghknoprstuwxzGLNOS]$/;

/** `patterns`: the right side of `=` is a shell pattern, as in `[[`. */
export function evaluateTest(on: Running, words: readonly string[], patterns: boolean): TestOutcome {
  if (words.length === 0) return { status: 1, complaint: null };
  const cursor: Cursor = { on, words, patterns, at: 0, complaint: null };
  const value = alternatives(cursor);
  const leftover = words[cursor.at];
  if (cursor.complaint === null && leftover !== undefined) cursor.complaint = `${leftover}: unknown operand`;
  return cursor.complaint === null
    ? { status: value ? 0 : 1, complaint: null }
    : { status: 2, complaint: cursor.complaint };
}

function alternatives(cursor: Cursor): boolean {
  let value = conjunction(cursor);
  while (cursor.words[cursor.at] === '-o') {
    cursor.at += 1;
    const right = conjunction(cursor);
    value ||= right;
  }
  return value;
}

function conjunction(cursor: Cursor): boolean {
  let value = negation(cursor);
  while (cursor.words[cursor.at] === '-a') {
    cursor.at += 1;
    const right = negation(cursor);
    value &&= right;
  }
  return value;
}

function negation(cursor: Cursor): boolean {
  const alone = cursor.at + 1 >= cursor.words.length || isBinaryAt(cursor, cursor.at + 1);
  if (cursor.words[cursor.at] !== '!' || alone) return primary(cursor);
  cursor.at += 1;
  return !negation(cursor);
}

function isBinaryAt(cursor: Cursor, at: number): boolean {
  return BINARY.includes(cursor.words[at] ?? '') && at + 1 < cursor.words.length;
}

function primary(cursor: Cursor): boolean {
  const word = cursor.words[cursor.at];
  if (word === undefined) return complain(cursor, 'argument expected');
  if (isBinaryAt(cursor, cursor.at + 1)) return binary(cursor, word);
  if (word === '(') return parenthesis(cursor);
  cursor.at += 1;
  const operand = cursor.words[cursor.at];
  if (!UNARY.test(word) || operand === undefined) return word !== '';
  cursor.at += 1;
  return unary(cursor, word, operand);
}

function parenthesis(cursor: Cursor): boolean {
  cursor.at += 1;
  const value = alternatives(cursor);
  if (cursor.words[cursor.at] !== ')') return complain(cursor, 'closing paren expected');
  cursor.at += 1;
  return value;
}

function complain(cursor: Cursor, text: string): false {
  cursor.complaint ??= text;
  return false;
}

function binary(cursor: Cursor, left: string): boolean {
  const operator = cursor.words[cursor.at + 1] ?? '';
  const right = cursor.words[cursor.at + 2] ?? '';
  cursor.at += 3;
  switch (operator) {
    case '=':
    case '==':
      return cursor.patterns ? matches(right, left) : left === right;
    case '!=':
      return cursor.patterns ? !matches(right, left) : left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
      return (entryOf(cursor, left)?.mtimeMs ?? -1) > (entryOf(cursor, right)?.mtimeMs ?? -1);
    case '-ot':
      return (entryOf(cursor, left)?.mtimeMs ?? -1) < (entryOf(cursor, right)?.mtimeMs ?? -1);
    case '-ef':
      return pathOf(cursor.on, left) === pathOf(cursor.on, right);
    case '=~':
      return new RegExp(right).test(left);
    default:
      return compareNumbers(cursor, operator, left, right);
  }
}

function compareNumbers(cursor: Cursor, operator: string, left: string, right: string): boolean {
  for (const text of [left, right]) {
    if (!/^\s*[-+]?[0-9]+\s*$/.test(text)) return complain(cursor, `${text}: bad number`);
  }
  const order = compareIntegers(left, right);
  switch (operator) {
    case '-eq':
      return order === 0;
    case '-ne':
      return order !== 0;
    case '-lt':
      return order < 0;
    case '-le':
      return order <= 0;
    case '-gt':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Up to so many characters a number is exact without BigInt. */
const EXACT_LENGTH_MAX = 15;

/** Negative, zero or positive, as two texts of whole numbers compare. */
function compareIntegers(left: string, right: string): number {
  if (left.length <= EXACT_LENGTH_MAX && right.length <= EXACT_LENGTH_MAX)
    return Number(left) - Number(right);
  const a = BigInt(left.trim().replace(/^\+/, ''));
  const b = BigInt(right.trim().replace(/^\+/, ''));
  return a < b ? -1 : a > b ? 1 : 0;
}

function entryOf(cursor: Cursor, path: string, follow = true): FileEntry | undefined {
  const found = path === '' ? null : statFile(viewOf(cursor.on), pathOf(cursor.on, path), follow);
  return found?.ok === true ? found.value.entry : undefined;
}

function unary(cursor: Cursor, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (operator === '-t') return descriptorOf(cursor.on.process, Number(operand)) === undefined;
  if (operator === '-L' || operator === '-h') return entryOf(cursor, operand, false)?.kind === 'symlink';
  const entry = entryOf(cursor, operand);
  return entry !== undefined && holds(cursor, operator, entry);
}

function holds(cursor: Cursor, operator: string, entry: FileEntry): boolean {
  const { who } = cursor.on.kernel.container.identity;
  switch (operator) {
    case '-f':
      return entry.kind === 'file';
    case '-d':
      return entry.kind === 'directory';
    case '-c':
      return entry.kind === 'device';
    case '-s':
      return entry.kind === 'directory' || (entry.kind === 'file' && byteLength(entry.content) > 0);
    case '-r':
      return mayAccess(who, entry, 'r');
    case '-w':
      return mayAccess(who, entry, 'w');
    case '-x':
      return mayAccess(who, entry, 'x');
    case '-O':
      return entry.uid === who.uid;
    case '-G':
      return entry.gid === who.gid;
    case '-a':
    case '-e':
      return true;
    default:
      return false;
  }
}
