/** Names, numbers and amounts as the map writes them. */
import type { PodRow } from '../protocol/pod-row.ts';

const UID_SHOWN = 4;

/** `…9c02`: enough of a uid to tell two bearers of a name apart. */
export function shortUid(uid: string): string {
  return `…${uid.slice(-UID_SHOWN)}`;
}

/** What a ReplicaSet put behind its own name: `x2kzp`. Empty for other names. */
export function podSuffix(row: Pick<PodRow, 'name' | 'ownerKind' | 'ownerName'>): string {
  const isMade = row.ownerKind === 'ReplicaSet' && row.name.startsWith(`${row.ownerName}-`);
  return isMade ? row.name.slice(row.ownerName.length + 1) : '';
}

/** `web …x2kzp` for `web-7c9f4d-x2kzp`; a name that says it all stays whole. */
export function shortPodName(row: Pick<PodRow, 'name' | 'ownerKind' | 'ownerName' | 'hash'>): string {
  const suffix = podSuffix(row);
  if (suffix === '') return row.name;
  const hashed = row.hash !== '' && row.ownerName.endsWith(`-${row.hash}`);
  return `${hashed ? row.ownerName.slice(0, -row.hash.length - 1) : row.ownerName} …${suffix}`;
}

const GENERATED = /^.+-[0-9a-z]{6,10}-([0-9a-z]{5})$/;

/** The same where only the name is known: `…x2kzp`. */
export function namedPod(name: string): string {
  const suffix = GENERATED.exec(name)?.[1];
  return suffix === undefined ? name : `…${suffix}`;
}

const HASHED = /^.+-([0-9a-z]{6,10})$/;

/** Of a generated ReplicaSet's name what differs: `7c9f4d` for `web-7c9f4d`. */
export function shortHash(name: string): string {
  return HASHED.exec(name)?.[1] ?? name;
}

/** A label or taint key without its domain. */
export function shortKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** The same for every well-known key in a sentence. */
export function withShortKeys(text: string): string {
  return text.replace(/[a-z0-9.]+\.io\/[-a-z]+/g, shortKey);
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : word.endsWith('ss') ? 'es' : 's'}`;
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const MILLI = 1000;

/** `500m`, `2`, as people write CPU in a manifest. */
export function cpuText(milli: number): string {
  return milli % MILLI === 0 ? String(milli / MILLI) : `${milli}m`;
}

const KIB = 1024;
const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** `128Mi`, `7.4Gi`: the largest unit that leaves at least one. */
export function memoryText(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= KIB && unit < UNITS.length - 1) {
    value /= KIB;
    unit++;
  }
  const sign = bytes < 0 ? '-' : '';
  return `${sign}${Number(value.toFixed(1))}${UNITS[unit] ?? ''}`;
}

const SECOND = 1000;
const MINUTE = 60;

/** A moment of the run as `5:52`. */
export function momentText(atMs: number): string {
  const seconds = Math.floor(Math.max(0, atMs) / SECOND);
  return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, '0')}`;
}
