/**
 * Shell patterns: `*`, `?`, `[…]` with classes, backslash quoting. Matching by code unit, as in the C locale.
 */

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
  cntrl: /[\0-\x1f\x7f]/,
  print: /[ -~]/,
  graph: /[!-~]/,
};

type Token =
  | { readonly kind: 'any' | 'one' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly negated: boolean; readonly body: string };

/** Puts a backslash before every character that would act in a pattern. */
export function quotePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

/** Most words have no letter that could mean anything but itself. */
const PLAIN_TEXT = /^[\w.,:/=\- ]*$/;

export function hasGlob(pattern: string): boolean {
  return !PLAIN_TEXT.test(pattern) && tokensOf(pattern).some(({ kind }) => kind !== 'text');
}

/** The text of a pattern in which nothing acts. */
export function unquotePattern(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, '$1');
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length;) {
    const { token, end } = tokenAt(pattern, i);
    tokens.push(token);
    i = end;
  }
  return tokens;
}

function tokenAt(pattern: string, at: number): { readonly token: Token; readonly end: number } {
  const unit = pattern[at] ?? '';
  if (unit === '*') return { token: { kind: 'any' }, end: at + 1 };
  if (unit === '?') return { token: { kind: 'one' }, end: at + 1 };
  if (unit === '\\' && at + 1 < pattern.length)
    return { token: { kind: 'text', text: pattern[at + 1] ?? '' }, end: at + 2 };
  const set =
    unit === '[' ? /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\[\s\S]|[^\]\\])*)\]/.exec(pattern.slice(at)) : null;
  if (set === null) return { token: { kind: 'text', text: unit }, end: at + 1 };
  return { token: { kind: 'set', negated: set[1] !== '', body: set[2] ?? '' }, end: at + set[0].length };
}

function setHolds(body: string, unit: string): boolean {
  for (const part of body.matchAll(/\[:([a-z]+):\]|(\\[\s\S]|[\s\S])(?:-(\\[\s\S]|[^\]]))?/g)) {
    const [, className, from, to] = part;
    if (className !== undefined && CLASSES[className]?.test(unit) === true) return true;
    if (from === undefined) continue;
    const low = from.at(-1) ?? '';
    if (to === undefined ? unit === low : unit >= low && unit <= (to.at(-1) ?? '')) return true;
  }
  return false;
}

function accepts(token: Token, unit: string): boolean {
  if (token.kind === 'text') return token.text === unit;
  return token.kind !== 'set' || setHolds(token.body, unit) !== token.negated;
}

/** Whole-string match. Runs in time proportional to the product of the lengths at worst. */
export function matches(pattern: string, text: string): boolean {
  const tokens = tokensOf(pattern);
  let at = 0;
  let index = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    const token = tokens[index];
    if (token?.kind === 'any') {
      star = index++;
      mark = at;
    } else if (token !== undefined && accepts(token, text[at] ?? '')) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      index = star + 1;
      at = ++mark;
    } else return false;
  }
  return tokens.slice(index).every(({ kind }) => kind === 'any');
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
export function trimmed(text: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const cuts = Array.from({ length: text.length + 1 }, (_, index) => index);
  if (operator.startsWith('#')) {
    const order = operator === '#' ? cuts : cuts.reverse();
    const cut = order.find((length) => matches(pattern, text.slice(0, length)));
    return cut === undefined ? text : text.slice(cut);
  }
  const order = operator === '%' ? cuts.reverse() : cuts;
  const cut = order.find((start) => matches(pattern, text.slice(start)));
  return cut === undefined ? text : text.slice(0, cut);
}

/** `${x/p/r}` and its kin: the longest match at the first (or every) place. */
export function replaced(
  text: string,
  operator: '/' | '//' | '/#' | '/%',
  pattern: string,
  replacement: string,
): string {
  if (pattern === '') return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const length = longestMatch(text, at, pattern, operator === '/%');
    if (length > 0) {
      result += replacement;
      at += length;
      if (operator !== '//') break;
    } else if (operator === '/#') break;
    else result += text[at++];
  }
  return result + text.slice(at);
}

function longestMatch(text: string, at: number, pattern: string, toEnd: boolean): number {
  for (let end = text.length; end > at; end--) {
    if (matches(pattern, text.slice(at, end))) return end - at;
    if (toEnd) return 0;
  }
  return 0;
}
