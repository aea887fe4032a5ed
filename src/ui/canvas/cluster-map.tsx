import { memo, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import './cluster-map.css';
import type { ControlPlaneActor, MapModel } from '../../projections/view-model.ts';
import { OwnerTicket } from '../workloads/owner-ticket.tsx';
import { ticketActions, type TicketActions } from '../workloads/ticket-actions.ts';
import { CaptionBar } from './caption-bar.tsx';
import { ControlPlaneStrip } from './control-plane-strip.tsx';
import { chooseDensity, type Density } from './density.ts';
import { machineActions, type MachineActions } from './machine-switches.tsx';
import { NodeCard } from './node-card.tsx';
import { PendingTray } from './pending-tray.tsx';
import { ReplacementLayer } from './replacement-layer.tsx';
import { ServiceRail } from './service-rail.tsx';

/** What a person may do on the map. The map decides nothing; whoever mounts it sends the commands. */
export interface MapActions extends TicketActions, MachineActions {
  readonly onOpenPod?: (uid: string) => void;
  readonly onSelectNode?: (node: string) => void;
  readonly onOpenNode?: (node: string) => void;
  readonly onSelectService?: (uid: string) => void;
  readonly onSelectActor?: (actor: ControlPlaneActor) => void;
}

/** What is selected: at most one of them. */
export interface MapSelection {
  readonly podUid?: string | null;
  readonly node?: string | null;
  readonly ownerUid?: string | null;
}

export interface ClusterMapProps {
  readonly model: MapModel;
  readonly selection?: MapSelection;
  readonly actions?: MapActions;
  /** A tool is at hand: what it would do to a pod. */
  readonly toolHint?: string;
}

const NODE_WIDTH_MIN_PX = 190;
const NODE_GAP_PX = 14;
const NO_ACTIONS: MapActions = {};
const NO_SELECTION: MapSelection = {};

/** Width of the room for node cards, followed as it changes. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Width of one card when as many stand side by side as fit. */
export function cardWidthPx(roomPx: number, nodeCount: number): number {
  const fit = Math.max(1, Math.floor((roomPx + NODE_GAP_PX) / (NODE_WIDTH_MIN_PX + NODE_GAP_PX)));
  const columns = Math.max(1, Math.min(fit, nodeCount));
  return Math.floor((roomPx - NODE_GAP_PX * (columns - 1)) / columns);
}

/** All cards share a density; the last one keeps it calm at the borders. */
function useDensity(widthPx: number, podCountMax: number): Density {
  const [previous, setPrevious] = useState<Density | null>(null);
  const density = chooseDensity({ widthPx, podCountMax, previous: widthPx > 0 ? previous : null });
  if (widthPx > 0 && density !== previous) setPrevious(density);
  return density;
}

interface NodeGridProps extends ClusterMapProps {
  readonly density: Density;
  readonly widthPx: number;
}

function NodeGrid({
  model,
  selection = NO_SELECTION,
  actions = NO_ACTIONS,
  toolHint,
  density,
  widthPx,
}: NodeGridProps): ReactNode {
  const { onSelectPod, onOpenPod, onSelectNode, onOpenNode } = actions;
  const act = {
    ...(onSelectPod && { onSelectPod }),
    ...(onOpenPod && { onOpenPod }),
    ...(onSelectNode && { onSelectNode }),
    ...(onOpenNode && { onOpenNode }),
    ...machineActions(actions),
    ...(toolHint !== undefined && { toolHint }),
  };
  const selectedPodOf = (uids: readonly { readonly uid: string }[]): string | null =>
    uids.some((pod) => pod.uid === selection.podUid) ? (selection.podUid ?? null) : null;
  return model.nodes.map((node) => (
    <NodeCard
      key={node.name}
      node={node}
      lens={model.lens}
      density={density}
      widthPx={widthPx}
      selected={node.name === selection.node}
      selectedPodUid={selectedPodOf([...node.pods, ...node.staticPods])}
      {...act}
    />
  ));
}

function Wants({ model, selection = NO_SELECTION, actions = NO_ACTIONS }: ClusterMapProps): ReactNode {
  const { onSelectPod } = actions;
  return (
    <div className="pd-map-wants">
      {model.owners.map((owner) => (
        <OwnerTicket
          key={owner.uid}
          owner={owner}
          selected={owner.uid === selection.ownerUid}
          {...ticketActions(actions)}
        />
      ))}
      <PendingTray
        tray={model.pending}
        selectedPodUid={selection.podUid ?? null}
        {...(onSelectPod && { onSelectPod })}
      />
    </div>
  );
}

function Services({ model, selection = NO_SELECTION, actions = NO_ACTIONS }: ClusterMapProps): ReactNode {
  const { onSelectService, onSelectPod } = actions;
  const act = { ...(onSelectService && { onSelectService }), ...(onSelectPod && { onSelectPod }) };
  return model.services.map((service) => (
    <ServiceRail key={service.uid} service={service} selectedPodUid={selection.podUid ?? null} {...act} />
  ));
}

/** The whole cluster at once: control plane, promises, waiting pods, traffic, nodes. */
function ClusterMapDrawing(props: ClusterMapProps): ReactNode {
  const { model, actions = NO_ACTIONS } = props;
  const root = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const room = useWidth(grid);
  const widthPx = cardWidthPx(room, model.nodes.length);
  const density = useDensity(widthPx, Math.max(0, ...model.nodes.map((node) => node.pods.length)));
  return (
    <div className="pd-map" ref={root}>
      <ControlPlaneStrip
        controlPlane={model.controlPlane}
        {...(actions.onSelectActor && { onSelectActor: actions.onSelectActor })}
      />
      <Wants {...props} />
      <Services {...props} />
      <div className="pd-map-nodes" ref={grid}>
        {room > 0 && <NodeGrid {...props} density={density} widthPx={widthPx} />}
        {model.nodes.length === 0 && <p className="pd-map-empty">Pods will wait. Add a node.</p>}
      </div>
      <ReplacementLayer root={root} model={model} layout={`${density} ${room}`} />
      <CaptionBar caption={model.caption} />
    </div>
  );
}

export const ClusterMap = memo(ClusterMapDrawing);
