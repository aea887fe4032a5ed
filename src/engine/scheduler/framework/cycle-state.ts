/**
 * The scratch record of one scheduling attempt: what PreFilter and PreScore computed for Filter and Score.
 *
 * Upstream: `CycleState` of pkg/scheduler/framework (v1.37). It lives for one attempt and is never saved.
 *
 * **Invariant:** an entry is replaced, never changed in place. That makes a clone a copy of one level, so the dry runs of
 * preemption can each start from the same state and leave it untouched.
 */
export interface CycleState {
  readonly entries: Record<string, unknown>;
}

/** Names an entry and carries its type, so that readers get back what writers put in. */
export interface StateKey<T> {
  readonly name: string;
  readonly type?: T;
}

export function stateKey<T>(name: string): StateKey<T> {
  return { name };
}

export function newCycleState(): CycleState {
  return { entries: {} };
}

export function cloneCycleState(state: CycleState): CycleState {
  return { entries: { ...state.entries } };
}

export function writeState<T>(state: CycleState, key: StateKey<T>, value: T): void {
  state.entries[key.name] = value;
}

/** The entry, or undefined when the plugin's earlier extension point did not run or skipped. */
export function readState<T>(state: CycleState, key: StateKey<T>): T | undefined {
  return state.entries[key.name] as T | undefined;
}
