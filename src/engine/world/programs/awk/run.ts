/**
 * The meaning of an awk program: values that are numbers or texts, fields that split and join, associative arrays.
 *
 * **Simplified:** numbers are what the language of this engine has; no trigonometry, logarithms or random numbers.
 */
import { sortedKeys } from '../../../../base/compare.ts';
import { runPrintf } from '../text/printf.ts';
import { posixRegex } from '../text/regex.ts';
import type { Expression, Rule, Statement } from './parser.ts';

/** A text that looks like a number compares as one when it came from the input. */
export type Value = number | string | { readonly input: string; readonly unset?: true };

const UNSET: Value = { input: '', unset: true };

/** Everything that lives from line to line, as plain data. */
export interface AwkState {
  readonly source: string;
  readonly variables: Record<string, Value>;
  readonly arrays: Record<string, Record<string, Value>>;
  line: string;
  fields: string[];
  /** Rules whose range of lines is open. */
  open: number[];
  steps: number;
}

export interface AwkPort {
  print(text: string, file: string | null, append: boolean): void;
  /** False when the file was not open. */
  close(file: string): boolean;
}

export type Flow = 'on' | 'next' | 'break' | 'continue' | { readonly exit: number };

/** One line may take so many steps; a program that loops for ever is stopped there. */
const STEPS_MAX = 200_000;

export class AwkFailure extends Error {}

export function newAwk(source: string): AwkState {
  const variables = {
    FS: ' ',
    OFS: ' ',
    ORS: '\n',
    RS: '\n',
    NR: 0,
    FNR: 0,
    NF: 0,
    SUBSEP: '\x1c',
    CONVFMT: '%.6g',
  };
  return { source, variables, arrays: {}, line: '', fields: [], open: [], steps: 0 };
}

export function setLine(state: AwkState, line: string): void {
  state.line = line;
  state.fields = splitText(line, textOf(state.variables['FS'] ?? ' '));
  state.variables['NF'] = state.fields.length;
}

function splitText(text: string, separator: string): string[] {
  if (separator === ' ') {
    const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
    return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (text === '') return [];
  if (separator === '') return [...text];
  return separator.length === 1 && separator !== '|'
    ? splitOnce(text, separator)
    : text.split(regexOf(separator));
}

function splitOnce(text: string, separator: string): string[] {
  return text.split(separator === '\\' ? '\\' : separator);
}

function regexOf(pattern: string, flags = ''): RegExp {
  const compiled = posixRegex(pattern, true, flags);
  if (!compiled.ok) throw new AwkFailure(compiled.error);
  return compiled.value;
}

export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return value.input;
  return Number.isInteger(value) ? String(value) : shortest(value);
}

/** `%.6g`. */
function shortest(value: number): string {
  const text = value.toPrecision(6);
  return text.includes('e') || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
}

function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'object' ? value.input : value;
  const hexadecimal = /^\s*0[xX][0-9a-fA-F]+/.exec(text);
  if (hexadecimal !== null) return Number(hexadecimal[0]);
  return Number(/^\s*[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+)/.exec(text)?.[0] ?? 0);
}

function looksNumeric(value: Value): boolean {
  if (typeof value !== 'object') return typeof value === 'number';
  return /^\s*[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+)\s*$/.test(value.input);
}

function isUnset(value: Value): boolean {
  return typeof value === 'object' && value.unset === true;
}

function truth(value: Value): boolean {
  return typeof value === 'string'
    ? value !== ''
    : looksNumeric(value)
      ? numberOf(value) !== 0
      : textOf(value) !== '';
}

/** Runs the rules of one moment: the beginning, a line, or the end. */
export function runRules(state: AwkState, rules: readonly Rule[], on: Rule['on'], port: AwkPort): Flow {
  state.steps = 0;
  const runner = new Runner(state, port);
  for (const [index, rule] of rules.entries()) {
    if (rule.on !== on || !runner.applies(rule, index)) continue;
    const flow = runner.run(rule.action);
    if (flow !== 'on') return flow;
  }
  return 'on';
}

