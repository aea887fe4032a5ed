/**
 * Words of a script as operations: quotes are resolved here, once; values, splitting and patterns are left to the run.
 *
 * **Simplified:** bash's brace expansion, process substitution and indirect names are taken as plain text or refused,
 * as ash has none of them.
 */
import type { ParameterExpansionPart, Word, WordPart } from 'unbash';
import { parse } from 'unbash';
import type { Emitter } from './emitter.ts';
import type { ParameterTest } from './ops.ts';

export interface WordContext {
  readonly quoted: boolean;
  /** The operand of an unquoted expansion: its plain text is split, too. */
  readonly operand: boolean;
}

const PLAIN: WordContext = { quoted: false, operand: false };
const QUOTED: WordContext = { quoted: true, operand: false };

/** Opens a word and adds all its pieces. The caller's next operation takes the word. */
export function emitWord(out: Emitter, word: Word | undefined, context: WordContext = PLAIN): void {
  out.emit({ op: 'word' });
  if (word !== undefined) emitPieces(out, word, context, true);
}

function emitPieces(out: Emitter, word: Word, context: WordContext, atStart: boolean): void {
  const parts = word.parts;
  if (parts === undefined) return emitLiteral(out, word.text, context, atStart);
  parts.forEach((part, index) => emitPart(out, part, context, atStart && index === 0));
}

function emitPart(out: Emitter, part: WordPart, context: WordContext, atStart: boolean): void {
  switch (part.type) {
    case 'Literal':
      return emitLiteral(out, part.text, context, atStart);
    case 'SingleQuoted':
      return emitText(out, context.quoted ? part.text : part.value);
    case 'AnsiCQuoted':
      return emitText(out, context.quoted ? part.text : part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return emitDoubleQuoted(out, part.parts);
    case 'SimpleExpansion':
      return void out.emit({ op: 'value', name: part.text.slice(1), quoted: context.quoted });
    case 'ParameterExpansion':
      return emitParameter(out, part, context);
    case 'CommandExpansion':
      return out.emitSubstitution(part.script, context.quoted);
    case 'ArithmeticExpansion':
      emitArithmeticText(out, arithmeticText(part.text));
      return void out.emit({ op: 'arithmetic', quoted: context.quoted });
    case 'Glob':
      return part.kind === 'bracket'
        ? emitBracket(out, part.parts, context)
        : emitLiteral(out, part.text, context, atStart);
    case 'ExtendedGlob':
    case 'BraceExpansion':
    case 'ProcessSubstitution':
      return emitLiteral(out, part.text, context, atStart);
  }
}

function emitText(out: Emitter, text: string, mode: 'literal' | 'quoted' | 'split' = 'quoted'): void {
  out.emit({ op: 'text', text, mode });
}

/** `[…]` can hold expansions; whether it is a set is decided when they are known. */
function emitBracket(out: Emitter, parts: readonly WordPart[], context: WordContext): void {
  emitLiteral(out, '[', context, false);
  for (const part of parts) emitPart(out, part, context, false);
  emitLiteral(out, ']', context, false);
}

function emitDoubleQuoted(out: Emitter, parts: readonly WordPart[]): void {
  const holdsAll =
    parts.some((part) => part.type === 'SimpleExpansion' && part.text === '$@') || parts.some(isAllParameter);
  if (!holdsAll) emitText(out, '');
  for (const part of parts) {
    if (part.type === 'Literal') emitText(out, part.value);
    else emitPart(out, part, QUOTED, false);
  }
}

function isAllParameter(part: WordPart): boolean {
  return part.type === 'ParameterExpansion' && part.parameter === '@' && part.operation === undefined;
}

/** Unquoted text: backslashes quote the next character, a leading tilde stands for a home directory. */
function emitLiteral(out: Emitter, text: string, context: WordContext, atStart: boolean): void {
  if (context.quoted) return emitText(out, unescapeInQuotes(text));
  const tilde = atStart ? /^~([a-z0-9_-]*)(?=\/|$)/i.exec(text) : null;
  if (tilde !== null) out.emit({ op: 'home', user: tilde[1] ?? '' });
  for (const run of text.slice(tilde?.[0].length ?? 0).matchAll(/\\\n|\\([^\n])|[^\\]+|\\$/g)) {
    if (run[0] === '\\\n') continue;
    emitText(out, run[1] ?? run[0], run[1] !== undefined ? 'quoted' : context.operand ? 'split' : 'literal');
  }
}

function unescapeInQuotes(text: string): string {
  return text.replace(/\\([$`"\\}])/g, '$1').replace(/\\\n/g, '');
}

/** A here-document body or another text in which expansions work as inside double quotes. */
export function emitQuotedParts(out: Emitter, parts: readonly WordPart[], stripTabs: boolean): void {
  out.emit({ op: 'word' });
  parts.forEach((part, index) => {
    if (part.type !== 'Literal') emitPart(out, part, QUOTED, false);
    else emitText(out, stripTabs ? withoutTabs(part.value, index === 0) : part.value);
  });
}

/** `<<-` takes the tabs at the beginning of lines away. */
export function withoutTabs(text: string, atLineStart: boolean): string {
  const inner = text.replace(/\n\t+/g, '\n');
  return atLineStart ? inner.replace(/^\t+/, '') : inner;
}

function arithmeticText(text: string): string {
  return text.startsWith('$((') ? text.slice(3, -2) : text.slice(2, -1);
}

/** Inside $(( )) text is expanded like a double-quoted string and evaluated afterwards. */
export function emitArithmeticText(out: Emitter, text: string): void {
  const script = parse(`: "${text.replaceAll('"', '')}"`);
  const command = script.commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  emitWord(out, word?.type === 'Word' ? word : undefined, QUOTED);
}

function emitParameter(out: Emitter, part: ParameterExpansionPart, context: WordContext): void {
  const { parameter: name, operation } = part;
  const { quoted } = context;
  if (part.prefix === '#' && operation === undefined) return void out.emit({ op: 'length', name, quoted });
  if (part.prefix === '!' || part.index !== undefined) return out.emitBadSubstitution();
  switch (operation?.type) {
    case undefined:
      return void out.emit({ op: 'value', name, quoted });
    case 'Default':
      return emitDefault(out, name, operation.operator, operation.operand, context);
    case 'Remove':
      emitWord(out, operation.operand);
      return void out.emit({ op: 'trim', operator: operation.operator, name, quoted });
    case 'Replace':
      emitWord(out, operation.pattern);
      emitWord(out, operation.replacement);
      return void out.emit({ op: 'replace', operator: operation.operator, name, quoted });
    case 'Slice':
      emitArithmeticText(out, operation.offset.text);
      if (operation.length !== undefined) emitArithmeticText(out, operation.length.text);
      return void out.emit({ op: 'slice', name, hasLength: operation.length !== undefined, quoted });
    default:
      return out.emitBadSubstitution();
  }
}

function emitDefault(
  out: Emitter,
  name: string,
  operator: string,
  operand: Word,
  context: WordContext,
): void {
  const colon = operator.startsWith(':');
  const test = operator.slice(colon ? 1 : 0) as ParameterTest;
  const choose = out.emit({ op: 'choose', test, name, colon, quoted: context.quoted, to: -1 });
  if (test === '-' || test === '+')
    emitPieces(out, operand, { ...context, operand: !context.quoted }, !context.quoted);
  else {
    emitWord(out, operand, context);
    if (test === '=') out.emit({ op: 'assign-default', name, quoted: context.quoted });
    else out.emit({ op: 'complain', name, empty: operand.text === '' });
  }
  choose.to = out.here();
}
