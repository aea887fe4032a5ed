/** Keeps the run of the last command in the browser, so that a closed tab loses nothing. */
import { get, set } from 'idb-keyval';
import type { Json } from '../../base/json.ts';
import type { SavedRun } from '../../protocol/requests.ts';
import type { ReadRun } from './read-run.ts';

export interface RunStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

export const BROWSER_STORAGE: RunStorage = { get, set };

export interface AutosaveParts {
  /** An engine client. */
  readonly client: { readonly lastSaved: SavedRun | null };
  readonly storage: RunStorage;
  /** Runs `work` again and again until the returned function is called. */
  readonly every: (work: () => void, periodMs: number) => () => void;
  /** The browser keeps nothing; told once. */
  readonly onBlocked: () => void;
}

const KEY = 'podarium/run';
/** Commands that follow each other closely are kept together. */
export const AUTOSAVE_MS = 1000;

/** Saves until the returned function is called. */
export function startAutosave({ client, storage, every, onBlocked }: AutosaveParts): () => void {
  let kept: SavedRun | null = null;
  let blocked = false;
  const save = async (saved: SavedRun): Promise<void> => {
    try {
      await storage.set(KEY, saved);
    } catch {
      blocked = true;
      onBlocked();
    }
  };
  return every(() => {
    const { lastSaved } = client;
    // A run in which nothing was done is nothing to lose, and must not take the place of one in which something was.
    if (blocked || lastSaved === null || lastSaved === kept || lastSaved.log.length === 0) return;
    kept = lastSaved;
    void save(lastSaved);
  }, AUTOSAVE_MS);
}

/** The run that was kept last, or null. */
export async function recoverRun(storage: RunStorage, read: ReadRun): Promise<SavedRun | null> {
  try {
    const kept = await storage.get(KEY);
    const checked = kept === undefined || kept === null ? undefined : read(kept as Json);
    return checked?.ok === true ? checked.value : null;
  } catch {
    return null;
  }
}
