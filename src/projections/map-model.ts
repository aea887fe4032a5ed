/**
 * The whole map from the mirror. Parts whose inputs did not change keep their identity, so that a card is drawn again only when its own node
 * changed: a frame that touches one pod of many builds one tile and one card.
 */
import { deepEqual } from '../base/json.ts';
import type { PodRow } from '../protocol/pod-row.ts';
import type { NodeView, WorkloadView } from '../protocol/views.ts';
import { captionOf } from './caption.ts';
import { closedGate } from './closed-gate.ts';
import { controlPlaneModel } from './control-plane.ts';
import type { MirrorState } from './mirror.ts';
import { byArrival, isSeen, leasePips, nodeFacts, splitTiles } from './node-card.ts';
import type { NodeFacts } from './node-card.ts';
import { podTile, PULSE_SPEED_MAX } from './pod-tile.ts';
import { serviceRails } from './service-rails.ts';
import type {
  Lens,
  MapModel,
  NodeCardModel,
  PendingTrayModel,
  PodTileModel,
  RevisionMark,
} from './view-model.ts';
import { createTickets, hasTicket, ownersOfPods } from './workloads/owner-tickets.ts';
import { revisionMark } from './workloads/revisions.ts';

export type ProjectMap = (state: MirrorState, lens: Lens) => MapModel;

/** A projection with a memory of its own. The result is the same as that of a fresh one. */
export function createMapProjection(): ProjectMap {
  const memory = new Map<Lens, LensMemory>();
  return (state, lens) => {
    const known = memory.get(lens) ?? new LensMemory(lens);
    memory.set(lens, known);
    return known.project(state);
  };
}

interface Owner {
  readonly uid: string;
  readonly revision: RevisionMark | null;
}

interface KeptTile {
  /** What it was made of; null when it must be looked at again. */
  readonly row: PodRow | null;
  readonly tile: PodTileModel;
}

interface KeptCard {
  readonly node: NodeView;
  readonly rows: readonly PodRow[];
  readonly tiles: readonly PodTileModel[];
  readonly facts: NodeFacts;
  readonly card: NodeCardModel;
}

class LensMemory {
  private readonly lens: Lens;
  private workloads: readonly WorkloadView[] = [];
  private owners: ReadonlyMap<string, Owner> = new Map();
  private tiles = new Map<string, KeptTile>();
  private cards = new Map<string, KeptCard>();
  private pulses = true;
  private pods: MirrorState['pods'] = new Map();
  /** What the pods were made of, in order of arrival, and by node and owner. */
  private rows: readonly PodRow[] = [];
  private onNodes: ReadonlyMap<string, readonly PodRow[]> = new Map();
  private owned: ReadonlyMap<string, readonly PodRow[]> = new Map();
  private tilesStale = true;
  private readonly tickets = createTickets();
  private last: MapModel | null = null;

  constructor(lens: Lens) {
    this.lens = lens;
  }

  project(state: MirrorState): MapModel {
    const { lens } = this;
    const now = state.clock?.now ?? 0;
    this.learnPace(state.clock);
    this.learnOwners(state.workloads);
    this.learnPods(state.pods);
    const { onNodes, owned } = this;
    const model: MapModel = {
      lens,
      controlPlane: controlPlaneModel(state.controlPlane, state.happenings, now),
      owners: this.tickets(state.workloads, owned, state.clock?.epochMs ?? 0),
      pending: this.pending(onNodes.get('') ?? [], state.nodes),
      services: serviceRails(state.services, (uid) => this.tiles.get(uid)?.tile),
      nodes: this.nodeCards(state.nodes, onNodes, now),
      caption: captionOf(state),
    };
    this.last = this.last === null ? model : withKeptParts(model, this.last);
    return this.last;
  }

  /** Pulses come and go with the speed, for all pods at once. */
  private learnPace(clock: MirrorState['clock']): void {
    const pulses = clock === null || !clock.playing || clock.speed <= PULSE_SPEED_MAX;
    if (pulses === this.pulses) return;
    this.pulses = pulses;
    this.tiles = new Map([...this.tiles].map(([uid, { tile }]) => [uid, { row: null, tile }]));
    this.tilesStale = true;
  }

  /** Sorting and grouping anew only when a pod changed; the last order is nearly the next one. */
  private learnPods(pods: MirrorState['pods']): void {
    if (pods !== this.pods) {
      const known = this.rows.flatMap(({ uid }) => pods.get(uid) ?? []);
      const isKnown = new Set(known.map(({ uid }) => uid));
      const fresh = [...pods.values()].filter(({ uid }) => !isKnown.has(uid));
      const seen = [...known, ...fresh].filter((row) => this.lens === 'truth' || row.goneAt === 0);
      this.pods = pods;
      this.rows = seen.sort(byArrival);
      this.onNodes = groupBy(this.rows, ({ node }) => node);
      this.owned = groupBy(this.rows, ({ ownerUid }) => ownerUid);
      this.tilesStale = true;
    }
    if (this.tilesStale) this.keepTiles(this.rows);
    this.tilesStale = false;
  }

