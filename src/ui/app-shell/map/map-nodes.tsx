import { memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MapActions } from '../../canvas/cluster-map.tsx';
import { ControlPlaneStrip } from '../../canvas/control-plane-strip.tsx';
import { NodeCard } from '../../canvas/node-card.tsx';
import { PendingTray } from '../../canvas/pending-tray.tsx';
import { ServiceRail } from '../../canvas/service-rail.tsx';
import { OwnerTicket } from '../../workloads/owner-ticket.tsx';
import { ticketActions } from '../../workloads/ticket-actions.ts';
import { useSession } from '../use-session.ts';
import { useMapActions } from './map-actions.ts';
import { useMapFrame } from './map-frame.ts';

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

function NodeBlock({ data }: BlockProps): ReactNode {
  const { map, selection, preferences } = useSession();
  const node = useStore(map, ({ byNode }) => byNode.get(data.key));
  const lens = useStore(preferences, (state) => state.lens);
  const frame = useMapFrame();
  const density = useStore(frame, (state) => state.density);
  const widthPx = useStore(frame, (state) => state.cardWidthPx);
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
  if (node === undefined || widthPx === 0) return null;
  return (
    <NodeCard
      node={node}
      lens={lens}
      density={density}
      widthPx={widthPx}
      selected={selected}
      selectedPodUid={podUid}
      {...pick(actions, ['onSelectNode', 'onOpenNode', 'onSelectPod', 'onOpenPod', 'onPower'])}
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
  owner: memo(OwnerBlock),
  pending: memo(PendingBlock),
  service: memo(ServiceBlock),
  node: memo(NodeBlock),
};
