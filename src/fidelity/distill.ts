/**
 * Turns a raw watch log into a trace: per object only what changed, as flattened paths, with tokens for generated values and times relative
 * to the first step.
 */
import { isJsonObject } from '../base/json.ts';
import type { Json } from '../base/json.ts';
import { collectTokens, list, record, text } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import type {
  EventRecord,
  FlatValue,
  HistoryEntry,
  Loose,
  ObjectHistory,
  RawRun,
  StepRecord,
  Trace,
  WatchEntry,
} from './trace-format.ts';

const VOLATILE_METADATA = [
  'managedFields',
  'resourceVersion',
  'creationTimestamp',
  'selfLink',
  'name',
  'namespace',
  'generateName',
];
const LIST_KEYS = ['type', 'name', 'containerPort', 'key', 'topologyKey'];
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

type Flat = Record<string, FlatValue>;
type Draft = { [key: string]: Json | undefined };

export function distill(run: RawRun): Trace {
  const tokens = collectTokens(run.namespace, run.log);
  const origin = Math.floor(run.startMs / 1000) * 1000;
  const value = (raw: FlatValue): FlatValue =>
    typeof raw !== 'string' ? raw : TIMESTAMP.test(raw) ? relative(raw, origin) : tokens.normalise(raw);
  return {
    case: run.name,
    kubernetes: 'v1.37.2',
    waitsMet: run.waitsMet,
    endMs: run.endMs,
    steps: run.steps.map((step) => normaliseStep(step, tokens)),
    objects: histories(run.log, tokens, value),
    events: run.log
      .filter(({ kind, type }) => kind === 'Event' && type !== 'DELETED')
      .map((entry) => eventRecord(entry, tokens)),
  };
}

function relative(timestamp: string, origin: number): string {
  return `+${Math.round((Date.parse(timestamp) - origin) / 1000)}s`;
}

function normaliseStep({ t, done, ...rest }: StepRecord, tokens: Tokens): StepRecord {
  return {
    t,
    done,
    ...(JSON.parse(tokens.normalise(JSON.stringify(rest))) as Omit<StepRecord, 't' | 'done'>),
  };
}

function eventRecord({ t, obj }: WatchEntry, { normalise }: Tokens): EventRecord {
  const about = record(obj['involvedObject']);
  const fieldPath = text(about['fieldPath']);
  const count = obj['count'] ?? record(obj['series'])['count'] ?? 1;
  return {
    t,
    object: normalise(`${text(about['kind'])}/${text(about['name'])}`),
    ...(fieldPath === '' ? {} : { fieldPath }),
    type: text(obj['type']),
    reason: text(obj['reason']),
    message: normalise(text(obj['message'])),
    source: text(record(obj['source'])['component']) || text(obj['reportingComponent']),
    count: typeof count === 'number' ? count : 1,
    id: text(record(obj['metadata'])['name']).split('.').pop() ?? '',
  };
}

interface Growing {
  readonly object: string;
  readonly uid: string;
  readonly history: HistoryEntry[];
  last: Flat;
}

function histories(
  log: readonly WatchEntry[],
  tokens: Tokens,
  value: (raw: FlatValue) => FlatValue,
): ObjectHistory[] {
  const objects = new Map<string, Growing>();
  for (const entry of log) {
    if (entry.kind === 'Event') continue;
    const metadata = record(entry.obj['metadata']);
    const [name, uid] = [text(metadata['name']), text(metadata['uid'])];
    const id = `${entry.kind}/${name}#${uid}`;
    const growing = objects.get(id) ?? {
      object: tokens.normalise(`${entry.kind}/${name}`),
      uid: tokens.uidToken(uid),
      history: [],
      last: {},
    };
    objects.set(id, growing);
    const now: Flat = {};
    flatten(prune(entry.kind, entry.obj), '', now, value);
    append(growing, entry, now);
  }
  return [...objects.values()].map(({ object, uid, history }) => ({ object, uid, history }));
}

