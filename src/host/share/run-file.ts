/** Runs as files: JSON that people and tools can read. */
import type { Json } from '../../base/json.ts';
import { fail } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { SavedRun } from '../../protocol/requests.ts';
import { TEXT_BYTES_MAX, TOO_LARGE } from './deflated.ts';
import type { ReadRun } from './read-run.ts';

export function runFile(saved: SavedRun): string {
  return `${JSON.stringify(saved, null, 2)}\n`;
}

/** `three-copies-of-web-at-341s.podarium.json`. */
export function runFileName({ setup, at }: SavedRun): string {
  const title =
    setup.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'run';
  return `${title}-at-${Math.round(at / 1000)}s.podarium.json`;
}

export function readRunFile(bytes: Uint8Array, read: ReadRun): Result<SavedRun, string> {
  if (bytes.length > TEXT_BYTES_MAX) return fail(TOO_LARGE);
  try {
    return read(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json);
  } catch {
    return fail('This file is not a Podarium run: it is no JSON text.');
  }
}
