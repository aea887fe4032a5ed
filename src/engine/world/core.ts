/**
 * What every room of the world shares: the run, the settings, drawn durations, answers that arrive later, and the listeners.
 * A room is a set of functions over tables of the run; it holds no state of its own.
 */
import { assert } from '../../base/assert.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { SimEvent } from '../sim/event-queue.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import type { ClusterNetwork, Machine, Reply, WorldListener, WorldSettings } from './contract.ts';

export const MACHINES = defineTable<Machine>('world/machines', { address: (machine) => machine.addresses });

export interface WorldCore {
  readonly sim: Sim;
  readonly settings: WorldSettings;
  /** UTC in ms since 1970 at time 0 of the run. */
  readonly epochMs: number;
  readonly listeners: WorldListener[];
  /** In-cluster names and service addresses; absent: only literal addresses work. */
  network: ClusterNetwork | undefined;
}

export type Handlers = Readonly<Record<string, (event: SimEvent) => void>>;

/** A duration from one of the ranges in the settings. */
export function drawMs(
  core: WorldCore,
  machine: string,
  operation: string,
  range: readonly [Millis, Millis],
): Millis {
  return core.sim.randomBetween(`world/${machine}/${operation}`, range[0], range[1]);
}

/** Marks work of a machine's present boot: what was begun before a power loss is never finished. */
export interface Begun {
  readonly machine: string;
  readonly boot: number;
}

export function begin(core: WorldCore, machine: string): Begun {
  return { machine, boot: core.sim.table(MACHINES).get(machine)?.boot ?? 0 };
}

export function isAlive(core: WorldCore, begun: Begun): boolean {
  const machine = core.sim.table(MACHINES).get(begun.machine);
  return machine !== undefined && machine.power === 'on' && machine.boot === begun.boot;
}

/** Sends the reply after `delay`, unless the machine has lost power by then. */
export function answer(core: WorldCore, machine: string, delay: Millis, reply: Reply, result: Json): void {
  const payload: JsonObject = { reply: replyJson(reply), result, ...begin(core, machine) };
  core.sim.schedule(delay, 'world/answered', reply.target, { payload });
}

/** Sends the reply of an operation that ends now. */
export function answerNow(core: WorldCore, reply: Reply, result: Json): void {
  const payload = Object.assign({}, reply.payload, { result });
  core.sim.schedule(0, reply.kind, reply.target, { payload });
}

function replyJson(reply: Reply): JsonObject {
  return { kind: reply.kind, target: reply.target, payload: reply.payload };
}

interface Answered extends Begun {
  readonly reply: Reply;
  readonly result: Json;
}

export function answerHandlers(core: WorldCore): Handlers {
  return {
    'world/answered': (event) => {
      const { reply, result, ...begun } = payloadOf<Answered>(event);
      if (isAlive(core, begun)) answerNow(core, reply, result);
    },
  };
}

/** The payload of one of the world's own events, whose shape only the scheduling room knows. */
export function payloadOf<T>(event: SimEvent): T {
  assert(typeof event.payload === 'object' && event.payload !== null, `${event.kind} has no payload`);
  return event.payload as T;
}

export function runtimeChanged(core: WorldCore, machine: string, podUid: string): void {
  for (const listener of core.listeners) listener.runtimeChanged?.(machine, podUid);
}

/** Plain-data records as event payload: interfaces have no index signature, so the compiler cannot see that they are JSON. */
export function asJson(value: unknown): Json {
  return value as Json;
}
