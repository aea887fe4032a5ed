/** Generated names, UIDs, hashes and addresses of one run, replaced by tokens so that two runs can be compared. */
import { isJsonObject } from '../base/json.ts';
import type { Json } from '../base/json.ts';
import type { Loose, WatchEntry } from './trace-format.ts';

export interface Tokens {
  normalise(text: string): string;
  uidToken(uid: string): string;
}

export function record(value: Json | undefined): Loose {
  return isJsonObject(value) ? value : {};
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Tokens are numbered in order of first appearance, which is the order of creation. */
export function collectTokens(namespace: string, log: readonly WatchEntry[]): Tokens {
  const counters = new Map<string, number>();
  const known = new Map<string, string>();
  const add = (raw: string, prefix: string): void => {
    if (raw.length <= 2 || known.has(raw)) return;
    const number = (counters.get(prefix) ?? 0) + 1;
    counters.set(prefix, number);
    known.set(raw, prefix === 'ns' ? '<ns>' : `<${prefix}${number}>`);
  };
  add(namespace, 'ns');
  for (const { kind, obj } of log) if (kind !== 'Event') addObject(add, kind, obj);
  const substitutions = [...known].sort(([a], [b]) => b.length - a.length);
  return {
    normalise: (value) => mask(substitute(value, substitutions)),
    uidToken: (uid) => known.get(uid) ?? '',
  };
}

type Add = (raw: string, prefix: string) => void;

function addObject(add: Add, kind: string, obj: Loose): void {
  const metadata = record(obj['metadata']);
  const labels = record(metadata['labels']);
  const name = text(metadata['name']);
  add(text(metadata['uid']), 'uid');
  if (kind === 'ReplicaSet') add(text(labels['pod-template-hash']), 'hash');
  if (kind === 'ControllerRevision') add(revisionHash(labels), 'rev');
  const generateName = text(metadata['generateName']);
  if (generateName !== '' && name.startsWith(generateName)) add(name.slice(generateName.length), 'r');
  if (kind === 'Job') add(/-(\d{8,})$/.exec(name)?.[1] ?? '', 'minute');
  addAddresses(add, record(obj['status']), record(obj['spec']));
  addContainerIds(add, record(obj['status']));
}

function revisionHash(labels: Loose): string {
  const label = text(labels['controller.kubernetes.io/hash']) || text(labels['controller-revision-hash']);
  return /[a-z0-9]+$/.exec(label)?.[0] ?? '';
}

function addAddresses(add: Add, status: Loose, spec: Loose): void {
  const podIps = list(status['podIPs']).map((one) => text(record(one)['ip']));
  for (const ip of [
    text(status['podIP']),
    ...podIps,
    text(spec['clusterIP']),
    ...list(spec['clusterIPs']).map(text),
  ])
    if (ip !== 'None') add(ip, 'ip');
}

function addContainerIds(add: Add, status: Loose): void {
  const statuses = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap(
    (field) => list(status[field]),
  );
  for (const container of statuses.map(record)) {
    const ended = ['state', 'lastState'].map(
      (field) => record(record(container[field])['terminated'])['containerID'],
    );
    for (const id of [container['containerID'], ...ended]) add(text(id).replace(/^.*\/\//, ''), 'cid');
  }
}

function substitute(value: string, substitutions: readonly (readonly [string, string])[]): string {
  let result = value;
  for (const [raw, token] of substitutions) if (result.includes(raw)) result = result.split(raw).join(token);
  return result;
}

function mask(value: string): string {
  return value
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>')
    .replace(/\b[0-9a-f]{64}\b/g, '<id>')
    .replace(/\b10\.\d+\.\d+\.\d+\b/g, '<ip>')
    .replace(/\bfd00:[0-9a-f:]+/g, '<ip>');
}
