/**
 * The grammar of awk, by recursive descent, into plain data.
 *
 * **Simplified:** no functions of one's own, no getline, no output into pipes.
 */
import type { Result } from '../../../../base/result.ts';
import { fail, ok } from '../../../../base/result.ts';
import type { Token } from './lexer.ts';
import { awkTokens } from './lexer.ts';

export type Expression =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'string' | 'regex'; readonly text: string }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'field'; readonly index: Expression }
  | { readonly is: 'element'; readonly name: string; readonly keys: readonly Expression[] }
  | { readonly is: 'in'; readonly name: string; readonly keys: readonly Expression[] }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'unary'; readonly operator: string; readonly of: Expression }
  | {
      readonly is: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly is: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly is: 'assign'; readonly operator: string; readonly to: Expression; readonly value: Expression }
  | { readonly is: 'step'; readonly by: 1 | -1; readonly before: boolean; readonly to: Expression };

export type Statement =
  | { readonly do: 'expression'; readonly value: Expression }
  | {
      readonly do: 'print';
      readonly values: readonly Expression[];
      readonly formatted: boolean;
      readonly file?: Expression;
      readonly append: boolean;
    }
  | { readonly do: 'block'; readonly body: readonly Statement[] }
  | { readonly do: 'if'; readonly test: Expression; readonly yes: Statement; readonly no?: Statement }
  | {
      readonly do: 'while';
      readonly test: Expression;
      readonly body: Statement;
      readonly first: boolean;
      readonly next?: Statement;
    }
  | { readonly do: 'for-in'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly do: 'delete'; readonly name: string; readonly keys: readonly Expression[] }
  | { readonly do: 'exit'; readonly code?: Expression }
  | { readonly do: 'next' | 'break' | 'continue' };

export interface Rule {
  readonly on: 'begin' | 'end' | 'line';
  readonly pattern?: Expression;
  /** End of a range of lines. */
  readonly until?: Expression;
  readonly action: Statement;
}

class SyntaxProblem extends Error {}

