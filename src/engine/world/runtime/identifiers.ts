/** Ids of sandboxes, containers and exec sessions: 64 hexadecimal digits, as containerd makes them, from a stream of the machine. */
import { hashText } from '../../../base/hash.ts';
import type { WorldCore } from '../core.ts';

export function newId(core: WorldCore, machine: string, about: string): string {
  const drawn = core.sim.random(`world/${machine}/ids`, 0x1_0000_0000);
  let [a, b] = hashText(about, [drawn, core.sim.now >>> 0]);
  let id = '';
  for (let word = 0; word < 4; word++) {
    a = Math.imul(a ^ (b >>> 15), 0x2c1b3c6d) >>> 0;
    b = Math.imul(b ^ (a >>> 12), 0x297a2d39) >>> 0;
    id += hexWord(a) + hexWord(b);
  }
  return id;
}

/** Two digits of every byte: number formatting would be most of the cost of an id. */
const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexWord(word: number): string {
  return `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;
}
