/** Checks that a value from a link or file is a saved run this engine can open. Foreign input: nothing throws, nothing is trusted. */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { fail, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Command } from '../commands/command.ts';
import { SAVED_RUN_VERSION } from './run-setup.ts';
import type { SavedRun } from './run-setup.ts';

const COMMANDS_MAX = 5000;
const MACHINES_MAX = 5000;
const DAY_MS = 86_400_000;

type Shape = 'string' | 'number' | 'boolean' | 'strings' | 'null or string' | 'any' | 'options';

/** Fields of every command: its required ones, then those that may be left out. */
const COMMAND_FIELDS: Readonly<
  Record<Command['kind'], readonly [Readonly<Record<string, Shape>>, Readonly<Record<string, Shape>>]>
> = {
  'apply-manifest': [{ text: 'string' }, { namespace: 'string' }],
  'delete-manifest': [{ text: 'string' }, { namespace: 'string' }],
  request: [
    { verb: 'string', objectKind: 'string', namespace: 'string', name: 'string' },
    {
      subresource: 'string',
      patchType: 'string',
      body: 'any',
      options: 'options',
      client: 'string',
      typed: 'string',
    },
  ],
  scale: [{ objectKind: 'string', namespace: 'string', name: 'string', replicas: 'number' }, {}],
  'rollout-undo': [{ objectKind: 'string', namespace: 'string', name: 'string', toRevision: 'number' }, {}],
  'rollout-pause': [{ objectKind: 'string', namespace: 'string', name: 'string' }, {}],
  'rollout-resume': [{ objectKind: 'string', namespace: 'string', name: 'string' }, {}],
  'rollout-restart': [{ objectKind: 'string', namespace: 'string', name: 'string' }, {}],
  suspend: [{ objectKind: 'string', namespace: 'string', name: 'string' }, {}],
  unsuspend: [{ objectKind: 'string', namespace: 'string', name: 'string' }, {}],
  'trigger-cron-job': [{ namespace: 'string', name: 'string', job: 'string' }, {}],
  cordon: [{ node: 'string' }, {}],
  uncordon: [{ node: 'string' }, {}],
  'add-node': [{}, { name: 'string', cpuMilli: 'number', memoryBytes: 'number' }],
  'remove-node': [{ machine: 'string' }, {}],
  'power-off': [{ machine: 'string' }, {}],
  'shut-down': [{ machine: 'string' }, {}],
  'power-on': [{ machine: 'string' }, {}],
  'cut-network': [{ machine: 'string' }, {}],
  'heal-network': [{ machine: 'string' }, {}],
  'stop-kubelet': [{ machine: 'string' }, {}],
  'start-kubelet': [{ machine: 'string' }, {}],
  'kill-process': [{ namespace: 'string', pod: 'string', container: 'string' }, { signal: 'string' }],
  'break-probe': [{ namespace: 'string', pod: 'string', container: 'string', mode: 'string' }, {}],
  'mend-probe': [{ namespace: 'string', pod: 'string', container: 'string' }, {}],
  'set-behaviour': [
    { namespace: 'string', pod: 'string', container: 'string', name: 'string', value: 'string' },
    {},
  ],
  exec: [
    { namespace: 'string', pod: 'string', container: 'string', argv: 'strings' },
    { stdin: 'string', session: 'string', open: 'boolean' },
  ],
  'exec-input': [
    { namespace: 'string', pod: 'string', container: 'string', session: 'string' },
    { text: 'string', end: 'boolean', signal: 'string' },
  ],
  'set-load-generator': [
    { name: 'string', namespace: 'string', service: 'string', requestsPerSecond: 'number' },
    {
      port: 'number',
      through: 'string',
      fromPod: 'string',
      node: 'string',
      path: 'string',
      retries: 'number',
      timeoutMs: 'number',
    },
  ],
  'remove-load-generator': [{ name: 'string' }, {}],
  'set-registry': [{ state: 'string' }, {}],
  'set-metric': [{ metrics: 'string', path: 'string', value: 'string' }, {}],
  'write-static-manifest': [{ machine: 'string', file: 'string', content: 'null or string' }, {}],
};