class Runner {
  private readonly state: AwkState;
  private readonly port: AwkPort;

  constructor(state: AwkState, port: AwkPort) {
    this.state = state;
    this.port = port;
  }

  applies({ pattern, until }: Rule, index: number): boolean {
    if (pattern === undefined) return true;
    if (until === undefined) return truth(this.value(pattern));
    const { state } = this;
    const inside = state.open.includes(index);
    if (!inside && !truth(this.value(pattern))) return false;
    state.open = state.open.filter((other) => other !== index);
    if (!truth(this.value(until))) state.open.push(index);
    return true;
  }

  run(statement: Statement): Flow {
    this.state.steps += 1;
    if (this.state.steps > STEPS_MAX) throw new AwkFailure('the program does not end');
    switch (statement.do) {
      case 'expression':
        this.value(statement.value);
        return 'on';
      case 'print':
        this.print(statement);
        return 'on';
      case 'block':
        return this.block(statement.body);
      case 'if':
        if (truth(this.value(statement.test))) return this.run(statement.yes);
        return statement.no === undefined ? 'on' : this.run(statement.no);
      case 'while':
        return this.loop(statement);
      case 'for-in':
        return this.forIn(statement);
      case 'delete':
        this.remove(statement.name, statement.keys);
        return 'on';
      case 'exit':
        return { exit: statement.code === undefined ? 0 : numberOf(this.value(statement.code)) & 255 };
      default:
        return statement.do;
    }
  }

  private block(body: readonly Statement[]): Flow {
    for (const statement of body) {
      const flow = this.run(statement);
      if (flow !== 'on') return flow;
    }
    return 'on';
  }

  private loop({ test, body, first, next }: Extract<Statement, { do: 'while' }>): Flow {
    let checks = first;
    for (;;) {
      if (checks && !truth(this.value(test))) return 'on';
      checks = true;
      const flow = this.run(body);
      if (flow === 'break') return 'on';
      if (flow !== 'on' && flow !== 'continue') return flow;
      if (next !== undefined) this.run(next);
    }
  }

  private forIn({ name, array, body }: Extract<Statement, { do: 'for-in' }>): Flow {
    for (const key of Object.keys(this.state.arrays[array] ?? {})) {
      this.state.variables[name] = { input: key };
      const flow = this.run(body);
      if (flow === 'break') return 'on';
      if (flow !== 'on' && flow !== 'continue') return flow;
    }
    return 'on';
  }

  private remove(name: string, keys: readonly Expression[]): void {
    const array = this.array(name);
    if (keys.length > 0) delete array[this.key(keys)];
    else for (const key of sortedKeys(array)) delete array[key];
  }

  private print({ values, formatted, file, append }: Extract<Statement, { do: 'print' }>): void {
    const texts = values.map((one) => textOf(this.value(one)));
    const { variables } = this.state;
    const joined = values.length === 0 ? this.state.line : texts.join(textOf(variables['OFS'] ?? ' '));
    const text = formatted ? this.format(values) : joined + textOf(variables['ORS'] ?? '\n');
    this.port.print(text, file === undefined ? null : textOf(this.value(file)), append);
  }

  private format(args: readonly Expression[]): string {
    const [format, ...values] = args.map((one) => this.value(one));
    const words = values.map((value) => (typeof value === 'number' ? plainNumber(value) : textOf(value)));
    return awkFormat(textOf(format ?? ''), words);
  }

  private key(keys: readonly Expression[]): string {
    return keys.map((one) => textOf(this.value(one))).join(textOf(this.state.variables['SUBSEP'] ?? ''));
  }

  private array(name: string): Record<string, Value> {
    return (this.state.arrays[name] ??= {});
  }

