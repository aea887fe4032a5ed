/** A 64-bit hash of text made of 32-bit integer steps only, so that every engine computes the same bits. */

/** Running hash: two 32-bit lanes. Plain data. */
export type HashLanes = readonly [number, number];
export const HASH_START: HashLanes = [0x811c9dc5, 0x9e3779b9];

export function hashText(text: string, from: HashLanes = HASH_START): HashLanes {
  let [a, b] = from;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + (a >>> 15)), 0x85ebca6b);
  }
  return [a >>> 0, (b ^ (b >>> 13)) >>> 0];
}

/** 16 hexadecimal digits. */
export function hashHex([a, b]: HashLanes): string {
  return hex16(a >>> 16) + hex16(a & 0xffff) + hex16(b >>> 16) + hex16(b & 0xffff);
}

/** Two hexadecimal digits of every byte. */
const HEX_BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  (0x100 + byte).toString(16).slice(1),
);

/**
 * Four hexadecimal digits of a number of 16 bits.
 * **Why:** `toString(16)` leaves compiled code at each call, and every pod needs some fifty of these (1 % of a rollout).
 */
export function hex16(value: number): string {
  return (HEX_BYTES[value >>> 8] ?? '') + (HEX_BYTES[value & 0xff] ?? '');
}

/** 32-bit FNV-1a over the UTF-16 units of ASCII text, as Go's hash/fnv New32a gives for ASCII. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
