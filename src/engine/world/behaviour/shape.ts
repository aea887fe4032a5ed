/**
 * Behaviour that people set while a container is there. It holds at once and for the pod's later runs of the container, and wins over the
 * annotations that the container was made with.
 */
import { defineTable } from '../../sim/sim.ts';
import type { ContainerConfig, ContainerRecord } from '../contract.ts';
import type { Runtime } from '../runtime/records.ts';
import { setTimer } from '../runtime/tasks.ts';
import { behaviourAlarms, grownOf } from './effects.ts';

/** By `pod uid/container`: `podarium.dev/<name>.<container>` and the value, as annotations would say it. */
const SHAPES = defineTable<Readonly<Record<string, string>>>('world/shapes');

/** What the container is made with: annotations first, then what people have set since. */
export function shapedBehaviour(
  rt: Pick<Runtime, 'core'>,
  podUid: string,
  { name, behaviour }: Pick<ContainerConfig, 'name' | 'behaviour'>,
): Readonly<Record<string, string>> {
  const shape = rt.core.sim.table(SHAPES).get(`${podUid}/${name}`);
  return shape === undefined ? behaviour : { ...behaviour, ...shape };
}

/** An empty value takes the behaviour back to what the program does by itself. */
export function shapeContainer(rt: Runtime, containerId: string, name: string, value: string): void {
  const container = rt.containers.get(containerId);
  if (container === undefined) return;
  const shapes = rt.core.sim.table(SHAPES);
  const key = `${container.podUid}/${container.name}`;
  const shape = { ...shapes.get(key), [`podarium.dev/${name}.${container.name}`]: value };
  shapes.put(key, shape);
  const task = rt.tasks.get(containerId);
  const grownBytes = task === undefined ? 0 : grownOf(container, task, rt.core.sim.now);
  const shaped: ContainerRecord = { ...container, behaviour: { ...container.behaviour, ...shape } };
  rt.containers.put(containerId, shaped);
  if (task === undefined) return;
  const { now } = rt.core.sim;
  const kept = task.alarms.filter(({ kind }) => kind !== 'crash' && kind !== 'memory');
  rt.tasks.put(containerId, {
    ...task,
    grown: { bytes: grownBytes, at: now },
    alarms: [...kept, ...behaviourAlarms(shaped, now, grownBytes)],
  });
  setTimer(rt, containerId);
}
