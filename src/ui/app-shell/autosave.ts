/** Keeps the run in local storage after every deed, so that a closed tab loses nothing. */
import { isJsonObject } from '../../base/json.ts';
import type { SavedRun } from '../stores/engine-words.ts';
import { readStored, writeStored } from '../stores/stored.ts';
import type { Session } from './session.ts';

const KEY = 'last-run';
const PAUSE_MS = 1_000;

/** The run of the visit before this one; null when nothing was done in it. */
export function lastRun(): SavedRun | null {
  const stored = readStored(KEY);
  if (
    !isJsonObject(stored) ||
    !isJsonObject(stored['setup']) ||
    !Array.isArray(stored['log']) ||
    stored['log'].length === 0
  )
    return null;
  return stored as object as SavedRun;
}

export function startAutosave({ client, mirror }: Pick<Session, 'client' | 'mirror'>): () => void {
  let known = mirror.getState().clock?.commandsTotal ?? 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async (): Promise<void> => {
    try {
      writeStored(KEY, await client.ask({ ask: 'save' }));
    } catch {
      // **Why:** a stopped engine says so in its banner; the last kept run stays.
    }
  };
  const stop = mirror.subscribe(({ clock }) => {
    if (clock === null || clock.commandsTotal === known) return;
    known = clock.commandsTotal;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