  value(expression: Expression): Value {
    switch (expression.is) {
      case 'number':
        return expression.value;
      case 'string':
        return expression.text;
      case 'regex':
        return Number(regexOf(expression.text).test(this.state.line));
      case 'variable':
        return this.state.variables[expression.name] ?? UNSET;
      case 'field':
        return this.field(numberOf(this.value(expression.index)));
      case 'element':
        return (this.array(expression.name)[this.key(expression.keys)] ??= UNSET);
      case 'in':
        return Number(Object.hasOwn(this.array(expression.name), this.key(expression.keys)));
      case 'call':
        return this.call(expression.name, expression.args);
      case 'unary':
        return this.unary(expression.operator, this.value(expression.of));
      case 'binary':
        return this.binary(expression);
      case 'choice':
        return truth(this.value(expression.test)) ? this.value(expression.yes) : this.value(expression.no);
      case 'assign':
        return this.assign(expression);
      case 'step': {
        const before = numberOf(this.value(expression.to));
        this.set(expression.to, before + expression.by);
        return expression.before ? before + expression.by : before;
      }
    }
  }

  private field(index: number): Value {
    if (index === 0) return { input: this.state.line };
    return { input: this.state.fields[index - 1] ?? '' };
  }

  private unary(operator: string, value: Value): Value {
    if (operator === '!') return Number(!truth(value));
    return operator === '-' ? -numberOf(value) : numberOf(value);
  }

  private binary({ operator, left, right }: Extract<Expression, { is: 'binary' }>): Value {
    if (operator === '&&') return Number(truth(this.value(left)) && truth(this.value(right)));
    if (operator === '||') return Number(truth(this.value(left)) || truth(this.value(right)));
    if (operator === '~') return Number(this.matches(left, right));
    if (operator === '!~') return Number(!this.matches(left, right));
    const a = this.value(left);
    const b = this.value(right);
    if (operator === ' ') return textOf(a) + textOf(b);
    return /^[<>=!]/.test(operator)
      ? Number(compare(operator, a, b))
      : arithmetic(operator, numberOf(a), numberOf(b));
  }

  private matches(left: Expression, right: Expression): boolean {
    const text = textOf(this.value(left));
    return regexOf(right.is === 'regex' ? right.text : textOf(this.value(right))).test(text);
  }

  private assign({ operator, to, value }: Extract<Expression, { is: 'assign' }>): Value {
    const given = this.value(value);
    const next =
      operator === '=' ? given : arithmetic(operator.slice(0, -1), numberOf(this.value(to)), numberOf(given));
    this.set(to, next);
    return next;
  }

  private set(to: Expression, value: Value): void {
    if (to.is === 'variable') {
      this.state.variables[to.name] = value;
      if (to.name === 'NF') this.resize(numberOf(value));
    } else if (to.is === 'element') this.array(to.name)[this.key(to.keys)] = value;
    else if (to.is === 'field') this.setField(numberOf(this.value(to.index)), textOf(value));
  }

  private setField(index: number, text: string): void {
    if (index === 0) return setLine(this.state, text);
    const fields = [...this.state.fields];
    while (fields.length < index) fields.push('');
    fields[index - 1] = text;
    this.state.fields = fields;
    this.rejoin();
  }

  private resize(count: number): void {
    this.state.fields = Array.from({ length: Math.max(0, count) }, (_, i) => this.state.fields[i] ?? '');
    this.rejoin();
  }

  private rejoin(): void {
    const { state } = this;
    state.line = state.fields.join(textOf(state.variables['OFS'] ?? ' '));
    state.variables['NF'] = state.fields.length;
  }

  private call(name: string, args: readonly Expression[]): Value {
    const text = (index: number): string => {
      const arg = args[index];
      return arg === undefined ? this.state.line : textOf(this.value(arg));
    };
    const number = (index: number): number => numberOf(text(index));
    switch (name) {
      case 'length':
        return this.lengthOf(args[0]);
      case 'substr': {
        const from = Math.max(0, Math.trunc(number(1)) - 1);
        const count = args[2] === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, Math.trunc(number(2)));
        return [...text(0)].slice(from, from + count).join('');
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'toupper':
        return text(0).toUpperCase();
      case 'tolower':
        return text(0).toLowerCase();
      case 'int':
        return Math.trunc(number(0));
      case 'sprintf':
        return this.format(args);
      case 'close':
        return Number(!this.port.close(text(0)));
      case 'split':
        return this.split(args);
      case 'sub':
      case 'gsub':
        return this.substitute(args, name === 'gsub');
      case 'match':
        return this.match(args);
      default:
        throw new AwkFailure(`call to undefined function`);
    }
  }