  private learnOwners(workloads: readonly WorkloadView[]): void {
    if (workloads === this.workloads) return;
    this.workloads = workloads;
    this.tilesStale = true;
    this.owners = new Map(
      workloads.filter(hasTicket).flatMap((workload): [string, Owner][] => {
        const { uid, revisions } = workload;
        const marks = new Map(
          revisions.length > 1 ? revisions.map((one) => [one.uid, revisionMark(one)]) : [],
        );
        return ownersOfPods(workload).map((owner) => [owner, { uid, revision: marks.get(owner) ?? null }]);
      }),
    );
  }

  private keepTiles(rows: readonly PodRow[]): void {
    const next = new Map<string, KeptTile>();
    for (const row of rows) next.set(row.uid, this.tileFor(row));
    this.tiles = next;
  }

  private tileFor(row: PodRow): KeptTile {
    const owner = this.owners.get(row.ownerUid);
    const revision = owner?.revision ?? null;
    const ownerUid = owner?.uid ?? row.ownerUid;
    const kept = this.tiles.get(row.uid);
    if (
      kept?.row === row &&
      kept.tile.ownerUid === (ownerUid || null) &&
      sameMark(kept.tile.revision, revision)
    )
      return kept;
    const tile = podTile(row, { lens: this.lens, ownerUid, revision, pulses: this.pulses });
    return { row, tile: kept === undefined ? tile : sameOr(kept.tile, tile) };
  }

  private tilesOf(rows: readonly PodRow[]): PodTileModel[] {
    return rows.flatMap(({ uid }) => this.tiles.get(uid)?.tile ?? []);
  }

  private pending(rows: readonly PodRow[], nodes: readonly NodeView[]): PendingTrayModel {
    const waiting = rows.filter(
      ({ api, goneAt }) => goneAt === 0 && (api === 'unscheduled' || api === 'gated'),
    );
    return {
      pods: waiting.flatMap((row) =>
        this.tilesOf([row]).map((pod) => ({ pod, gate: closedGate(row, nodes) })),
      ),
    };
  }

  private nodeCards(
    nodes: readonly NodeView[],
    pods: ReadonlyMap<string, readonly PodRow[]>,
    now: number,
  ): NodeCardModel[] {
    const next = new Map<string, KeptCard>();
    for (const node of nodes)
      if (isSeen(node, this.lens)) next.set(node.name, this.cardFor(node, pods.get(node.name) ?? [], now));
    this.cards = next;
    return [...next.values()].map(({ card }) => card);
  }

  private cardFor(node: NodeView, rows: readonly PodRow[], now: number): KeptCard {
    const kept = this.cards.get(node.name);
    const tiles = this.tilesOf(rows);
    const lease = leasePips(node, now);
    const sameFacts = kept !== undefined && kept.node === node && sameItems(kept.rows, rows);
    if (sameFacts && sameItems(kept.tiles, tiles) && sameItems(kept.card.lease, lease)) return kept;
    const facts = sameFacts ? kept.facts : nodeFacts(node, rows, this.lens);
    const card: NodeCardModel = { ...facts, ...splitTiles(tiles), lease };
    return { node, rows, tiles, facts, card: kept === undefined ? card : sameOr(kept.card, card) };
  }
}

/** The old value where the new one says the same, so that nothing is drawn again for it. */
function sameOr<Value>(old: Value, next: Value): Value {
  return deepEqual(old, next) ? old : next;
}

function withKeptParts(model: MapModel, last: MapModel): MapModel {
  const owners = new Map(last.owners.map((owner) => [owner.uid, owner]));
  const services = new Map(last.services.map((service) => [service.uid, service]));
  return {
    ...model,
    controlPlane: sameOr(last.controlPlane, model.controlPlane),
    owners: model.owners.map((owner) => sameOr(owners.get(owner.uid) ?? owner, owner)),
    pending: sameOr(last.pending, model.pending),
    services: model.services.map((service) => sameOr(services.get(service.uid) ?? service, service)),
    caption: sameOr(last.caption, model.caption),
  };
}

function sameMark(a: RevisionMark | null, b: RevisionMark | null): boolean {
  return a?.letter === b?.letter && a?.hash === b?.hash;
}

function sameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
