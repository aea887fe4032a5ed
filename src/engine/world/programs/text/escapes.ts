/** Backslash escapes of `echo -e` and `printf`. */

export interface Unescaped {
  readonly text: string;
  /** `\c` was met: print nothing more. */
  readonly stopped: boolean;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** `zeroOctal`: octal escapes are written `\0nnn` (echo) and not only `\nnn` (printf format). */
export function unescape(text: string, zeroOctal: boolean): Unescaped {
  let result = '';
  let at = 0;
  const pattern = zeroOctal
    ? /\\(?:0([0-7]{0,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g
    : /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|([\s\S]))/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, octal, hex, letter] = match;
    result += text.slice(at, match.index);
    at = match.index + whole.length;
    if (letter === 'c') return { text: result, stopped: true };
    if (octal !== undefined) result += String.fromCharCode(parseInt(octal === '' ? '0' : octal, 8) & 255);
    else if (hex !== undefined) result += String.fromCharCode(parseInt(hex, 16));
    else result += SIMPLE[letter ?? ''] ?? whole;
  }
  return { text: result + text.slice(at), stopped: false };
}
