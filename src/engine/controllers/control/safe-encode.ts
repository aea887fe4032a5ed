/**
 * Hashes in names and labels: `pod-template-hash` and the names of ControllerRevisions.
 *
 * **Upstream:** pkg/controller ComputeHash and apimachinery pkg/util/rand SafeEncodeString (v1.37): a 32-bit FNV hash in decimal, each digit
 * turned into a letter or digit that cannot spell a word.
 * **Simplified:** upstream hashes a dump of Go structures, which cannot be had here; ours hashes the canonical JSON. Alphabet, length
 * and the effect of collisionCount are the same, the value is not.
 */
import { fnv32a } from '../../../base/hash.ts';
import { canonicalJson } from '../../../base/json.ts';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Each decimal digit d becomes the letter at (48 + d) mod 27. */
export function safeEncode(digits: string): string {
  return Array.from(digits, (digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('');
}

/** A label-safe hash of any JSON value. A collision count gives the same value another hash. */
export function safeHash(value: unknown, collisionCount?: number): string {
  const text = asciiOnly(canonicalJson(value)) + (collisionCount === undefined ? '' : `#${collisionCount}`);
  return safeEncode(String(fnv32a(text)));
}

function asciiOnly(text: string): string {
  return text.replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
