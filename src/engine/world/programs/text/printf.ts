/**
 * printf(1): the format is used again while arguments are left. **Simplified:** floating formats round decimal text,
 * without exponents; `*` widths are not read.
 */
import { unescape } from './escapes.ts';

export interface PrintfOutcome {
  readonly text: string;
  readonly complaints: readonly string[];
  readonly status: number;
}

interface Progress {
  readonly complaints: string[];
  readonly args: readonly string[];
  at: number;
  stopped: boolean;
}

const DIRECTIVE = /%(?:%|([-+ #0]*)([0-9]*)(?:\.([0-9]*))?([a-zA-Z]))/g;

export function runPrintf(words: readonly string[]): PrintfOutcome {
  const rest = words[0] === '--' ? words.slice(1) : words;
  const [format, ...args] = rest;
  if (format === undefined) return { text: '', complaints: ['usage: printf format [arguments]'], status: 1 };
  const progress: Progress = { complaints: [], args, at: 0, stopped: false };
  let text = '';
  do {
    const before = progress.at;
    text += formatOnce(format, progress);
    if (progress.at === before) break;
  } while (progress.at < args.length && !progress.stopped);
  return { text, complaints: progress.complaints, status: progress.complaints.length > 0 ? 1 : 0 };
}

function formatOnce(format: string, progress: Progress): string {
  let text = '';
  let at = 0;
  for (const match of format.matchAll(DIRECTIVE)) {
    if (progress.stopped) return text;
    text += literal(format.slice(at, match.index), progress);
    at = match.index + match[0].length;
    text += match[0] === '%%' ? '%' : directive(match, progress);
  }
  return progress.stopped ? text : text + literal(format.slice(at), progress);
}

function literal(text: string, progress: Progress): string {
  const result = unescape(text, false);
  progress.stopped ||= result.stopped;
  return result.text;
}

function directive(match: RegExpExecArray, progress: Progress): string {
  const [, flags = '', width = '', precision, letter = 's'] = match;
  const arg = progress.args[progress.at] ?? '';
  progress.at += 1;
  const text = convert(letter, arg, precision, flags, progress);
  return pad(text, flags, Number(width === '' ? '0' : width), /[diouxXeEfFgG]/.test(letter));
}

function convert(
  letter: string,
  arg: string,
  precision: string | undefined,
  flags: string,
  progress: Progress,
): string {
  switch (letter) {
    case 's':
      return precision === undefined ? arg : arg.slice(0, Number(precision));
    case 'b': {
      const result = unescape(arg, true);
      progress.stopped ||= result.stopped;
      return result.text;
    }
    case 'c':
      return arg === '' ? '\0' : arg.slice(0, 1);
    case 'e':
    case 'E':
      return scientific(
        letter,
        arg,
        precision === undefined || precision === '' ? 6 : Number(precision),
        progress,
      );
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return decimal(arg, precision === undefined || precision === '' ? 6 : Number(precision), progress);
    default:
      return integer(letter, arg, flags, progress);
  }
}

function integer(letter: string, arg: string, flags: string, progress: Progress): string {
  const value = integerOf(arg, progress);
  const sign = value >= 0n && flags.includes('+') && /[di]/.test(letter) ? '+' : '';
  const unsigned = BigInt.asUintN(64, value);
  if (letter === 'x') return (flags.includes('#') ? '0x' : '') + unsigned.toString(16);
  if (letter === 'X') return (flags.includes('#') ? '0X' : '') + unsigned.toString(16).toUpperCase();
  if (letter === 'o') return (flags.includes('#') ? '0' : '') + unsigned.toString(8);
  return letter === 'u' ? unsigned.toString() : sign + value.toString();
}

function integerOf(arg: string, progress: Progress): bigint {
  const quoted = /^["']/.test(arg) ? arg.codePointAt(1) : undefined;
  if (quoted !== undefined) return BigInt(quoted);
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(arg);
  if (match === null) {
    progress.complaints.push(`invalid number '${arg}'`);
    return 0n;
  }
  const digits = match[2] ?? '0';
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === '-' ? -value : value;
}

function decimal(arg: string, places: number, progress: Progress): string {
  const whole16 = /^["']|^\s*[-+]?0[xX]/.test(arg) ? integerOf(arg, progress).toString() : arg;
  const match = /^\s*([-+]?)([0-9]*)(?:\.([0-9]*))?$/.exec(whole16);
  if (match === null) progress.complaints.push(`invalid number '${arg}'`);
  const [, sign = '', whole = '0', fraction = ''] = match ?? [];
  const digits = `${whole === '' ? '0' : whole}${fraction.padEnd(places + 1, '0').slice(0, places)}`;
  const roundUp = (fraction.padEnd(places + 1, '0')[places] ?? '0') >= '5' ? 1n : 0n;
  const scaled = (BigInt(digits) + roundUp).toString().padStart(places + 1, '0');
  const text = places === 0 ? scaled : `${scaled.slice(0, -places)}.${scaled.slice(-places)}`;
  return sign === '-' ? `-${text}` : text;
}

/** One digit before the point, the rest behind it, and the power of ten. */
function scientific(letter: string, arg: string, places: number, progress: Progress): string {
  const text = decimal(arg, 20, progress);
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.replace(/[-.]/g, '');
  const first = digits.search(/[1-9]/);
  const point = text.replace('-', '').indexOf('.');
  const exponent = first < 0 ? 0 : point - 1 - first;
  const mantissa = first < 0 ? '0' : digits.slice(first);
  const rounded = decimal(`${mantissa.slice(0, 1)}.${mantissa.slice(1)}`, places, progress);
  const power = `${exponent < 0 ? '-' : '+'}${String(exponent < 0 ? -exponent : exponent).padStart(2, '0')}`;
  return `${sign}${rounded}${letter}${power}`;
}

function pad(text: string, flags: string, width: number, numeric: boolean): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || !numeric) return text.padStart(width);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
