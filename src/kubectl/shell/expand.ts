/**
 * From the words of a command line to the arguments of a program.
 *
 * **Simplified:** no file name patterns and no braces; of parameters the plain ones and those with a default.
 */
import type { ArithmeticExpression, DoubleQuotedChild, ParsedScript, Word, WordPart } from 'unbash';

export interface Expander {
  variable(name: string): string;
  /** What the commands print, without newlines at the end. */
  output(script: ParsedScript): Promise<string>;
}

interface Piece {
  readonly text: string;
  readonly quoted: boolean;
  /** Blanks in it separate words. */
  readonly splits: boolean;
}

const literal = (text: string): Piece => ({ text, quoted: false, splits: false });
const quoted = (text: string): Piece => ({ text, quoted: true, splits: false });
const result = (text: string): Piece => ({ text, quoted: false, splits: true });

/** The word as one text. */
export async function expandText(word: Word | undefined, by: Expander): Promise<string> {
  return word === undefined ? '' : (await pieces(word, by)).map(({ text }) => text).join('');
}

/** The word as arguments: none, one, or several. */
export async function expandWord(word: Word, by: Expander): Promise<readonly string[]> {
  const fields: string[] = [];
  let open: string | undefined;
  for (const { text, quoted: isQuoted, splits } of await pieces(word, by)) {
    if (!splits) {
      if (isQuoted || text !== '') open = (open ?? '') + text;
      continue;
    }
    const [first = '', ...more] = text.split(/[ \t\n]+/);
    if (first !== '') open = (open ?? '') + first;
    for (const next of more) {
      if (open !== undefined) fields.push(open);
      open = next === '' ? undefined : next;
    }
  }
  if (open !== undefined) fields.push(open);
  return fields;
}

async function pieces(word: Word, by: Expander): Promise<readonly Piece[]> {
  if (word.parts === undefined) return [literal(word.value)];
  const all: Piece[] = [];
  for (const part of word.parts) all.push(await pieceOf(part, by));
  return all;
}

async function pieceOf(part: WordPart, by: Expander): Promise<Piece> {
  switch (part.type) {
    case 'Literal':
      return literal(part.value);
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return quoted(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return quoted(await joined(part.parts, by));
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return result(await valueOf(part, by));
    default:
      return literal(part.text);
  }
}

/** Parts of a text in double quotes, or of a here-document. */
export async function joined(
  parts: readonly (DoubleQuotedChild | WordPart)[],
  by: Expander,
): Promise<string> {
  const texts: string[] = [];
  for (const part of parts)
    texts.push(part.type === 'Literal' ? part.value : await valueOf(part as DoubleQuotedChild, by));
  return texts.join('');
}

async function valueOf(part: DoubleQuotedChild | WordPart, by: Expander): Promise<string> {
  switch (part.type) {
    case 'SimpleExpansion':
      return by.variable(part.text.replace(/^\$/, ''));
    case 'ParameterExpansion': {
      const value = by.variable(part.parameter);
      const { operation } = part;
      if (operation?.type !== 'Default') return value;
      const isDefault = operation.operator.includes('+') ? value !== '' : value === '';
      return isDefault ? expandText(operation.operand, by) : operation.operator.includes('+') ? '' : value;
    }
    case 'CommandExpansion':
      return part.script === undefined ? '' : (await by.output(part.script)).replace(/\n+$/, '');
    case 'ArithmeticExpansion':
      return part.expression === undefined ? '0' : String(arithmetic(part.expression, by));
    default:
      return part.text;
  }
}

function arithmetic(node: ArithmeticExpression, by: Expander): number {
  switch (node.type) {
    case 'ArithmeticGroup':
      return arithmetic(node.expression, by);
    case 'ArithmeticWord':
      return /^-?\d+$/.test(node.value)
        ? Number(node.value)
        : Number(by.variable(node.value.replace(/^\$/, '')));
    case 'ArithmeticUnary':
      return node.operator === '-' ? -arithmetic(node.operand, by) : arithmetic(node.operand, by);
    case 'ArithmeticBinary':
      return binary(node.operator, arithmetic(node.left, by), arithmetic(node.right, by));
    default:
      return 0;
  }
}

function binary(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return Math.trunc(left / right);
    case '%':
      return left % right;
    default:
      return 0;
  }
}
