/**
 * Requests to a real API server (1.37.2) with its replies: the project's own, packed in one file, and folders of `create-*.yaml` and
 * `update-*.yaml`.
 *
 * A create is one object sent to a fresh server; an update is an object and requests on it, one after the other.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../base/json.ts';

/** What a server is asked. */
export interface Request {
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

export interface CreateEntry {
  readonly name: string;
  readonly path: string;
  readonly contentType?: string;
  readonly fieldValidation?: string;
  /** A string is raw text. */
  readonly send: Json;
  readonly code: number;
  readonly warnings?: readonly string[];
  readonly reply: Json;
}

export interface UpdateEntry {
  readonly name: string;
  readonly before?: JsonObject;
  readonly steps: readonly UpdateStep[];
}

export interface UpdateStep {
  readonly request: Request;
  readonly contentType?: string;
  /** `the live object with: set /spec/finalizers to []` is a PUT of the object as read, with that change. */
  readonly body?: Json;
  readonly code: number;
  readonly warnings?: readonly string[];
  readonly generation?: readonly (number | null)[];
  /** Whether resourceVersion changed. */
  readonly written?: boolean;
  readonly reply?: Json;
}

/** Entries by the name of their file, without its ending. */
export interface Corpus {
  readonly creates: Readonly<Record<string, readonly CreateEntry[]>>;
  readonly updates: Readonly<Record<string, readonly UpdateEntry[]>>;
}

/** `file` is `corpus.json.gz` of this folder. */
export function packedCorpus(file: string): Corpus {
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Corpus;
}

/** Undefined for a folder that holds no such files. */
export function corpusIn(folder: string): Corpus | undefined {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const read = (prefix: string) =>
    Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.startsWith(prefix) && name.endsWith('.yaml'))
        .sort()
        .map((name) => [name.slice(0, -'.yaml'.length), parse(readFileSync(join(folder, name), 'utf8'))]),
    );
  const corpus = { creates: read('create-'), updates: read('update-') };
  return Object.keys(corpus.creates).length + Object.keys(corpus.updates).length === 0
    ? undefined
    : (corpus as Corpus);
}
