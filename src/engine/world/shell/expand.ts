/** The operations that build words: values, defaults, trimming, arithmetic. A returned text is a fatal expansion error. */
import { charge } from '../programs/program.ts';
import { must, unreachable } from '../../../base/assert.ts';
import { viewOf } from '../programs/descriptors.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { globField, patternOf, splitFields, textOf } from './fields.ts';
import {
  hasGlob,
  matches,
  quotePattern,
  replaced,
  trimmed,
  unquotePattern,
} from '../programs/text/pattern.ts';
import type { Op, WordOp } from './ops.ts';
import type { Frame, Piece, Shell } from './state.ts';
import { hasOption } from './state.ts';
import { isName, parameterOf, setVariable, valueOf, variableOf } from './variables.ts';

export function performWordOp(shell: Shell, frame: Frame, op: WordOp): string | null {
  switch (op.op) {
    case 'word':
      frame.words.push([]);
      return null;
    case 'text':
      return add(frame, [op.mode, op.text]);
    case 'home':
      return add(frame, [
        'quoted',
        op.user === '' ? (valueOf(shell.state, 'HOME') ?? '~') : op.user === 'root' ? '/root' : `~${op.user}`,
      ]);
    case 'value':
      return addParameter(shell, frame, op.name, op.quoted);
    case 'choose':
      return choose(shell, frame, op);
    case 'assign-default':
      return assignDefault(shell, frame, op);
    case 'complain':
      return `${op.name}: ${complaint(takeWord(frame), op.empty)}`;
    case 'length':
    case 'trim':
    case 'replace':
    case 'slice':
      return transform(shell, frame, op);
    case 'arithmetic':
      return addArithmetic(shell, frame, op.quoted);
    case 'argument':
    case 'whole-argument':
    case 'assignment':
    case 'redirect':
    case 'here':
    case 'subject':
    case 'match':
      return consumeWord(shell, frame, op);
    default:
      return unreachable(op);
  }
}

function complaint(pieces: readonly Piece[], empty: boolean): string {
  return empty ? 'parameter not set' : textOf(pieces);
}

function add(frame: Frame, piece: Piece): null {
  must(frame.words.at(-1), 'a word is open').push(piece);
  return null;
}

export function addValue(frame: Frame, text: string, quoted: boolean): null {
  return add(frame, [quoted ? 'quoted' : 'split', text]);
}

export function takeWord(frame: Frame): Piece[] {
  return must(frame.words.pop(), 'a word is open');
}

function addParameter(shell: Shell, frame: Frame, name: string, quoted: boolean): string | null {
  if (name === '@' || (name === '*' && !quoted)) return addAll(shell, frame, quoted);
  const value = parameterOf(shell, name);
  if (value === undefined && isUnsetError(shell, name)) return `${name}: parameter not set`;
  return addValue(frame, value ?? '', quoted);
}

function isUnsetError(shell: Shell, name: string): boolean {
  return hasOption(shell.state, 'nounset') && !['@', '*'].includes(name);
}

function addAll(shell: Shell, frame: Frame, quoted: boolean): null {
  shell.state.positional.forEach((value, index) => {
    if (index > 0) add(frame, ['break', '']);
    addValue(frame, value, quoted);
  });
  return null;
}

function choose(shell: Shell, frame: Frame, op: Extract<Op, { op: 'choose' }>): null {
  const value = parameterOf(shell, op.name);
  const isSet = value !== undefined && !(op.colon && value === '');
  if (op.test === '+') {
    if (!isSet) frame.pc = op.to;
  } else if (isSet) {
    if (op.name === '@') addAll(shell, frame, op.quoted);
    else addValue(frame, value, op.quoted);
    frame.pc = op.to;
  }
  return null;
}

function assignDefault(shell: Shell, frame: Frame, op: Extract<Op, { op: 'assign-default' }>): string | null {
  const value = textOf(takeWord(frame));
  if (!isName(op.name)) return `${op.name}: bad variable name`;
  if (!setVariable(shell, op.name, value)) return `${op.name}: is read only`;
  return addValue(frame, value, op.quoted);
}

function transform(
  shell: Shell,
  frame: Frame,
  op: Extract<Op, { op: 'length' | 'trim' | 'replace' | 'slice' }>,
): string | null {
  const value = parameterOf(shell, op.name);
  if (value === undefined && isUnsetError(shell, op.name)) return `${op.name}: parameter not set`;
  const text = value ?? '';
  switch (op.op) {
    case 'length':
      return addValue(frame, String(lengthOf(shell, op.name, text)), op.quoted);
    case 'trim':
      return addValue(frame, trimmed(text, op.operator, patternOf(takeWord(frame))), op.quoted);
    case 'replace': {
      const replacement = textOf(takeWord(frame));
      return addValue(frame, replaced(text, op.operator, patternOf(takeWord(frame)), replacement), op.quoted);
    }
    case 'slice':
      return slice(shell, frame, op, text);
  }
}

