/**
 * Names and UIDs that the server makes up.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/storage/names/generate.go (v1.37). UIDs are version 4 UUIDs.
 */
import { hex16 } from '../../base/hash.ts';
import type { Sim } from '../sim/sim.ts';

const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const BASE_LENGTH_MAX = 58;
/** A UID is eight words of 16 bits. */
const UID_WORDS = 8;

/** `base` cut to 58 characters plus five random ones. */
export function generateName(sim: Sim, base: string): string {
  return base.slice(0, BASE_LENGTH_MAX) + randomLetters(sim);
}

/** Five letters of the alphabet for generated names. */
export function randomLetters(sim: Sim): string {
  let suffix = '';
  for (const drawn of sim.randoms('apiserver/names', SAFE_LETTERS.length, SUFFIX_LENGTH))
    suffix += SAFE_LETTERS.charAt(drawn);
  return suffix;
}

export function newUid(sim: Sim): string {
  const words = sim.randoms('apiserver/uids', 0x1_0000, UID_WORDS).map(hex16);
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = words;
  const variant = '89ab'.charAt(Number.parseInt(e.charAt(0), 16) & 3);
  // **Why:** joined, the text is one piece in memory; pieced together in a template it would stay twenty.
  return [a, b, '-', c, '-4', d.slice(1), '-', variant, e.slice(1), '-', f, g, h].join('');
}
