/**
 * What state each pod and node was in, and since when: the bands of the timeline. A component that only remembers, in a table of the run.
 *
 * **Simplified:** the last 100 states of each are kept, and those of pods that are gone for an hour of the run are forgotten.
 */
import type { Node } from '../api/core-v1.ts';
import type { Change } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim, SimRoot } from '../sim/sim.ts';
import { HOUR } from '../sim/time.ts';
import type { Millis } from '../sim/time.ts';
import { podState } from './pod-state.ts';
import type { ToldState } from './pod-state.ts';

export interface StateMark {
  readonly at: Millis;
  readonly state: string;
  readonly text: string;
}

/** By `Pod/uid` or `Node/name`, oldest first. */
export const STATE_BANDS = defineTable<readonly StateMark[]>('view/state-bands');

const KEPT = 100;

export function createStateWatch(sim: Sim): Component {
  return {
    name: 'state-watch',
    handlers: {},
    kinds: ['Pod', 'Node'],
    onChange: (change) => watch(sim, change),
  };
}

function watch(sim: Sim, change: Change): void {
  if (change.kind === 'Pod') {
    const { state, reason } = podState(change.object);
    const gone = change.type === 'DELETED';
    if (
      change.type === 'MODIFIED' &&
      change.before !== undefined &&
      isSameState(podState(change.before), { state, reason })
    )
      return;
    note(
      sim,
      `Pod/${change.object.metadata.uid}`,
      gone ? 'gone' : state,
      gone ? '' : TEXTS[state] + (reason === '' ? '' : `: ${reason}`),
    );
    if (gone) forgetOld(sim);
  } else if (change.kind === 'Node') {
    const gone = change.type === 'DELETED';
    note(
      sim,
      `Node/${change.object.metadata.name}`,
      gone ? 'gone' : nodeState(change.object),
      gone ? '' : nodeText(change.object),
    );
  }
}

/** Most writes of a pod leave it in the state it was in, which is noted already. */
function isSameState(a: ToldState, b: ToldState): boolean {
  return a.state === b.state && a.reason === b.reason;
}

const TEXTS: Readonly<Record<ReturnType<typeof podState>['state'], string>> = {
  unscheduled: 'Unscheduled',
  gated: 'Gated',
  creating: 'Creating',
  pulling: 'Pulling',
  init: 'Init',
  ready: 'Running, ready',
  'not-ready': 'Not ready',
  'crash-loop': 'Restarting',
  'image-backoff': 'No image',
  terminating: 'Terminating',
  succeeded: 'Completed',
  failed: 'Failed',
  evicted: 'Evicted',
  unknown: 'Unknown',
  ghost: 'Gone',
};

function readyOf({ status }: Node): string {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'False';
}

function nodeState(node: Node): string {
  const ready = readyOf(node);
  return ready === 'True' ? 'ready' : ready === 'Unknown' ? 'unknown' : 'not-ready';
}

function nodeText(node: Node): string {
  const ready = readyOf(node);
  const cordoned = node.spec.unschedulable === true ? ', cordoned' : '';
  return `${ready === 'True' ? 'Ready' : ready === 'Unknown' ? 'Unknown' : 'Not ready'}${cordoned}`;
}

function note(sim: Sim, key: string, state: string, text: string): void {
  const bands = sim.table(STATE_BANDS);
  const marks = bands.get(key) ?? [];
  const last = marks.at(-1);
  if (last !== undefined && last.state === state && last.text === text) return;
  bands.put(key, [...marks, { at: sim.now, state, text }].slice(-KEPT));
}

function forgetOld(sim: Sim): void {
  const bands = sim.table(STATE_BANDS);
  if (bands.size < 1000) return;
  for (const key of bands.keys()) {
    const last = bands.get(key)?.at(-1);
    if (last !== undefined && last.state === 'gone' && sim.now - last.at > HOUR) bands.delete(key);
  }
}

/** The marks of one object in a saved moment of the run, which may lie ahead of the present one. */
export function stateMarksIn(root: SimRoot, key: string): readonly StateMark[] {
  for (const page of root.tables[STATE_BANDS.name]?.pages ?? []) {
    const at = page.keys.indexOf(key);
    if (at >= 0) return page.values[at] as readonly StateMark[];
  }
  return [];
}
