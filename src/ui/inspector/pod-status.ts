/** What the inspector reads out of a pod object. Anything may be absent: the object is shown as it is at any moment of its life. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';

export interface ConditionStop {
  readonly type: string;
  readonly status: 'true' | 'false' | 'unknown';
  readonly reason: string;
  readonly message: string;
}

export interface ContainerFacts {
  readonly name: string;
  readonly kind: '' | 'init' | 'sidecar';
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** `running since 16:05:52`, `waiting: CrashLoopBackOff`, `ended with 1: Error`. */
  readonly state: string;
}

/** Order in which they are passed; others follow. */
const LINE = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];

function child(object: Json | undefined, key: string): JsonObject {
  const found = isJsonObject(object) ? object[key] : undefined;
  return isJsonObject(found) ? found : {};
}

function list(object: JsonObject, key: string): readonly JsonObject[] {
  const found = object[key];
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

function word(object: JsonObject, key: string): string {
  const found = object[key];
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

export function podConditions(pod: Json): readonly ConditionStop[] {
  const stops = list(child(pod, 'status'), 'conditions').map((condition): ConditionStop => {
    const status = word(condition, 'status');
    return {
      type: word(condition, 'type'),
      status: status === 'True' ? 'true' : status === 'False' ? 'false' : 'unknown',
      reason: word(condition, 'reason'),
      message: word(condition, 'message'),
    };
  });
  const place = ({ type }: ConditionStop): number => (LINE.includes(type) ? LINE.indexOf(type) : LINE.length);
  return stops.sort((a, b) => place(a) - place(b));
}

function stateText(state: JsonObject): string {
  const waiting = state['waiting'];
  if (isJsonObject(waiting))
    return `waiting: ${word(waiting, 'reason')}${word(waiting, 'message') === '' ? '' : `, ${word(waiting, 'message')}`}`;
  const running = state['running'];
  if (isJsonObject(running)) return `running since ${word(running, 'startedAt').replace(/^.*T|Z$/g, '')}`;
  const ended = state['terminated'];
  if (isJsonObject(ended)) return `ended with ${word(ended, 'exitCode')}: ${word(ended, 'reason')}`;
  return 'not started';
}

function factsOf(
  spec: JsonObject,
  statuses: readonly JsonObject[],
  kind: ContainerFacts['kind'],
): ContainerFacts {
  const status = statuses.find((candidate) => candidate['name'] === spec['name']) ?? {};
  return {
    name: word(spec, 'name'),
    kind,
    image: word(spec, 'image'),
    ready: status['ready'] === true,
    restarts: Number(word(status, 'restartCount') || 0),
    state: stateText(child(status, 'state')),
  };
}

/** Init containers first, as they run. */
export function containersOf(pod: Json): readonly ContainerFacts[] {
  const spec = child(pod, 'spec');
  const status = child(pod, 'status');
  const inits = list(spec, 'initContainers').map((container) =>
    factsOf(
      container,
      list(status, 'initContainerStatuses'),
      container['restartPolicy'] === 'Always' ? 'sidecar' : 'init',
    ),
  );
  const apps = list(spec, 'containers').map((container) =>
    factsOf(container, list(status, 'containerStatuses'), ''),
  );
  return [...inits, ...apps];
}