  private lengthOf(arg: Expression | undefined): number {
    if (arg?.is === 'variable' && this.state.arrays[arg.name] !== undefined)
      return Object.keys(this.state.arrays[arg.name] ?? {}).length;
    return [...(arg === undefined ? this.state.line : textOf(this.value(arg)))].length;
  }

  private patternOf(arg: Expression | undefined): string {
    if (arg === undefined) return '';
    return arg.is === 'regex' ? arg.text : textOf(this.value(arg));
  }

  private split([from, to, by]: readonly Expression[]): number {
    if (from === undefined || to?.is !== 'variable') throw new AwkFailure('not enough parameters');
    const separator = by === undefined ? textOf(this.state.variables['FS'] ?? ' ') : this.patternOf(by);
    const parts = splitText(textOf(this.value(from)), separator);
    this.state.arrays[to.name] = Object.fromEntries(parts.map((part, i) => [String(i + 1), { input: part }]));
    return parts.length;
  }

  private substitute([pattern, by, target]: readonly Expression[], all: boolean): number {
    const to: Expression = target ?? { is: 'field', index: { is: 'number', value: 0 } };
    const replacement = by === undefined ? '' : textOf(this.value(by));
    let count = 0;
    const text = textOf(this.value(to)).replace(regexOf(this.patternOf(pattern), all ? 'g' : ''), (found) => {
      count += 1;
      return replacement.replace(/\\\\|\\&|&/g, (mark) => (mark === '&' ? found : mark.slice(1)));
    });
    if (count > 0) this.set(to, text);
    return count;
  }

  private match([text, pattern]: readonly Expression[]): number {
    const found = regexOf(this.patternOf(pattern)).exec(text === undefined ? '' : textOf(this.value(text)));
    this.state.variables['RSTART'] = found === null ? 0 : found.index + 1;
    this.state.variables['RLENGTH'] = found === null ? -1 : found[0].length;
    return found === null ? 0 : found.index + 1;
  }
}

/** Two numbers compare as numbers, and so does what was never set; all else compares as text. */
function compare(operator: string, a: Value, b: Value): boolean {
  const numeric = (looksNumeric(a) || isUnset(a)) && (looksNumeric(b) || isUnset(b));
  const [x, y] = numeric ? [numberOf(a), numberOf(b)] : [textOf(a), textOf(b)];
  switch (operator) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    case '==':
      return x === y;
    default:
      return x !== y;
  }
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new AwkFailure('Division by zero');
      return a / b;
    case '%':
      return a % b;
    default:
      return power(a, b);
  }
}

/** Whole exponents only. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < Math.min(1100, Math.trunc(exponent < 0 ? -exponent : exponent)); i++) result *= base;
  return exponent < 0 ? 1 / result : result;
}

/** As printf(1) formats: without exponents where a plain number will do. */
function plainNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(10).replace(/0+$/, '');
}

/** printf(1)'s rules, once through the format; whole formats cut off fractions, and what is no number counts as 0. */
function awkFormat(format: string, words: readonly string[]): string {
  let at = 0;
  const escaped = format.replaceAll('\\', '\\\\');
  return escaped
    .replace(/%%|%[-+ #0]*\d*(?:\.\d*)?([a-zA-Z])/g, (directive, letter: string | undefined) => {
      if (letter === undefined) return '%';
      const word = words[at++] ?? '';
      const text = /[di]/.test(letter) ? String(Math.trunc(numberOf(word))) : word;
      const given = /[fFeEgG]/.test(letter) ? plainNumber(numberOf(word)) : text;
      return runPrintf(['--', directive, given]).text;
    })
    .replaceAll('\\\\', '\\');
}
