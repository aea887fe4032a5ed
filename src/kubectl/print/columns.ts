/** Which columns the server prints for a kind. Upstream: pkg/printers/internalversion/printers.go (v1.37). */
import { timeMs } from '../../engine/api/time.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import { fieldOf } from '../targets.ts';
import { humanDuration } from './human-duration.ts';

export interface CellWish {
  readonly nowMs: number;
  readonly wide: boolean;
}

export interface Column {
  readonly header: string;
  readonly wide?: true;
  cell(object: KubeObject, wish: CellWish): string;
}

export function columnsOf(kind: Kind): readonly Column[] {
  return COLUMNS[kind] ?? [NAME, AGE];
}

export const NAME: Column = { header: 'NAME', cell: (object) => object.metadata.name };
export const AGE: Column = { header: 'AGE', cell: (object, { nowMs }) => age(object.metadata.creationTimestamp, nowMs) };

export function age(time: string | undefined, nowMs: number): string {
  const at = timeMs(time);
  return at === undefined ? '<unknown>' : humanDuration(nowMs - at);
}

function field(header: string, path: string, absent = '<none>'): Column {
  return { header, cell: (object) => text(fieldOf(object, path), absent) };
}

function text(value: unknown, absent: string): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : absent;
}

const COLUMNS: Partial<Readonly<Record<Kind, readonly Column[]>>> = {
  ReplicaSet: [NAME, field('DESIRED', 'spec.replicas', '0'), field('CURRENT', 'status.replicas', '0'), field('READY', 'status.readyReplicas', '0'), AGE],
  Namespace: [NAME, field('STATUS', 'status.phase'), AGE],
};
