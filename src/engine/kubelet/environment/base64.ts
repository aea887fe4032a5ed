/** Base64 as in the `data` of Secrets and the `binaryData` of ConfigMaps, decoded to text. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The text whose UTF-8 form was encoded. Bytes that are no UTF-8 come out as they are, one character each. */
export function decodeBase64(encoded: string): string {
  const bytes = bytesOf(encoded);
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const { code, length } = codePointAt(bytes, i);
    text += String.fromCodePoint(code);
    i += length;
  }
  return text;
}

function bytesOf(encoded: string): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of encoded) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return bytes;
}

function codePointAt(
  bytes: readonly number[],
  at: number,
): { readonly code: number; readonly length: number } {
  const lead = bytes[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  const tail = bytes.slice(at + 1, at + length);
  if (length === 1 || tail.length < length - 1 || tail.some((byte) => byte >> 6 !== 2))
    return { code: lead, length: 1 };
  const code = tail.reduce((sum, byte) => (sum << 6) | (byte & 0x3f), lead & (0x7f >> length));
  return code > 0x10ffff ? { code: lead, length: 1 } : { code, length };
}
