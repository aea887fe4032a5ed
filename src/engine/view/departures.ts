/**
 * Pods that left or are leaving: what is remembered of them for a while, and which new pod stands in for which. A component that only
 * remembers, in tables of the run, so that stepping back shows the same ghosts.
 *
 * **Simplified:** a stand-in is told by its owner and the moment: the first pod that the owner makes within ten seconds of a departure.
 */
import type { Change, ChangeOf, StoredObject } from '../apiserver/client.ts';
import type { Component } from '../apiserver/component.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import { MINUTE, SECOND } from '../sim/time.ts';
import type { Millis } from '../sim/time.ts';

/** A pod whose object is gone, as it last was. */
export interface Departed {
  readonly pod: StoredObject<'Pod'>;
  readonly at: Millis;
}

/** A deletion that waits for its stand-in. */
interface Vacancy {
  readonly uid: string;
  readonly at: Millis;
}

/** By pod uid. */
export const DEPARTED = defineTable<Departed>('view/departed');
/** Both ways: uid of the old pod by that of the new one, and the reverse under `old:`. */
export const STAND_INS = defineTable<string>('view/stand-ins');
const VACANCIES = defineTable<readonly Vacancy[]>('view/vacancies');

export const GHOST_MS: Millis = MINUTE;
const STAND_IN_MS: Millis = 10 * SECOND;
const DEPARTED_MAX = 400;

export function createDepartureWatch(sim: Sim): Component {
  return { name: 'departure-watch', handlers: {}, kinds: ['Pod'], onChange: (change) => watch(sim, change) };
}

function watch(sim: Sim, change: Change): void {
  if (change.kind !== 'Pod') return;
  const leaves = change.object.metadata.deletionTimestamp !== undefined;
  const wasLeaving = change.before?.metadata.deletionTimestamp !== undefined;
  if (change.type === 'ADDED') fillVacancy(sim, change.object);
  else if ((leaves || change.type === 'DELETED') && !wasLeaving) openVacancy(sim, change.object);
  if (change.type === 'DELETED') depart(sim, change);
}

function ownerOf(pod: StoredObject<'Pod'>): string | undefined {
  return pod.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

function openVacancy(sim: Sim, pod: StoredObject<'Pod'>): void {
  const owner = ownerOf(pod);
  if (owner === undefined) return;
  const vacancies = sim.table(VACANCIES);
  const open = (vacancies.get(owner) ?? []).filter(({ at }) => sim.now - at <= STAND_IN_MS);
  vacancies.put(owner, [...open, { uid: pod.metadata.uid, at: sim.now }]);
}

function fillVacancy(sim: Sim, pod: StoredObject<'Pod'>): void {
  const owner = ownerOf(pod);
  if (owner === undefined) return;
  const vacancies = sim.table(VACANCIES);
  const [first, ...others] = (vacancies.get(owner) ?? []).filter(({ at }) => sim.now - at <= STAND_IN_MS);
  if (first === undefined) return vacancies.delete(owner);
  vacancies.put(owner, others);
  sim.table(STAND_INS).put(pod.metadata.uid, first.uid);
  sim.table(STAND_INS).put(`old:${first.uid}`, pod.metadata.uid);
}

function depart(sim: Sim, { object, before }: ChangeOf<'Pod'>): void {
  const departed = sim.table(DEPARTED);
  if ((object.spec.nodeName ?? '') === '') return;
  departed.put(object.metadata.uid, { pod: before ?? object, at: sim.now });
  for (const uid of departed.keys()) {
    if (sim.now - (departed.get(uid)?.at ?? 0) > GHOST_MS || departed.size > DEPARTED_MAX) forget(sim, uid);
  }
}

function forget(sim: Sim, uid: string): void {
  sim.table(DEPARTED).delete(uid);
  const standIn = sim.table(STAND_INS).get(`old:${uid}`);
  sim.table(STAND_INS).delete(`old:${uid}`);
  if (standIn !== undefined && sim.table(STAND_INS).get(standIn) === uid)
    sim.table(STAND_INS).delete(standIn);
}