const PRINT_LINE: Statement = { do: 'print', values: [], formatted: false, append: false };
/** Operators by how tightly they bind, loosest first. Concatenation stands between comparison and addition. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['~', '!~'],
  ['<', '<=', '==', '!=', '>', '>='],
];
const SUMS: readonly (readonly string[])[] = [
  ['+', '-'],
  ['*', '/', '%'],
];
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^='];

export function parseAwk(source: string): Result<readonly Rule[], string> {
  const tokens = awkTokens(source);
  if (!tokens.ok) return tokens;
  try {
    return ok(new Parser(tokens.value).program());
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return fail(problem.message);
    throw problem;
  }
}

class Parser {
  private at = 0;
  private readonly tokens: readonly Token[];
  /** Inside print's list `>` opens a file. */
  private inPrint = false;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  program(): readonly Rule[] {
    const rules: Rule[] = [];
    for (this.skipLines(); this.token.kind !== 'end'; this.skipLines()) rules.push(this.rule());
    return rules;
  }

  private get token(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private is(text: string): boolean {
    const { kind, text: found } = this.token;
    return found === text && kind !== 'string' && kind !== 'regex';
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw new SyntaxProblem('unexpected token');
  }

  private next(): Token {
    const { token } = this;
    this.at += 1;
    return token;
  }

  private skipLines(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.at += 1;
  }

  private skipNewlines(): void {
    while (this.token.kind === 'newline') this.at += 1;
  }

  private rule(): Rule {
    if (this.accept('BEGIN')) return { on: 'begin', action: this.block() };
    if (this.accept('END')) return { on: 'end', action: this.block() };
    if (this.is('{')) return { on: 'line', action: this.block() };
    const pattern = this.expression();
    const until = this.accept(',') ? { until: this.expression() } : {};
    return { on: 'line', pattern, ...until, action: this.is('{') ? this.block() : PRINT_LINE };
  }

  private block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (this.skipLines(); !this.is('}'); this.skipLines()) body.push(this.statement());
    this.expect('}');
    return { do: 'block', body };
  }

  private body(): Statement {
    this.skipNewlines();
    if (this.accept(';')) return { do: 'block', body: [] };
    return this.statement();
  }

  private statement(): Statement {
    if (this.is('{')) return this.block();
    if (this.accept('if')) return this.conditional();
    if (this.accept('while'))
      return { do: 'while', test: this.inParentheses(), body: this.body(), first: true };
    if (this.accept('do')) return this.doWhile();
    if (this.accept('for')) return this.forLoop();
    const simple = this.simple();
    if (!this.is('}')) this.endOfStatement();
    return simple;
  }

  private endOfStatement(): void {
    if (this.token.kind === 'newline' || this.is(';')) this.at += 1;
    else if (this.token.kind !== 'end') throw new SyntaxProblem('unexpected token');
  }

  private simple(): Statement {
    if (this.is('print') || this.is('printf')) return this.print(this.next().text === 'printf');
    if (this.accept('next')) return { do: 'next' };
    if (this.accept('break')) return { do: 'break' };
    if (this.accept('continue')) return { do: 'continue' };
    if (this.accept('delete')) {
      const name = this.next().text;
      return { do: 'delete', name, keys: this.accept('[') ? this.keys(']') : [] };
    }
    if (this.accept('exit'))
      return this.is(';') || this.is('}') || this.token.kind === 'newline'
        ? { do: 'exit' }
        : { do: 'exit', code: this.expression() };
    return { do: 'expression', value: this.expression() };
  }

  private print(formatted: boolean): Statement {
    this.inPrint = true;
    const wrapped = this.is('(') && this.closesBeforeEnd();
    if (wrapped) this.expect('(');
    const values: Expression[] = [];
    const ends = (): boolean =>
      this.is(';') ||
      this.is('}') ||
      this.is('>') ||
      this.is('>>') ||
      this.is(')') ||
      this.token.kind === 'newline';
    while (!ends()) {
      values.push(this.expression());
      if (!this.accept(',')) break;
      this.skipNewlines();
    }
    if (wrapped) this.expect(')');
    const append = this.is('>>');
    const file = this.accept('>') || this.accept('>>') ? { file: this.sums(0) } : {};
    this.inPrint = false;
    return { do: 'print', values, formatted, append, ...file };
  }

  /** Whether the parenthesis here holds the whole list of a print. */
  private closesBeforeEnd(): boolean {
    let depth = 0;
    for (let at = this.at; at < this.tokens.length; at++) {
      const { text, kind } = this.tokens[at] ?? { text: '', kind: 'end' };
      if (kind === 'string' || kind === 'regex') continue;
      depth += text === '(' ? 1 : text === ')' ? -1 : 0;
      if (depth > 0) continue;
      const after = this.tokens[at + 1];
      return after === undefined || [';', '}', '>', '>>', '\n', ''].includes(after.text);
    }
    return false;
  }

  private inParentheses(): Expression {
    this.expect('(');
    const inner = this.expression();
    this.expect(')');
    return inner;
  }

  private conditional(): Statement {
    const test = this.inParentheses();
    const yes = this.body();
    const before = this.at;
    this.skipLines();
    if (this.accept('else')) return { do: 'if', test, yes, no: this.body() };
    this.at = before;
    return { do: 'if', test, yes };
  }

  private doWhile(): Statement {
    const body = this.body();
    this.skipLines();
    this.expect('while');
    return { do: 'while', test: this.inParentheses(), body, first: false };
  }

  private forLoop(): Statement {
    this.expect('(');
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && word?.text === 'in' && close?.text === ')') {
      this.at += 4;
      return { do: 'for-in', name: name.text, array: array?.text ?? '', body: this.body() };
    }
    const start = this.is(';') ? undefined : this.simple();
    this.expect(';');
    const test: Expression = this.is(';') ? { is: 'number', value: 1 } : this.expression();
    this.expect(';');
    const next = this.is(')') ? {} : { next: this.simple() };
    this.expect(')');
    const loop: Statement = { do: 'while', test, body: this.body(), first: true, ...next };
    return start === undefined ? loop : { do: 'block', body: [start, loop] };
  }

  private expression(): Expression {
    const left = this.choice();
    const operator = this.token.text;
    const assignable = left.is === 'variable' || left.is === 'field' || left.is === 'element';
    if (!assignable || this.token.kind !== 'punctuation' || !ASSIGNMENTS.includes(operator)) return left;
    this.at += 1;
    return { is: 'assign', operator, to: left, value: this.expression() };
  }

  private choice(): Expression {
    const test = this.level(0);
    if (!this.accept('?')) return test;
    const yes = this.expression();
    this.expect(':');
    return { is: 'choice', test, yes, no: this.expression() };
  }

  private level(depth: number): Expression {
    const operators = LEVELS[depth];
    if (operators === undefined) return this.concatenation();
    let left = this.level(depth + 1);
    for (;;) {
      if (depth === 2 && this.accept('in')) left = { is: 'in', name: this.next().text, keys: [left] };
      const { text, kind } = this.token;
      if (kind !== 'punctuation' || !operators.includes(text) || (this.inPrint && text === '>')) return left;
      this.at += 1;
      this.skipNewlines();
      left = { is: 'binary', operator: text, left, right: this.level(depth + 1) };
    }
  }

  private concatenation(): Expression {
    let left = this.sums(0);
    while (this.beginsOperand()) left = { is: 'binary', operator: ' ', left, right: this.sums(0) };
    return left;
  }

  private beginsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'name') return !['in', 'else', 'while'].includes(text);
    if (kind === 'punctuation') return ['$', '(', '!', '++', '--', '-'].includes(text) && text !== '-';
    return kind === 'number' || kind === 'string' || kind === 'call' || kind === 'regex';
  }

  private sums(depth: number): Expression {
    const operators = SUMS[depth];
    if (operators === undefined) return this.unary();
    let left = this.sums(depth + 1);
    while (this.token.kind === 'punctuation' && operators.includes(this.token.text)) {
      const operator = this.next().text;
      left = { is: 'binary', operator, left, right: this.sums(depth + 1) };
    }
    return left;
  }

  private unary(): Expression {
    for (const operator of ['!', '-', '+'])
      if (this.accept(operator)) return { is: 'unary', operator, of: this.unary() };
    const base = this.postfix();
    return this.accept('^') ? { is: 'binary', operator: '^', left: base, right: this.unary() } : base;
  }

  private postfix(): Expression {
    if (this.accept('++')) return { is: 'step', by: 1, before: true, to: this.primary() };
    if (this.accept('--')) return { is: 'step', by: -1, before: true, to: this.primary() };
    const to = this.primary();
    if (to.is !== 'variable' && to.is !== 'element' && to.is !== 'field') return to;
    if (this.accept('++')) return { is: 'step', by: 1, before: false, to };
    return this.accept('--') ? { is: 'step', by: -1, before: false, to } : to;
  }

  private primary(): Expression {
    const { kind, text } = this.next();
    if (kind === 'number') return { is: 'number', value: Number(text) };
    if (kind === 'string' || kind === 'regex') return { is: kind, text };
    if (kind === 'punctuation' && text === '$') return { is: 'field', index: this.fieldIndex() };
    if (kind === 'punctuation' && text === '(') return this.group();
    if (kind === 'call') {
      this.expect('(');
      return { is: 'call', name: text, args: this.keys(')') };
    }
    if (kind !== 'name') throw new SyntaxProblem('unexpected token');
    if (this.accept('[')) return { is: 'element', name: text, keys: this.keys(']') };
    return text === 'length' ? { is: 'call', name: 'length', args: [] } : { is: 'variable', name: text };
  }

  private fieldIndex(): Expression {
    if (this.accept('-')) return { is: 'unary', operator: '-', of: this.primary() };
    if (this.accept('++')) return { is: 'step', by: 1, before: true, to: this.primary() };
    return this.primary();
  }

  private group(): Expression {
    const outer = this.inPrint;
    this.inPrint = false;
    const keys = this.keys(')');
    this.inPrint = outer;
    const [first] = keys;
    if (keys.length > 1) {
      this.expect('in');
      return { is: 'in', name: this.next().text, keys };
    }
    if (first === undefined) throw new SyntaxProblem('unexpected token');
    // Kept apart, so that no operator reaches inside.
    return { is: 'choice', test: { is: 'number', value: 1 }, yes: first, no: first };
  }

  private keys(close: string): readonly Expression[] {
    const keys: Expression[] = [];
    while (!this.is(close)) {
      keys.push(this.expression());
      this.skipNewlines();
      if (!this.accept(',')) break;
      this.skipNewlines();
    }
    this.expect(close);
    return keys;
  }
}
