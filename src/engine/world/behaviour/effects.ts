/** What a container's behaviour comes to over time: what happens at a set moment, and how much memory it has added. */
import type { Millis } from '../../sim/time.ts';
import type { ContainerRecord } from '../contract.ts';
import type { Alarm, Task } from '../runtime/records.ts';
import { behaviourOf } from './behaviour.ts';

/** What annotations and people make happen at a set time, counted from `now`. */
export function behaviourAlarms(
  container: ContainerRecord,
  now: Millis,
  grownBytes: number,
): readonly Alarm[] {
  const { crashAfterMs, memoryBytes, memoryGrowthBytes } = behaviourOf(container);
  const alarms: Alarm[] = crashAfterMs === undefined ? [] : [{ at: now + crashAfterMs, kind: 'crash' }];
  const { memoryLimitBytes } = container;
  if (memoryLimitBytes === undefined || memoryGrowthBytes === 0) return alarms;
  const room = Math.max(0, memoryLimitBytes - memoryBytes - grownBytes);
  return [...alarms, { at: now + Math.ceil((room * 1000) / memoryGrowthBytes) + 1, kind: 'memory' }];
}

/** Bytes that `memory-growth` has added so far. */
export function grownOf(container: ContainerRecord, { grown }: Pick<Task, 'grown'>, now: Millis): number {
  const { memoryGrowthBytes } = behaviourOf(container);
  return grown.bytes + Math.floor((memoryGrowthBytes * (now - grown.at)) / 1000);
}
