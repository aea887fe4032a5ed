/**
 * Amounts of resources as integers: CPU in milli-cores, memory and storage in bytes, the rest in units.
 *
 * Upstream: `Resource` of pkg/scheduler/framework/types.go (v1.37). Extended resources sit in a map that is iterated in
 * code-unit order wherever the order can be seen; upstream iterates it at random.
 */
import { compareStrings, sortedKeys } from '../../../base/compare.ts';
import { milliValue, wholeValue } from '../../api/quantity.ts';

export interface Resource {
  readonly milliCPU: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  readonly allowedPodNumber: number;
  readonly scalarResources: ReadonlyMap<string, number>;
}

/** The two amounts that LeastAllocated scores, with the defaults for containers that do not name them. */
export interface NonZeroRequest {
  readonly milliCPU: number;
  readonly memory: number;
}

export type ResourceList = Readonly<Record<string, string>>;

const NO_SCALARS: ReadonlyMap<string, number> = new Map();

export const ZERO_RESOURCE: Resource = {
  milliCPU: 0,
  memory: 0,
  ephemeralStorage: 0,
  allowedPodNumber: 0,
  scalarResources: NO_SCALARS,
};

/** Reads a resource list as an API object carries it. Fractions round up, as upstream's `Value()` does. */
export function resourceOf(list: ResourceList | undefined): Resource {
  if (list === undefined) return ZERO_RESOURCE;
  const scalars = new Map<string, number>();
  for (const name of sortedKeys(list)) {
    if (!isNative(name)) scalars.set(name, wholeValue(list[name]));
  }
  return {
    milliCPU: milliValue(list['cpu']),
    memory: wholeValue(list['memory']),
    ephemeralStorage: wholeValue(list['ephemeral-storage']),
    allowedPodNumber: wholeValue(list['pods']),
    scalarResources: scalars.size === 0 ? NO_SCALARS : scalars,
  };
}

export function addResources(a: Resource, b: Resource): Resource {
  return combine(a, b, (x, y) => x + y);
}

export function subtractResources(a: Resource, b: Resource): Resource {
  return combine(a, b, (x, y) => x - y);
}

export function maxResources(a: Resource, b: Resource): Resource {
  return combine(a, b, (x, y) => (x > y ? x : y));
}

/** Whether nothing at all is asked for. */
export function isZeroResource(resource: Resource): boolean {
  if (resource.milliCPU !== 0 || resource.memory !== 0 || resource.ephemeralStorage !== 0) return false;
  return [...resource.scalarResources.values()].every((amount) => amount === 0);
}

/** Equal for equal amounts. */
export function resourceText(resource: Resource): string {
  const { milliCPU, memory, ephemeralStorage, allowedPodNumber, scalarResources } = resource;
  const scalars = scalarResources.size === 0 ? '' : JSON.stringify([...scalarResources]);
  return `${milliCPU} ${memory} ${ephemeralStorage} ${allowedPodNumber} ${scalars}`;
}

export function scalarAmount(resource: Resource, name: string): number {
  return resource.scalarResources.get(name) ?? 0;
}

function isNative(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name === 'pods';
}

function combine(a: Resource, b: Resource, join: (x: number, y: number) => number): Resource {
  return {
    milliCPU: join(a.milliCPU, b.milliCPU),
    memory: join(a.memory, b.memory),
    ephemeralStorage: join(a.ephemeralStorage, b.ephemeralStorage),
    allowedPodNumber: join(a.allowedPodNumber, b.allowedPodNumber),
    scalarResources: combineScalars(a.scalarResources, b.scalarResources, join),
  };
}

function combineScalars(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  join: (x: number, y: number) => number,
): ReadonlyMap<string, number> {
  if (a.size === 0 && b.size === 0) return NO_SCALARS;
  const names = [...new Set([...a.keys(), ...b.keys()])].sort(compareStrings);
  return new Map(names.map((name) => [name, join(a.get(name) ?? 0, b.get(name) ?? 0)]));
}
