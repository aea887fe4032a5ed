/**
 * File content and pipe traffic: text followed by a run of NUL bytes that is counted, not stored. A pod that fills a
 * volume with `dd if=/dev/zero` costs a number instead of gigabytes.
 *
 * **Simplified:** text appended after a run of zeros is kept before it; the size stays exact.
 */

export interface Bytes {
  readonly text: string;
  readonly zeros: number;
}

export const NO_BYTES: Bytes = { text: '', zeros: 0 };

export function bytesOf(text: string): Bytes {
  return { text, zeros: 0 };
}

export function joinBytes(a: Bytes, b: Bytes): Bytes {
  return { text: a.text + b.text, zeros: a.zeros + b.zeros };
}

export function isEmpty(bytes: Bytes): boolean {
  return bytes.text === '' && bytes.zeros === 0;
}

export function byteLength(bytes: Bytes): number {
  return utf8Length(bytes.text) + bytes.zeros;
}

/** Length of the UTF-8 form. A pair of surrogates counts four bytes, a lone one three. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    length += unit < 0x800 || isPairHead(text, i) || isPairTail(text, i) ? 1 : 2;
  }
  return length;
}

function isPairHead(text: string, i: number): boolean {
  const unit = text.charCodeAt(i);
  const next = text.charCodeAt(i + 1);
  return unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000;
}

function isPairTail(text: string, i: number): boolean {
  return i > 0 && isPairHead(text, i - 1);
}

/** The UTF-8 bytes as numbers; needed by checksums and by programs that count bytes. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) pushUtf8(bytes, character.codePointAt(0) ?? 0);
  return bytes;
}

function pushUtf8(bytes: number[], point: number): void {
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
  else if (point < 0x10000)
    bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
  else
    bytes.push(
      0xf0 | (point >> 18),
      0x80 | ((point >> 12) & 0x3f),
      0x80 | ((point >> 6) & 0x3f),
      0x80 | (point & 0x3f),
    );
}

/** The reverse; a byte that starts no character becomes U+FFFD. */
export function textOfUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const width = sequenceWidth(bytes[i] ?? 0);
    const point = decodeSequence(bytes.slice(i, i + width), width);
    text += String.fromCodePoint(point);
    i += point === 0xfffd ? 1 : width;
  }
  return text;
}

function sequenceWidth(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function decodeSequence(sequence: readonly number[], width: number): number {
  const first = sequence[0] ?? 0;
  if (width === 1) return first < 0x80 ? first : 0xfffd;
  const tail = sequence.slice(1);
  if (sequence.length < width || tail.some((byte) => (byte & 0xc0) !== 0x80)) return 0xfffd;
  const point = tail.reduce((value, byte) => (value << 6) | (byte & 0x3f), first & (0xff >> (width + 1)));
  return point > 0x10ffff ? 0xfffd : point;
}

/** The first `count` bytes and what is left. A character is never cut in half: the cut moves to its start. */
export function splitBytes(bytes: Bytes, count: number): { readonly head: Bytes; readonly rest: Bytes } {
  const textLength = utf8Length(bytes.text);
  if (count >= textLength) {
    const zeros = Math.min(bytes.zeros, count - textLength);
    return { head: { text: bytes.text, zeros }, rest: { text: '', zeros: bytes.zeros - zeros } };
  }
  const cut = textLength === bytes.text.length ? count : characterCut(bytes.text, count);
  return {
    head: bytesOf(bytes.text.slice(0, cut)),
    rest: { text: bytes.text.slice(cut), zeros: bytes.zeros },
  };
}

function characterCut(text: string, count: number): number {
  let used = 0;
  let index = 0;
  for (const character of text) {
    used += utf8Length(character);
    if (used > count) break;
    index += character.length;
  }
  return index;
}
