/** Keeps the last visit in which something was done in the browser, so that a closed tab loses nothing. */
import { get, set } from 'idb-keyval';
import type { ReadRun } from './read-run.ts';
import { isWorthKeeping, readVisit } from './visit.ts';
import type { KeptVisit } from './visit.ts';

export interface RunStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

export const BROWSER_STORAGE: RunStorage = { get, set };

export interface AutosaveParts {
  /** The visit as it is; the same object as long as nothing was done. */
  readonly visit: () => KeptVisit | null;
  readonly storage: RunStorage;
  /** Runs `work` again and again until the returned function is called. */
  readonly every: (work: () => void, periodMs: number) => () => void;
  /** The browser keeps nothing; told once. */
  readonly onBlocked: () => void;
}

const KEY = 'podarium/visit';
/** Commands that follow each other closely are kept together. */
export const AUTOSAVE_MS = 1000;

/** Saves until the returned function is called. */
export function startAutosave({ visit, storage, every, onBlocked }: AutosaveParts): () => void {
  let kept: KeptVisit | null = null;
  let blocked = false;
  const save = async (next: KeptVisit): Promise<void> => {
    try {
      await storage.set(KEY, next);
    } catch {
      blocked = true;
      onBlocked();
    }
  };
  return every(() => {
    const next = visit();
    // A visit in which nothing was done is nothing to lose, and must not take the place of one in which something was.
    if (blocked || next === null || next === kept || !isWorthKeeping(next)) return;
    kept = next;
    void save(next);
  }, AUTOSAVE_MS);
}

/** The visit that was kept last, or null. */
export async function recoverVisit(storage: RunStorage, read: ReadRun): Promise<KeptVisit | null> {
  try {
    return readVisit(await storage.get(KEY), read);
  } catch {
    return null;
  }
}
