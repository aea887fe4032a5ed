import { memo, useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MapActions } from '../../canvas/cluster-map.tsx';
import { ControlPlaneStrip } from '../../canvas/control-plane-strip.tsx';
import { FarCard } from '../../canvas/far-card.tsx';
import { machineActions } from '../../canvas/machine-switches.tsx';
import { NodeCard } from '../../canvas/node-card.tsx';
import { PendingTray } from '../../canvas/pending-tray.tsx';
import { ServiceRail } from '../../canvas/service-rail.tsx';
import type { OwnerTicketModel } from '../../../projections/workloads/ticket-model.ts';
import { OwnerBoard } from '../../workloads/owner-board.tsx';
import { OwnerTicket } from '../../workloads/owner-ticket.tsx';
import { ticketActions } from '../../workloads/ticket-actions.ts';
import type { NodeCardModel } from '../../../projections/view-model.ts';
import { useSession } from '../use-session.ts';
import { useMapActions } from './map-actions.ts';
import { useMapTools } from './map-frame.ts';

/** What a block of the map knows: which thing it draws. Everything else it reads from the stores, so a block is drawn again only for itself. */
interface BlockProps {
  readonly data: { readonly key: string };
}

function useSelectedUid(kind: string): string | null {
  const { selection } = useSession();
  return useStore(selection, ({ current }) => (current?.kind === kind ? (current.uid ?? null) : null));
}

function PlaneBlock(): ReactNode {
  const { map } = useSession();
  const plane = useStore(map, ({ model }) => model?.controlPlane);
  const actions = useMapActions();
  return plane === undefined ? null : (
    <ControlPlaneStrip controlPlane={plane} {...pick(actions, ['onSelectActor'])} />
  );
}

function OwnerBlock({ data }: BlockProps): ReactNode {
  const { map } = useSession();
  const owner = useStore(map, ({ model }) => model?.owners.find(({ uid }) => uid === data.key));
  const { selection } = useSession();
  const selected = useStore(selection, ({ current }) => current?.uid === data.key);
  const actions = useMapActions();
  return owner === undefined ? null : (
    <OwnerTicket owner={owner} selected={selected} {...ticketActions(actions)} />
  );
}

const NO_OWNERS: readonly OwnerTicketModel[] = [];

function BoardBlock(): ReactNode {
  const { map, selection } = useSession();
  const owners = useStore(map, ({ model }) => model?.owners ?? NO_OWNERS);
  const selected = useStore(selection, ({ current }) => current?.uid ?? null);
  const actions = useMapActions();
  return <OwnerBoard owners={owners} selectedUid={selected} {...ticketActions(actions)} />;
}

function PendingBlock(): ReactNode {
  const { map } = useSession();
  const pending = useStore(map, ({ model }) => model?.pending);
  const selected = useSelectedUid('Pod');
  const actions = useMapActions();
  return pending === undefined ? null : (
    <PendingTray tray={pending} selectedPodUid={selected} {...pick(actions, ['onSelectPod'])} />
  );
}

function ServiceBlock({ data }: BlockProps): ReactNode {
  const { map } = useSession();
  const service = useStore(map, ({ model }) => model?.services.find(({ uid }) => uid === data.key));
  const selected = useSelectedUid('Pod');
  const actions = useMapActions();
  return service === undefined ? null : (
    <ServiceRail
      service={service}
      selectedPodUid={selected}
      {...pick(actions, ['onSelectService', 'onSelectPod'])}
    />
  );
}

/** The node as far as it is this card's turn to draw it; undefined until it may be drawn at all. */
function usePacedNode(name: string): NodeCardModel | undefined {
  const { pace } = useMapTools();
  const [entered, enter] = useState(() => pace.claim(name));
  useEffect(() => (entered ? undefined : pace.whenRoom(name, () => enter(true))), [entered, pace, name]);
  const follow = useCallback((changed: () => void) => pace.follow(name, changed), [pace, name]);
  const node = useSyncExternalStore(follow, () => pace.get(name));
  return entered ? node : undefined;
}

/** Whether the card is drawn as from near; a change of distance too waits for this card's turn. */
function usePacedNear(name: string): boolean {
  const { frame, pace } = useMapTools();
  const isNear = useStore(frame, (state) => state.distance === 'near');
  const [drawn, draw] = useState(isNear);
  useEffect(
    () => (drawn === isNear ? undefined : pace.whenRoom(name, () => draw(isNear))),
    [drawn, isNear, pace, name],
  );
  return drawn;
}

/** A card before its turn: its place and nothing in it. */
function WaitingCard({ name, heightPx }: { readonly name: string; readonly heightPx: number }): ReactNode {
  return <div className="pd-node pd-node-waiting" data-waiting-node={name} style={{ height: heightPx }} />;
}

function NodeBlock({ data, height = 0 }: BlockProps & { readonly height?: number }): ReactNode {
  const { selection, preferences } = useSession();
  const { frame } = useMapTools();
  const node = usePacedNode(data.key);
  const lens = useStore(preferences, (state) => state.lens);
  const density = useStore(frame, (state) => state.density);
  const widthPx = useStore(frame, (state) => state.cardWidthPx);
  const isNear = usePacedNear(data.key);
  const approach = useStore(frame, (state) => state.approach);
  const selected = useStore(
    selection,
    ({ current }) => current?.kind === 'Node' && current.name === data.key,
  );
  // Only a selection among its own pods draws this card again.
  const podUid = useStore(selection, ({ current }) => {
    if (current?.kind !== 'Pod' || node === undefined) return null;
    const own = [...node.pods, ...node.staticPods].some(({ uid }) => uid === current.uid);
    return own ? (current.uid ?? null) : null;
  });
  const actions = useMapActions();
  if (widthPx === 0) return null;
  if (node === undefined) return <WaitingCard name={data.key} heightPx={height} />;
  const shared = { node, lens, density, widthPx, selected };
  if (!isNear)
    return (
      <FarCard {...shared} heightPx={height} onApproach={approach} {...pick(actions, ['onSelectNode'])} />
    );
  return (
    <NodeCard
      {...shared}
      selectedPodUid={podUid}
      {...pick(actions, ['onSelectNode', 'onOpenNode', 'onSelectPod', 'onOpenPod'])}
      {...machineActions(actions)}
    />
  );
}

function pick<Key extends keyof MapActions>(
  actions: MapActions,
  keys: readonly Key[],
): Pick<MapActions, Key> {
  const chosen: Partial<Pick<MapActions, Key>> = {};
  for (const key of keys) if (actions[key] !== undefined) chosen[key] = actions[key];
  return chosen as Pick<MapActions, Key>;
}

/** Kinds of blocks; a constant of the module, as the flow library asks. */
export const BLOCK_TYPES = {
  plane: memo(PlaneBlock),
  board: memo(BoardBlock),
  owner: memo(OwnerBlock),
  pending: memo(PendingBlock),
  service: memo(ServiceBlock),
  node: memo(NodeBlock),
};
