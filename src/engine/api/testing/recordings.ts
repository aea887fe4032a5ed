/** Answers of a real API server (1.37.2), for tests: `golden/*.json` holds a selection, one case a line. */
import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../../base/json.ts';
import type { PatchKind } from '../merge/patch.ts';

export interface Sent {
  readonly name: string;
  readonly send: JsonObject & { readonly apiVersion: string; readonly kind: string };
}

export interface Refused extends Sent {
  readonly message: string;
}

export interface Accepted extends Sent {
  readonly reply: JsonObject;
}

export interface UpdateStep {
  readonly type: PatchKind;
  readonly patch: Json;
  readonly subresource?: string;
  readonly code: number;
  readonly message?: string;
  /** The part of the reply that the request decides. */
  readonly result?: JsonObject;
}

export interface Update {
  readonly name: string;
  readonly before: Sent['send'];
  readonly steps: readonly UpdateStep[];
}

function read(name: string): string {
  return readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8');
}

/** Creates refused by validation (422). */
export const rejected: readonly Refused[] = JSON.parse(read('rejected'));
/** Creates refused while decoding (400). */
export const unreadable: readonly Refused[] = JSON.parse(read('unreadable'));
/** Creates accepted, with the stored object. */
export const stored: readonly Accepted[] = JSON.parse(read('stored'));
/** Patches of an object, one after the other. */
export const updates: readonly Update[] = JSON.parse(read('updates'));
