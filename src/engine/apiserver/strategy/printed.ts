/** Fields that the real server prints as null when they are not set, because Go's JSON has no omitempty there. */
import type {
  ContainerState,
  ContainerStatus,
  PodCondition,
  PodStatus,
} from '../../api/core-v1-pod-status.ts';

type Body = { readonly [part: string]: unknown };

export function asPrinted<T extends object>(kind: string, object: T): T {
  if (kind === 'EndpointSlice') return nullIfEmpty(nullIfEmpty(object, 'endpoints'), 'ports');
  const status = (object as Body)['status'] as PodStatus | undefined;
  if (kind !== 'Pod' || status === undefined) return object;
  const printed = printedStatus(status);
  return printed === status ? object : { ...object, status: printed };
}

function nullIfEmpty<T extends object>(object: T, field: string): T {
  const list = (object as Body)[field];
  return list === undefined || (Array.isArray(list) && list.length === 0)
    ? { ...object, [field]: null }
    : object;
}

const STATUS_LISTS = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'] as const;

function printedStatus(status: PodStatus): PodStatus {
  let printed = status;
  const { conditions } = status;
  if (
    conditions !== undefined &&
    !conditions.every((condition) => Object.hasOwn(condition, 'lastProbeTime'))
  ) {
    printed = { ...printed, conditions: conditions.map(unprobed) };
  }
  for (const field of STATUS_LISTS) {
    const list = printed[field];
    if (list?.some(hasTimelessEnd)) printed = { ...printed, [field]: list.map(withTimes) };
  }
  return printed;
}

function unprobed(condition: PodCondition): PodCondition {
  return { lastProbeTime: null, ...condition } as PodCondition;
}

function isTimeless(state: ContainerState | undefined): boolean {
  return (
    state?.terminated !== undefined &&
    !(Object.hasOwn(state.terminated, 'startedAt') && Object.hasOwn(state.terminated, 'finishedAt'))
  );
}

function hasTimelessEnd({ state, lastState }: ContainerStatus): boolean {
  return isTimeless(state) || isTimeless(lastState);
}

function withTimes(status: ContainerStatus): ContainerStatus {
  const complete = (state: ContainerState | undefined): ContainerState | undefined =>
    state?.terminated === undefined
      ? state
      : { ...state, terminated: withNulls(state.terminated, ['startedAt', 'finishedAt']) };
  const [state, lastState] = [complete(status.state), complete(status.lastState)];
  return {
    ...status,
    ...(state === undefined ? {} : { state }),
    ...(lastState === undefined ? {} : { lastState }),
  };
}

function withNulls<T extends object>(object: T, fields: readonly string[]): T {
  return { ...Object.fromEntries(fields.map((field) => [field, null])), ...object };
}