function lengthOf(shell: Shell, name: string, text: string): number {
  return [...(name === '@' || name === '*' ? shell.state.positional.join(' ') : text)].length;
}

function slice(shell: Shell, frame: Frame, op: Extract<Op, { op: 'slice' }>, text: string): string | null {
  const length = op.hasLength
    ? evaluate(shell, textOf(takeWord(frame)))
    : { ok: true as const, value: String(text.length) };
  const offset = evaluate(shell, textOf(takeWord(frame)));
  if (!offset.ok) return offset.error;
  if (!length.ok) return length.error;
  const from =
    Number(offset.value) < 0 ? Math.max(0, text.length + Number(offset.value)) : Number(offset.value);
  const count = Number(length.value);
  return addValue(frame, text.slice(from, count < 0 ? text.length + count : from + count), op.quoted);
}

export function evaluate(shell: Shell, text: string): ReturnType<typeof evaluateArithmetic> {
  return evaluateArithmetic(text, {
    get: (name) => parameterOf(shell, name),
    set: (name, value) => void setVariable(shell, name, value),
  });
}

function addArithmetic(shell: Shell, frame: Frame, quoted: boolean): string | null {
  const result = evaluate(shell, textOf(takeWord(frame)));
  return result.ok ? addValue(frame, result.value, quoted) : result.error;
}

function consumeWord(
  shell: Shell,
  frame: Frame,
  op: Extract<
    Op,
    { op: 'argument' | 'whole-argument' | 'assignment' | 'redirect' | 'here' | 'subject' | 'match' }
  >,
): string | null {
  const pieces = takeWord(frame);
  const length = pieces.reduce((sum, [, text]) => sum + text.length, 0);
  if (length >= LARGE) chargeLarge(shell, length);
  if (length > WORD_MAX) return 'out of memory';
  switch (op.op) {
    case 'argument':
      frame.args.push(...fieldsOf(shell, pieces));
      return null;
    case 'whole-argument':
      frame.args.push(op.pattern ? patternOf(pieces) : textOf(pieces));
      return null;
    case 'assignment':
      return assign(shell, frame, op, textOf(pieces));
    case 'redirect':
      frame.redirections.push({ operator: op.operator, fd: op.fd, target: redirectTarget(shell, pieces) });
      return null;
    case 'here':
      frame.redirections.push({ operator: 'here', fd: op.fd, target: textOf(pieces) });
      return null;
    case 'subject':
      frame.subjects.push(textOf(pieces));
      return null;
    case 'match':
      if (matches(patternOf(pieces), frame.subjects.at(-1) ?? '')) frame.pc = op.to;
      return null;
  }
}

/** From this many characters on a word takes memory and time of its own. */
const LARGE = 64 * 1024;
const COPIED_PER_MS = 100_000;
/** The shell holds the old value, the new one, and copies on the way. */
const COPIES = 4;
const WORD_MAX = 16 * 1024 * 1024;

function chargeLarge({ on }: Shell, length: number): void {
  on.process.memoryBytes = Math.max(on.process.memoryBytes, length * COPIES);
  charge(on, Math.ceil(length / COPIED_PER_MS));
}

function assign(
  shell: Shell,
  frame: Frame,
  op: Extract<Op, { op: 'assignment' }>,
  text: string,
): string | null {
  const value = op.append ? (valueOf(shell.state, op.name) ?? '') + text : text;
  frame.assignments.push([op.name, value]);
  const skipped = frame.opened !== null && frame.opened !== '';
  return !op.now || skipped || setVariable(shell, op.name, value) ? null : `${op.name}: is read only`;
}

const DEFAULT_IFS = ' \t\n';
/** Nothing to split at, nothing to expand, nothing quoted. */
const PLAIN_VALUE = /^[\w.,:/@%=-]+$/;

function fieldsOf(shell: Shell, pieces: readonly Piece[]): string[] {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && first[0] === 'literal' && !hasGlob(first[1]))
    return [first[1]];
  const ifs = variableOf(shell.state, 'IFS')?.value ?? DEFAULT_IFS;
  if (pieces.length === 1 && first?.[0] === 'split' && ifs === DEFAULT_IFS && PLAIN_VALUE.test(first[1]))
    return [first[1]];
  const fields = splitFields(pieces, ifs);
  if (hasOption(shell.state, 'noglob')) return fields.map(unquotePattern);
  return fields.flatMap((field) => globField(field, viewOf(shell.on), shell.on.process.cwd));
}

function redirectTarget(shell: Shell, pieces: readonly Piece[]): string {
  const found = globField(
    pieces.map(([kind, text]) => (kind === 'literal' ? text : quotePattern(text))).join(''),
    viewOf(shell.on),
    shell.on.process.cwd,
  );
  return found.length === 1 ? (found[0] ?? '') : textOf(pieces);
}
