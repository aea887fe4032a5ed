/** The one object that the inspector speaks of, and the way there. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObjectRef } from '../../protocol/requests.ts';

export interface SelectionState {
  readonly current: ObjectRef | null;
  readonly past: readonly ObjectRef[];
  readonly future: readonly ObjectRef[];
}

export interface SelectionStore extends StoreApi<SelectionState> {
  select(ref: ObjectRef | null): void;
  back(): void;
  forward(): void;
}

const HISTORY_MAX = 50;

export function sameRef(a: ObjectRef | null, b: ObjectRef | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.kind === b.kind && a.namespace === b.namespace && a.name === b.name && (a.uid ?? '') === (b.uid ?? '')
  );
}

/** One text per object, for keys of lists and caches. */
export function refKey(ref: ObjectRef): string {
  return [ref.kind, ref.namespace, ref.name, ref.uid ?? ''].join('/');
}

export function selectNext(state: SelectionState, ref: ObjectRef | null): SelectionState {
  if (sameRef(state.current, ref)) return state;
  const past = state.current === null ? state.past : [...state.past, state.current].slice(-HISTORY_MAX);
  return { current: ref, past, future: [] };
}

export function selectBack(state: SelectionState): SelectionState {
  const previous = state.past.at(-1);
  if (previous === undefined) return state;
  const future = state.current === null ? state.future : [state.current, ...state.future];
  return { current: previous, past: state.past.slice(0, -1), future };
}

export function selectForward(state: SelectionState): SelectionState {
  const [next, ...future] = state.future;
  if (next === undefined) return state;
  const past = state.current === null ? state.past : [...state.past, state.current];
  return { current: next, past, future };
}

export function createSelection(): SelectionStore {
  const store = createStore<SelectionState>()(() => ({ current: null, past: [], future: [] }));
  return {
    ...store,
    select: (ref) => store.setState((state) => selectNext(state, ref)),
    back: () => store.setState(selectBack),
    forward: () => store.setState(selectForward),
  };
}