/** Words that a field may have, by command and field. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'request.verb': ['create', 'update', 'patch', 'delete', 'evict', 'bind'],
  'request.patchType': ['json', 'merge', 'strategic'],
  'break-probe.mode': ['fail', 'refuse', 'hang'],
  'set-load-generator.through': ['service', 'node-port', 'entry'],
  'set-registry.state': ['up', 'down', 'slow'],
  'set-metric.metrics': ['external', 'pods', 'object', 'resource'],
};

function hasShape(value: Json | undefined, shape: Shape): boolean {
  switch (shape) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case 'boolean':
      return typeof value === 'boolean';
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'null or string':
      return value === null || typeof value === 'string';
    case 'options':
      return isJsonObject(value);
    case 'any':
      return value !== undefined;
  }
}

/** Whether the value is a command this engine knows, with fields of the right types and no others. */
export function isCommand(value: Json | undefined): boolean {
  if (
    !isJsonObject(value) ||
    typeof value['kind'] !== 'string' ||
    !Object.hasOwn(COMMAND_FIELDS, value['kind'])
  )
    return false;
  const kind = value['kind'] as Command['kind'];
  const [required, optional] = COMMAND_FIELDS[kind];
  const known = { ...required, ...optional, kind: 'string' as Shape };
  return (
    Object.keys(required).every((field) => Object.hasOwn(value, field)) &&
    Object.keys(value).every(
      (field) =>
        Object.hasOwn(known, field) &&
        hasShape(value[field], known[field as keyof typeof known]) &&
        isChoice(`${kind}.${field}`, value[field]),
    )
  );
}

function isChoice(path: string, value: Json | undefined): boolean {
  const words = CHOICES[path];
  return words === undefined || (typeof value === 'string' && words.includes(value));
}

export function readSavedRun(value: Json | undefined): Result<SavedRun, string> {
  if (!isJsonObject(value)) return fail('This is not a Podarium run.');
  const { version, setup, log, at } = value;
  if (typeof version !== 'number') return fail('This is not a Podarium run: it has no version.');
  if (version > SAVED_RUN_VERSION)
    return fail(
      `This run was saved by a newer Podarium (format ${version}, this page reads up to ${SAVED_RUN_VERSION}). Open it there, or reload this page to get the newest one.`,
    );
  const wrong =
    setupProblem(setup) ?? logProblem(log) ?? (isTime(at) ? undefined : 'the moment to show is no time');
  return wrong === undefined ? ok(value as object as SavedRun) : fail(`This run is damaged: ${wrong}.`);
}

function isTime(value: Json | undefined): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 30 * DAY_MS;
}

function setupProblem(setup: Json | undefined): string | undefined {
  if (!isJsonObject(setup)) return 'it has no setup';
  const { seed, epochMs, machines, preloadedImages, settings, title, opening, settleMs } = setup;
  if (!Number.isSafeInteger(seed)) return 'its seed is no whole number';
  if (!Number.isSafeInteger(epochMs)) return 'its calendar is no time';
  if (!isTime(settleMs)) return 'its settling time is no time';
  if (typeof title !== 'string') return 'it has no title';
  if (!Array.isArray(machines) || machines.length > MACHINES_MAX || !machines.every(isMachine))
    return 'its machines cannot be read';
  if (!hasShape(preloadedImages, 'strings')) return 'its images cannot be read';
  if (!isJsonObject(settings) || !Object.values(settings).every((v) => Number.isSafeInteger(v)))
    return 'its settings cannot be read';
  if (!Array.isArray(opening) || opening.length > COMMANDS_MAX || !opening.every(isCommand))
    return 'its opening commands cannot be read';
  return undefined;
}

const MACHINE_NUMBERS = [
  'cpuMilli',
  'memoryBytes',
  'ephemeralStorageBytes',
  'reservedCpuMilli',
  'reservedMemoryBytes',
  'reservedEphemeralStorageBytes',
  'podsMax',
];

function isMachine(value: Json): boolean {
  return (
    isJsonObject(value) &&
    typeof value['name'] === 'string' &&
    /^[a-z0-9][-a-z0-9.]{0,62}$/.test(value['name']) &&
    MACHINE_NUMBERS.every((field) => hasShape(value[field], 'number')) &&
    EVICTION_LISTS.every((field) => value[field] === undefined || isWordList(value[field]))
  );
}

const EVICTION_LISTS = ['evictionHard', 'evictionSoft', 'evictionSoftGracePeriod'];

function isWordList(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.values(value).every((word) => typeof word === 'string');
}

function logProblem(log: Json | undefined): string | undefined {
  if (!Array.isArray(log) || log.length > COMMANDS_MAX) return 'its command log cannot be read';
  const bad = log.findIndex(
    (entry) =>
      !isJsonObject(entry) ||
      !hasShape(entry['at'], 'number') ||
      !hasShape(entry['events'], 'number') ||
      !isCommand(entry['command']),
  );
  return bad < 0 ? undefined : `command ${bad + 1} of its log cannot be read`;
}