function append(growing: Growing, entry: WatchEntry, now: Flat): void {
  const set = Object.fromEntries(
    Object.entries(now).filter(([path, v]) => growing.last[path] !== v || !(path in growing.last)),
  );
  const unset = Object.keys(growing.last).filter((path) => !(path in now));
  const changed = Object.keys(set).length > 0;
  if (entry.type === 'DELETED')
    growing.history.push({ t: entry.t, deleted: true, ...(changed ? { set } : {}) });
  else if (changed || unset.length > 0)
    growing.history.push({
      t: entry.t,
      ...(entry.initial ? { initial: true } : {}),
      set,
      ...(unset.length > 0 ? { unset } : {}),
    });
  growing.last = now;
}

function flatten(
  value: Json | undefined,
  path: string,
  out: Flat,
  convert: (raw: FlatValue) => FlatValue,
): void {
  if (Array.isArray(value)) {
    if (value.length === 0) out[path] = '[]';
    (value as readonly Json[]).forEach((item, i) =>
      flatten(item, `${path}[${itemName(item, i, convert)}]`, out, convert),
    );
  } else if (isJsonObject(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    if (keys.length === 0 && path !== '') out[path] = '{}';
    for (const key of keys) flatten(value[key], path === '' ? key : `${path}.${key}`, out, convert);
  } else if (value !== undefined) out[path] = convert(value as FlatValue);
}

function itemName(item: Json, index: number, convert: (raw: FlatValue) => FlatValue): string {
  const key = isJsonObject(item) ? LIST_KEYS.find((one) => one in item) : undefined;
  if (key === undefined || !isJsonObject(item)) return String(index);
  const effect = key === 'key' && item['effect'] ? `,effect=${text(item['effect'])}` : '';
  return `${key}=${String(convert(item[key] as FlatValue))}${effect}`;
}

/** Leaves out what no one reads or what names the hosts of one run. */
function prune(kind: string, original: Loose): Loose {
  const object = JSON.parse(JSON.stringify(original)) as Draft;
  delete object['kind'];
  delete object['apiVersion'];
  pruneMetadata(object['metadata'] as Draft);
  if (kind === 'Node') pruneNode(record(object['status']) as Draft);
  if (kind === 'Pod') prunePod(record(object['spec']) as Draft, record(object['status']) as Draft);
  if (kind === 'ControllerRevision') delete object['data'];
  return object;
}

function pruneMetadata(metadata: Draft): void {
  for (const key of VOLATILE_METADATA) delete metadata[key];
  if (!isJsonObject(metadata['annotations'])) return;
  const annotations = metadata['annotations'] as Draft;
  delete annotations['kubectl.kubernetes.io/last-applied-configuration'];
  for (const key of Object.keys(annotations))
    if (/kubernetes\.io\/config\.(hash|seen|mirror)$/.test(key)) annotations[key] = '<value>';
  dropEmpty(metadata, 'annotations');
}

function dropEmpty(owner: Draft, key: string): void {
  const value = owner[key];
  const empty = Array.isArray(value)
    ? value.length === 0
    : isJsonObject(value) && Object.keys(value).length === 0;
  if (empty) delete owner[key];
}

function pruneNode(status: Draft): void {
  for (const condition of list(status['conditions'])) delete (condition as Draft)['lastHeartbeatTime'];
  for (const key of ['images', 'nodeInfo', 'runtimeHandlers', 'features', 'config', 'declaredFeatures'])
    delete status[key];
}

function prunePod(spec: Draft, status: Draft): void {
  pruneUnlimited(status);
  for (const field of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']) {
    for (const one of list(status[field]))
      for (const key of ['imageID', 'volumeMounts', 'user', 'allocatedResources']) delete (one as Draft)[key];
  }
  dropToken(spec, 'volumes');
  for (const field of ['containers', 'initContainers'])
    for (const container of list(spec[field])) dropToken(container as Draft, 'volumeMounts');
}

/** A limit of 2^53 KiB is how the recording host spells "no limit". */
function pruneUnlimited(status: Draft): void {
  const resources = record(status['resources']) as Draft;
  const limits = record(resources['limits']) as Draft;
  if (text(limits['memory']).startsWith('90071992547409')) {
    delete limits['memory'];
    dropEmpty(resources, 'limits');
  }
  dropEmpty(status, 'resources');
}

function dropToken(owner: Draft, field: string): void {
  if (owner[field] === undefined) return;
  owner[field] = list(owner[field]).filter((one) => !text(record(one)['name']).startsWith('kube-api-access'));
  dropEmpty(owner, field);
}
