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
  const word = (): string => sim.random('apiserver/uids', 0x1_0000).toString(16).padStart(4, '0');
  const [first, second, third, fourth] = [word() + word(), word(), word(), word()];
  const variant = '89ab'.charAt(Number.parseInt(fourth.charAt(0), 16) & 3);
  return `${first}-${second}-4${third.slice(1)}-${variant}${fourth.slice(1)}-${word()}${word()}${word()}`;
}
