/** JSON as a short text of letters that an address may hold, and back. What is read is foreign: its size is watched while it grows. */
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { hashHex, hashText } from '../../base/hash.ts';
import type { Json } from '../../base/json.ts';
import { fail, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';

/** Largest text a run may have. */
export const TEXT_BYTES_MAX = 4 * 1024 ** 2;
/** So much input at a time can grow by a thousand at most before it is looked at. */
const SLICE_BYTES = 1024;

export const DAMAGED =
  'This link is damaged: its run cannot be read. It may have been cut when it was copied.';
export const TOO_LARGE = 'This run is too large to be opened.';

/** Begins with a checksum: one letter that went astray must not become another run. */
const CHECKSUM_LENGTH = 8;

export function deflateJson(value: unknown): string {
  const text = JSON.stringify(value);
  return checksum(text) + toBase64Url(deflateSync(strToU8(text), { level: 9 }));
}

function checksum(text: string): string {
  return hashHex(hashText(text)).slice(0, CHECKSUM_LENGTH);
}

export function inflateJson(text: string): Result<Json, string> {
  const bytes = fromBase64Url(text.slice(CHECKSUM_LENGTH));
  if (bytes === undefined) return fail(DAMAGED);
  try {
    const inflated = inflateUpTo(bytes, TEXT_BYTES_MAX);
    if (inflated === undefined) return fail(TOO_LARGE);
    const json = strFromU8(inflated);
    return checksum(json) === text.slice(0, CHECKSUM_LENGTH) ? ok(JSON.parse(json) as Json) : fail(DAMAGED);
  } catch {
    return fail(DAMAGED);
  }
}

/** Undefined when there is more than `max`. */
function inflateUpTo(bytes: Uint8Array, max: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const inflate = new Inflate((chunk, final) => {
    chunks.push(chunk);
    size += chunk.length;
    ended ||= final;
  });
  for (let from = 0; from < bytes.length && size <= max; from += SLICE_BYTES)
    inflate.push(bytes.subarray(from, from + SLICE_BYTES), from + SLICE_BYTES >= bytes.length);
  if (size > max) return undefined;
  if (!ended) throw new Error('the data ends early');
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Few enough arguments for one call. */
const CHARACTERS_AT_ONCE = 8192;

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += CHARACTERS_AT_ONCE)
    binary += String.fromCharCode(...bytes.subarray(from, from + CHARACTERS_AT_ONCE));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}
