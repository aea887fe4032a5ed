/** What a person has chosen once and for all; kept in local storage. The theme lives in `theme/theme.ts`, because it must be known before the first paint. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lens } from '../../projections/view-model.ts';
import { mergeStored, readStored, writeStored } from './stored.ts';

/** How much is spoken: nothing, what the caption bar says, or every visible change. */
export type Narration = 'off' | 'key' | 'all';

export interface Preferences {
  readonly lens: Lens;
  readonly motion: 'system' | 'reduce';
  readonly narration: Narration;
  /** Whether single letters are shortcuts (WCAG 2.1.4). */
  readonly letterKeys: boolean;
  /** The sentence of the first minute was read or put away. */
  readonly metFirstMinute: boolean;
}

const KEY = 'preferences';
const START: Preferences = {
  lens: 'truth',
  motion: 'system',
  narration: 'key',
  letterKeys: true,
  metFirstMinute: false,
};

export interface PreferencesStore extends StoreApi<Preferences> {
  /** Chooses and remembers. */
  choose(change: Partial<Preferences>): void;
}

/** `overrides` come from the address and are not remembered. */
export function createPreferences(overrides: Partial<Preferences> = {}): PreferencesStore {
  const stored = mergeStored(START, readStored(KEY));
  const store = createStore<Preferences>()(() => ({ ...stored, ...overrides }));
  let kept = stored;
  return {
    ...store,
    choose(change) {
      kept = { ...kept, ...change };
      store.setState(change);
      writeStored(KEY, kept);
    },
  };
}
