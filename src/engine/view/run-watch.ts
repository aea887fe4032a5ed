/**
 * How the last runs of every container ended. The kubelet keeps one dead container of each and the API the last state, so more than that has
 * to be remembered, in a table of the run, so that stepping back shows the same.
 */
import type { ContainerStatus } from '../api/core-v1-pod-status.ts';
import { timeMs } from '../api/time.ts';
import type { Change } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import { GHOST_MS } from './departures.ts';
import type { EndedRun } from './pod-inside.ts';
import { statusesOf } from './pod-state.ts';

/** The runs of one container, oldest first; times are those of the simulator. */
interface RunHistory {
  readonly podUid: string;
  readonly runs: readonly EndedRun[];
}

/** By `pod uid/container`. */
export const ENDED_RUNS = defineTable<RunHistory>('view/ended-runs', { pod: ({ podUid }) => [podUid] });
/** Pods that are gone, with the time. */
const LEFT = defineTable<Millis>('view/ended-runs-left');

const KEPT = 5;

export function createRunWatch(sim: Sim, epochMs: Millis): Component {
  return {
    name: 'run-watch',
    handlers: {},
    kinds: ['Pod'],
    onChange: (change) => watch(sim, epochMs, change),
  };
}

function watch(sim: Sim, epochMs: Millis, change: Change): void {
  if (change.kind !== 'Pod') return;
  const { uid } = change.object.metadata;
  if (change.type === 'DELETED') return forgetOld(sim, uid);
  if (change.before?.status === change.object.status) return;
  for (const status of statusesOf(change.object)) note(sim, epochMs, uid, status);
}

function note(sim: Sim, epochMs: Millis, podUid: string, status: ContainerStatus): void {
  const found = [
    endedRun(status.lastState?.terminated, status.restartCount - 1, epochMs),
    endedRun(status.state?.terminated, status.restartCount, epochMs),
  ].filter((run) => run !== undefined);
  if (found.length === 0) return;
  const table = sim.table(ENDED_RUNS);
  const key = `${podUid}/${status.name}`;
  const runs = table.get(key)?.runs ?? [];
  const fresh = found.filter((run) => !runs.some(({ attempt }) => attempt === run.attempt));
  if (fresh.length > 0) table.put(key, { podUid, runs: [...runs, ...fresh].slice(-KEPT) });
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

function endedRun(ended: Terminated | undefined, attempt: number, epochMs: Millis): EndedRun | undefined {
  if (ended === undefined) return undefined;
  const { exitCode, reason = '', startedAt, finishedAt } = ended;
  return {
    attempt: Math.max(0, attempt),
    exitCode,
    reason,
    startedAt: (timeMs(startedAt) ?? epochMs) - epochMs,
    finishedAt: (timeMs(finishedAt) ?? epochMs) - epochMs,
  };
}

/** A ghost is shown for a while, and its history with it. */
function forgetOld(sim: Sim, uid: string): void {
  const left = sim.table(LEFT);
  left.put(uid, sim.now);
  for (const old of left.keys()) {
    if (sim.now - (left.get(old) ?? 0) <= GHOST_MS) continue;
    left.delete(old);
    const runs = sim.table(ENDED_RUNS);
    for (const key of runs.keys()) if (key.startsWith(`${old}/`)) runs.delete(key);
  }
}
