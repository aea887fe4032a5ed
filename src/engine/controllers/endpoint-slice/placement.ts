/**
 * Which slice holds which endpoint: keep what fits, fill changed slices, then one unchanged, then new ones.
 *
 * **Upstream:** staging/src/k8s.io/endpointslice/reconciler.go reconcileByPortMapping, finalize (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../api/discovery-v1.ts';
import { endpointKey } from './endpoints.ts';
import type { AddressType, PortGroup } from './endpoints.ts';

/** The content of a slice, still without a name or in place of an existing one. */
export interface SliceContent {
  readonly addressType: AddressType;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface SlicePlan {
  readonly create: readonly SliceContent[];
  readonly update: readonly { readonly slice: EndpointSlice; readonly content: SliceContent }[];
  readonly remove: readonly EndpointSlice[];
}

export interface PlacementInput {
  readonly addressType: AddressType;
  readonly groups: readonly PortGroup[];
  readonly existing: readonly EndpointSlice[];
  readonly capacity: number;
  /** True for slices whose labels must be written anyway. */
  readonly relabel: (slice: EndpointSlice) => boolean;
}

export function planSlices(input: PlacementInput): SlicePlan {
  const plans = input.groups.map((group) => placeGroup(input, group));
  const unwanted = input.existing.filter(
    (slice) => !input.groups.some((group) => samePorts(slice, group.ports)),
  );
  const create = plans.flatMap((plan) => plan.create);
  const remove = [...plans.flatMap((plan) => plan.remove), ...unwanted];
  const update = plans.flatMap((plan) => plan.update);
  return reuse(withPlaceholder(input, { create, update, remove }));
}

function samePorts(slice: EndpointSlice, ports: readonly EndpointPort[]): boolean {
  return deepEqual(slice.ports ?? [], ports);
}

interface Filling {
  readonly slice: EndpointSlice;
  readonly endpoints: Endpoint[];
  readonly changed: boolean;
}

function placeGroup(input: PlacementInput, { ports, endpoints }: PortGroup): SlicePlan {
  const left = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const kept = input.existing
    .filter((slice) => samePorts(slice, ports))
    .map((slice) => keepWanted(slice, left, input.relabel(slice)));
  const changed = kept
    .filter((one) => one.changed && one.endpoints.length > 0)
    .sort((a, b) => b.endpoints.length - a.endpoints.length);
  const waiting = Array.from(left.values());
  for (const one of changed)
    one.endpoints.push(...waiting.splice(0, Math.max(0, input.capacity - one.endpoints.length)));
  const roomy =
    waiting.length === 0
      ? undefined
      : fullestThatFits(
          kept.filter((one) => !one.changed),
          waiting.length % input.capacity,
          input.capacity,
        );
  const create: SliceContent[] = [];
  while (waiting.length > 0) {
    if (roomy !== undefined && waiting.length <= input.capacity - roomy.endpoints.length)
      roomy.endpoints.push(...waiting.splice(0));
    else create.push({ addressType: input.addressType, ports, endpoints: waiting.splice(0, input.capacity) });
  }
  const filled = [...changed, ...(roomy === undefined ? [] : [roomy])].filter(
    (one) => one.changed || one.endpoints.length !== (one.slice.endpoints ?? []).length,
  );
  const update = filled.map(({ slice, endpoints: content }) => ({
    slice,
    content: { addressType: input.addressType, ports, endpoints: content },
  }));
  return {
    create,
    update,
    remove: kept.filter((one) => one.changed && one.endpoints.length === 0).map(({ slice }) => slice),
  };
}

/** The wanted endpoints of a slice in their present versions; takes them from `left`. */
function keepWanted(slice: EndpointSlice, left: Map<string, Endpoint>, relabel: boolean): Filling {
  const endpoints: Endpoint[] = [];
  let changed = relabel;
  for (const present of slice.endpoints ?? []) {
    const key = endpointKey(present);
    const wanted = left.get(key);
    const isSame = wanted !== undefined && deepEqual(wanted, present);
    changed ||= !isSame;
    if (wanted !== undefined) endpoints.push(isSame ? present : wanted);
    left.delete(key);
  }
  return { slice, endpoints, changed };
}

/** Of the unchanged slices with room for what is left over, the fullest. */
function fullestThatFits(
  unchanged: readonly Filling[],
  needed: number,
  capacity: number,
): Filling | undefined {
  const fitting = unchanged.filter((one) => needed > 0 && one.endpoints.length + needed <= capacity);
  return fitting.sort((a, b) => b.endpoints.length - a.endpoints.length)[0];
}

/** A Service without endpoints has one empty slice, without ports. */
function withPlaceholder({ addressType, existing }: PlacementInput, plan: SlicePlan): SlicePlan {
  if (existing.length !== plan.remove.length || plan.create.length > 0) return plan;
  const [only] = plan.remove;
  const isPlaceholder =
    plan.remove.length === 1 &&
    only !== undefined &&
    (only.endpoints ?? []).length === 0 &&
    (only.ports ?? []).length === 0;
  return isPlaceholder
    ? { ...plan, remove: [] }
    : { ...plan, create: [{ addressType, ports: [], endpoints: [] }] };
}

/** A slice that would go takes the content of one that would come. */
function reuse({ create, update, remove }: SlicePlan): SlicePlan {
  const count = Math.min(create.length, remove.length);
  const reused = remove.slice(0, count).flatMap((slice, i) => {
    const content = create[create.length - 1 - i];
    return content === undefined ? [] : [{ slice, content }];
  });
  return {
    create: create.slice(0, create.length - count),
    update: [...update, ...reused],
    remove: remove.slice(count),
  };
}
