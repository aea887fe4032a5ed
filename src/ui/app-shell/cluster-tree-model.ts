/** The map as a tree of names: Cluster › Pending › node-a › web-x2k › server. Order is reading order, whatever the map looks like. */
import { plural } from '../texts.ts';
import { ticketLabel } from '../../projections/workloads/board.ts';
import type { OwnerTicketModel } from '../../projections/workloads/ticket-model.ts';
import { podLabel } from '../canvas/pod-label.ts';
import { nodeLabel } from '../canvas/node-look.ts';
import type { MapModel, NodeCardModel, PodTileModel } from '../../projections/view-model.ts';
import type { ObjectRef } from '../../protocol/requests.ts';

export interface TreeItem {
  readonly id: string;
  readonly label: string;
  /** Null for headings such as "Pending". */
  readonly ref: ObjectRef | null;
  readonly childCount: number;
  /** Made only when the item is open: nobody reads a thousand closed names. */
  readonly children: () => readonly TreeItem[];
}

/** A row of the tree as drawn. */
export interface TreeRow {
  readonly item: TreeItem;
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly parentId: string | null;
  readonly expanded: boolean | null;
}

const NONE = { childCount: 0, children: (): readonly TreeItem[] => [] };

function podItem(pod: PodTileModel, nowMs: number): TreeItem {
  const containers = (): readonly TreeItem[] =>
    pod.containers.map(({ name, kind }) => ({
      id: `${pod.uid} ${name}`,
      label: `Container ${name}, ${kind}`,
      ref: null,
      ...NONE,
    }));
  return {
    id: pod.uid,
    label: podLabel(pod, nowMs),
    ref: { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
    childCount: pod.containers.length,
    children: containers,
  };
}

function nodeItem(node: NodeCardModel, model: MapModel, nowMs: number): TreeItem {
  return {
    id: `node ${node.name}`,
    /** Said only when it is drawn: of thousands of nodes few are. */
    get label() {
      return nodeLabel(node, model.lens);
    },
    ref: { kind: 'Node', namespace: '', name: node.name },
    childCount: node.pods.length + node.staticPods.length,
    children: () => [...node.pods, ...node.staticPods].map((pod) => podItem(pod, nowMs)),
  };
}

/** More waiting pods than this are told as a number. */
const WAITING_MAX = 30;

function waitingItems(model: MapModel, nowMs: number): readonly TreeItem[] {
  const { pods } = model.pending;
  const shown = pods.slice(0, WAITING_MAX).map(({ pod }) => podItem(pod, nowMs));
  const rest = pods.length - shown.length;
  return rest === 0 ? shown : [...shown, { id: 'pending rest', label: `${rest} more`, ref: null, ...NONE }];
}

/** Ordinals, nodes and completions are read as the promise's children. */
function placeItems({ uid, namespace, body }: OwnerTicketModel): Pick<TreeItem, 'childCount' | 'children'> {
  if (body?.kind !== 'places') return NONE;
  return {
    childCount: body.places.length,
    children: () =>
      body.places.map(({ id, text, podUid, podName }) => ({
        id: `${uid} ${id}`,
        label: text,
        ref: podUid === null ? null : { kind: 'Pod', namespace, name: podName, uid: podUid },
        ...NONE,
      })),
  };
}

export function treeOf(model: MapModel, nowMs: number): TreeItem {
  const owners = model.owners.map((owner) => ({
    id: owner.uid,
    label: ticketLabel(owner),
    ref: { kind: owner.kind, namespace: owner.namespace, name: owner.name, uid: owner.uid },
    ...placeItems(owner),
  }));
  const services = model.services.map((service) => ({
    id: service.uid,
    label: `Service ${service.name}, ${plural(service.taps.length, 'pod')}`,
    ref: { kind: 'Service', namespace: service.namespace, name: service.name, uid: service.uid },
    ...NONE,
  }));
  const waiting: TreeItem = {
    id: 'pending',
    label:
      model.pending.pods.length === 0
        ? 'Pending, nobody waits'
        : `Pending, ${plural(model.pending.pods.length, 'pod')}`,
    ref: null,
    childCount: Math.min(model.pending.pods.length, WAITING_MAX + 1),
    children: () => waitingItems(model, nowMs),
  };
  const children = [
    ...owners,
    waiting,
    ...services,
    ...model.nodes.map((node) => nodeItem(node, model, nowMs)),
  ];
  return {
    id: 'cluster',
    label: `Cluster, ${plural(model.nodes.length, 'node')}`,
    ref: null,
    childCount: children.length,
    children: () => children,
  };
}

/** Visible rows, given which items are open. */
export function rowsOf(root: TreeItem, open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (
    item: TreeItem,
    level: number,
    position: number,
    setSize: number,
    parentId: string | null,
  ): void => {
    const expanded = item.childCount === 0 ? null : open.has(item.id);
    rows.push({ item, level, position, setSize, parentId, expanded });
    if (expanded === true)
      item.children().forEach((child, index) => walk(child, level + 1, index + 1, item.childCount, item.id));
  };
  walk(root, 1, 1, 1, null);
  return rows;
}

/** So many rows before and after the active one are there; more would be slow, and nobody reads them at once. */
const NEAR_ROWS = 100;

/** The neighbourhood of the active row. */
export function rowsNear(rows: readonly TreeRow[], activeId: string): readonly TreeRow[] {
  const at = rows.findIndex(({ item }) => item.id === activeId);
  return rows.slice(Math.max(0, at - NEAR_ROWS), Math.max(0, at) + NEAR_ROWS + 1);
}

export type TreeStep =
  { readonly focus: string } | { readonly open: string } | { readonly close: string } | null;

/** What a key does to the tree; null when it is not the tree's key. */
export function treeStep(key: string, rows: readonly TreeRow[], activeId: string): TreeStep {
  const at = Math.max(
    0,
    rows.findIndex(({ item }) => item.id === activeId),
  );
  const row = rows[at];
  const focusAt = (index: number): TreeStep => {
    const target = rows[index];
    return target === undefined ? null : { focus: target.item.id };
  };
  if (row === undefined) return null;
  switch (key) {
    case 'ArrowDown':
      return focusAt(at + 1);
    case 'ArrowUp':
      return focusAt(at - 1);
    case 'Home':
      return focusAt(0);
    case 'End':
      return focusAt(rows.length - 1);
    case 'ArrowRight':
      if (row.expanded === false) return { open: row.item.id };
      return row.expanded === true ? focusAt(at + 1) : null;
    case 'ArrowLeft':
      if (row.expanded === true && row.level > 1) return { close: row.item.id };
      return row.parentId === null ? null : { focus: row.parentId };
    default:
      return null;
  }
}
