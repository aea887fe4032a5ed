/**
 * Runs as links: `#v=1&s=three-copies-of-web&seed=42&t=341&sel=Pod/default/web&d=…`. What a person may want to read or change stands in plain
 * words; `d` is the rest, and left out when there is none: a scenario nobody has touched.
 */
import { deepEqual, isJsonObject, ownValue } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { fail, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { RunSetup, SavedRun } from '../../protocol/requests.ts';
import { DAMAGED, deflateJson, inflateJson } from './deflated.ts';
import type { ReadRun } from './read-run.ts';

export const LINK_VERSION = 1;
/** Longer links are cut by chats and mail. */
export const LINK_LENGTH_MAX = 32_000;

export const TOO_LONG = 'This run is too long for a link. Save it as a file instead.';

/** A named start that a link may build on. */
export interface KnownSetup {
  readonly id: string;
  readonly setup: RunSetup;
}

export interface LinkedRun {
  readonly saved: SavedRun;
  /** What was selected, as `Kind/namespace/name`; empty for nothing. */
  readonly selection: string;
  /** What stands on the stage: `pod/namespace/name` for a pod from inside; empty or left out for the map. */
  readonly view?: string;
}

/** The part of an address from `#` on. */
export function runLink(
  { saved, selection, view = '' }: LinkedRun,
  known: readonly KnownSetup[],
): Result<string, string> {
  const base = known.find(({ setup }) => deepEqual({ ...setup, seed: saved.setup.seed }, saved.setup));
  const { version, engine, setup, log, at } = saved;
  const rest = base === undefined ? { version, engine, setup, log } : { version, engine, log };
  const parts = [
    `v=${LINK_VERSION}`,
    ...(base === undefined ? [] : [`s=${base.id}`]),
    `seed=${setup.seed}`,
    `t=${at / 1000}`,
    ...named('sel', selection),
    ...named('view', view),
    ...(base !== undefined && log.length === 0 ? [] : [`d=${deflateJson(rest)}`]),
  ];
  const link = `#${parts.join('&')}`;
  return link.length > LINK_LENGTH_MAX ? fail(TOO_LONG) : ok(link);
}

function named(name: string, value: string): string[] {
  return value === '' ? [] : [`${name}=${encodeURIComponent(value).replaceAll('%2F', '/')}`];
}

/** The run that a link names; null when it names none. */
export function readRunLink(
  hash: string,
  known: readonly KnownSetup[],
  read: ReadRun,
): Result<LinkedRun | null, string> {
  if (hash.length > LINK_LENGTH_MAX) return fail('This link is too long to be a run.');
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const version = parts.get('v');
  if (version === null) return ok(null);
  if (!/^\d+$/.test(version)) return fail(DAMAGED);
  if (Number(version) > LINK_VERSION)
    return fail('This link was made by a newer Podarium. Reload this page to get the newest one.');
  const base = known.find(({ id }) => id === parts.get('s'));
  if (parts.has('s') && base === undefined) return fail(`There is no scenario named ${parts.get('s')}.`);
  const rest = restOf(parts.get('d'), base);
  if (!rest.ok) return rest;
  const saved = assemble(rest.value, base, parts);
  if (saved === undefined) return fail(DAMAGED);
  const checked = read(saved);
  if (!checked.ok) return checked;
  return ok({ saved: checked.value, selection: parts.get('sel') ?? '', view: parts.get('view') ?? '' });
}

const UNTOUCHED = { version: 1, engine: '', log: [] } as const;

function restOf(d: string | null, base: KnownSetup | undefined): Result<Json, string> {
  if (d !== null) return inflateJson(d);
  return base === undefined ? fail(DAMAGED) : ok(UNTOUCHED);
}

/** The readable parts win over what is packed: they are there to be changed. */
function assemble(rest: Json, base: KnownSetup | undefined, parts: URLSearchParams): Json | undefined {
  if (!isJsonObject(rest)) return undefined;
  const setup = base === undefined ? ownValue(rest, 'setup') : (base.setup as object as Json);
  if (!isJsonObject(setup)) return undefined;
  const seed = wholeNumber(parts.get('seed'), 1) ?? ownValue(setup, 'seed');
  return { ...rest, setup: { ...setup, seed }, at: wholeNumber(parts.get('t'), 1000) ?? 0 };
}

function wholeNumber(text: string | null, factor: number): number | undefined {
  const number = Math.round(Number(text ?? Number.NaN) * factor);
  return Number.isSafeInteger(number) && text?.trim() !== '' ? number : undefined;
}
