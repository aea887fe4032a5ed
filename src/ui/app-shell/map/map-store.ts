/**
 * What the map draws, derived from the mirror. Parts that did not change keep their identity, so that a card is drawn again only when its own
 * node changed: a frame that touches one pod of three hundred draws one card.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { deepEqual } from '../../../base/json.ts';
import type { Lens, MapModel, NodeCardModel } from '../../../projections/view-model.ts';
import type { MirrorState } from '../../../projections/mirror.ts';
import type { Mirror } from '../mirror-state.ts';

export type ProjectMap = (state: MirrorState, lens: Lens) => MapModel;

export interface MapState {
  readonly model: MapModel | null;
  readonly byNode: ReadonlyMap<string, NodeCardModel>;
}

/** `next`, with every part that equals its forerunner replaced by it. */
export function keepSame<Item>(
  previous: readonly Item[],
  next: readonly Item[],
  key: (item: Item) => string,
): readonly Item[] {
  const known = new Map(previous.map((item) => [key(item), item]));
  const kept = next.map((item) => {
    const old = known.get(key(item));
    return old !== undefined && deepEqual(old, item) ? old : item;
  });
  return kept.length === previous.length && kept.every((item, index) => item === previous[index])
    ? previous
    : kept;
}

function same<Value>(previous: Value | undefined, next: Value): Value {
  return previous !== undefined && deepEqual(previous, next) ? previous : next;
}

export function shareParts(previous: MapModel | null, next: MapModel): MapModel {
  if (previous === null) return next;
  const shared: MapModel = {
    lens: next.lens,
    controlPlane: same(previous.controlPlane, next.controlPlane),
    owners: keepSame(previous.owners, next.owners, (owner) => owner.uid),
    pending: same(previous.pending, next.pending),
    services: keepSame(previous.services, next.services, (service) => service.uid),
    nodes: keepSame(previous.nodes, next.nodes, (node) => node.name),
    caption: same(previous.caption, next.caption),
  };
  const unchanged = (Object.keys(shared) as (keyof MapModel)[]).every(
    (part) => shared[part] === previous[part],
  );
  return unchanged ? previous : shared;
}

/** Follows the mirror and the lens. */
export function createMapStore(
  mirror: Mirror,
  lens: { readonly get: () => Lens; readonly subscribe: (listener: () => void) => () => void },
  project: ProjectMap,
): StoreApi<MapState> {
  const store = createStore<MapState>()(() => ({ model: null, byNode: new Map() }));
  const update = (): void => {
    const state = mirror.getState();
    if (state.clock === null) return;
    const { model: previous } = store.getState();
    const model = shareParts(previous, project(state, lens.get()));
    if (model === previous) return;
    const byNode =
      model.nodes === previous?.nodes
        ? store.getState().byNode
        : new Map(model.nodes.map((node) => [node.name, node]));
    store.setState({ model, byNode });
  };
  mirror.subscribe(update);
  lens.subscribe(update);
  update();
  return store;
}
