import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { NodeCardModel } from '../../projections/view-model.ts';
import { isFolded } from '../../projections/workloads/board.ts';
import { CaptionBar } from '../canvas/caption-bar.tsx';
import { machineActions } from '../canvas/machine-switches.tsx';
import { NodeCard } from '../canvas/node-card.tsx';
import { PendingTray } from '../canvas/pending-tray.tsx';
import { TEXTS } from '../texts.ts';
import { OwnerBoard } from '../workloads/owner-board.tsx';
import { OwnerTicket } from '../workloads/owner-ticket.tsx';
import { ticketActions } from '../workloads/ticket-actions.ts';
import { FirstMinute } from './first-minute.tsx';
import { useMapActions } from './map/map-actions.ts';
import { useSession } from './use-session.ts';

/** One node as wide as the phone. */
function ListedNode({ node }: { readonly node: NodeCardModel }): ReactNode {
  const { selection, preferences } = useSession();
  const lens = useStore(preferences, (state) => state.lens);
  const podUid = useStore(selection, ({ current }) =>
    current?.kind === 'Pod' ? (current.uid ?? null) : null,
  );
  const selected = useStore(
    selection,
    ({ current }) => current?.kind === 'Node' && current.name === node.name,
  );
  const mapActions = useMapActions();
  const { onSelectNode, onOpenNode, onSelectPod, onOpenPod } = mapActions;
  const actions = {
    ...(onSelectNode && { onSelectNode }),
    ...(onOpenNode && { onOpenNode }),
    ...(onSelectPod && { onSelectPod }),
    ...(onOpenPod && { onOpenPod }),
    ...machineActions(mapActions),
  };
  return (
    <NodeCard
      node={node}
      lens={lens}
      density={node.pods.length > 8 ? 'tile' : 'row-38'}
      widthPx={340}
      selected={selected}
      selectedPodUid={podUid}
      {...actions}
    />
  );
}

/** The map of a phone: no panning, one thing below the other. */
export function NodeList(): ReactNode {
  const { map, selection } = useSession();
  const model = useStore(map, (state) => state.model);
  const podUid = useStore(selection, ({ current }) =>
    current?.kind === 'Pod' ? (current.uid ?? null) : null,
  );
  const selectedUid = useStore(selection, ({ current }) => current?.uid ?? null);
  const actions = useMapActions();
  const { onSelectPod } = actions;
  if (model === null) return <section className="pd-node-list pd-quiet">{TEXTS.map.starting}</section>;
  return (
    <section className="pd-node-list" aria-label={TEXTS.panels.map} id="pd-map">
      <div className="pd-node-list-things">
        {isFolded(model.owners) ? (
          <OwnerBoard owners={model.owners} selectedUid={selectedUid} {...ticketActions(actions)} />
        ) : (
          model.owners.map((owner) => (
            <OwnerTicket key={owner.uid} owner={owner} {...ticketActions(actions)} />
          ))
        )}
        <PendingTray tray={model.pending} selectedPodUid={podUid} {...(onSelectPod && { onSelectPod })} />
        {model.nodes.map((node) => (
          <ListedNode key={node.name} node={node} />
        ))}
        {model.nodes.length === 0 && <p className="pd-quiet">{TEXTS.map.noNodes}</p>}
      </div>
      <CaptionBar caption={model.caption}>
        <FirstMinute />
      </CaptionBar>
    </section>
  );
}
