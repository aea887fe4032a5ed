/** POSIX regular expressions, basic and extended, as JavaScript ones. **Simplified:** leftmost, not longest, alternatives. */
import type { Result } from '../../../../base/result.ts';
import { fail, ok } from '../../../../base/result.ts';

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
};

/** Flags are JavaScript's. The error is the pattern itself. */
export function posixRegex(pattern: string, extended: boolean, flags = ''): Result<RegExp, string> {
  try {
    return ok(new RegExp(translate(pattern, extended), flags));
  } catch {
    return fail(pattern);
  }
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function translate(pattern: string, extended: boolean): string {
  let result = '';
  for (let at = 0; at < pattern.length;) {
    const unit = pattern[at] ?? '';
    const bracket = unit === '[' ? /^\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]/.exec(pattern.slice(at)) : null;
    if (bracket !== null) {
      result += bracketSet(bracket[0]);
      at += bracket[0].length;
    } else if (unit === '\\') {
      result += escaped(pattern[at + 1] ?? '', extended);
      at += 2;
    } else {
      result += plain(unit, extended, result);
      at += 1;
    }
  }
  return result;
}

function bracketSet(text: string): string {
  const negated = text.startsWith('[^');
  const body = text.slice(negated ? 2 : 1, -1);
  const inner = body.replace(/\[:([a-z]+):\]|[\\\][]/g, (whole, name?: string) =>
    name === undefined ? `\\${whole}` : (CLASSES[name] ?? ''),
  );
  return `[${negated ? '^' : ''}${inner}]`;
}

/** In basic expressions the backslash gives ( ) { } | + ? their meaning, in extended ones it takes it away. */
function escaped(unit: string, extended: boolean): string {
  if (/[wWbBsS1-9nt]/.test(unit)) return `\\${unit}`;
  if (unit === '<' || unit === '>') return '\\b';
  if (!extended && '(){}|+?'.includes(unit)) return unit;
  return escapeRegex(unit);
}

function plain(unit: string, extended: boolean, before: string): string {
  if (!extended && '(){}|+?'.includes(unit)) return `\\${unit}`;
  if (unit === '*' && (before === '' || before === '^' || before.endsWith('('))) return '\\*';
  if (!extended && unit === '^' && before !== '' && !before.endsWith('(') && !before.endsWith('|'))
    return '\\^';
  return unit === '/' ? '\\/' : unit;
}
