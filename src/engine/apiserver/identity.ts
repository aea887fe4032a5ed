/**
 * Names and UIDs that the server makes up.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/storage/names/generate.go (v1.37). UIDs are version 4 UUIDs.
 */
import type { Sim } from '../sim/sim.ts';

const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const BASE_LENGTH_MAX = 58;

/** `base` cut to 58 characters plus five random ones. */
export function generateName(sim: Sim, base: string): string {
  return base.slice(0, BASE_LENGTH_MAX) + randomLetters(sim);
}

/** Five letters of the alphabet for generated names. */
export function randomLetters(sim: Sim): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) suffix += SAFE_LETTERS[sim.random('apiserver/names', SAFE_LETTERS.length)];
  return suffix;
}

export function newUid(sim: Sim): string {
  const words = [0, 1, 2, 3, 4, 5, 6, 7].map(() => sim.random('apiserver/uids', 0x1_0000).toString(16).padStart(4, '0'));
  const [a, b, c, d, e, f, g, h] = words as [string, string, string, string, string, string, string, string];
  const variant = '89ab'[Number.parseInt(e[0]!, 16) & 3]!;
  return `${a}${b}-${c}-4${d.slice(1)}-${variant}${e.slice(1)}-${f}${g}${h}`;
}
