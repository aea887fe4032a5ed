/**
 * Foreign JSON as a saved run, as far as a page needs to know: who reads it looks at nothing but what is checked here. The engine checks all
 * of it before it opens it.
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { fail, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { SavedRun } from '../../protocol/requests.ts';

/** Checks a value that claims to be a saved run; the engine's own check fits here too. */
export type ReadRun = (value: Json) => Result<SavedRun, string>;

const NO_RUN = 'This is not a Podarium run.';

export const readRun: ReadRun = (value) => {
  if (!isJsonObject(value)) return fail(NO_RUN);
  const { version, setup, log, at } = value;
  if (typeof version !== 'number' || typeof at !== 'number' || !Array.isArray(log)) return fail(NO_RUN);
  if (!isJsonObject(setup) || typeof setup['title'] !== 'string' || !Number.isSafeInteger(setup['seed']))
    return fail(NO_RUN);
  return ok(value as object as SavedRun);
};
