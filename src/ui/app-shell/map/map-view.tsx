import {
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore as useFlowStore,
  ViewportPortal,
  type Node,
  type NodeChange,
} from '@xyflow/react';
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useStore } from 'zustand';
import '@xyflow/react/dist/base.css';
import './map-view.css';
import { deepEqual } from '../../../base/json.ts';
import {
  CARD_GAP_PX,
  fittedPitchPx,
  layoutMap,
  type MapBlock,
  type MapLayout,
} from '../../../projections/map-layout.ts';
import type { MapModel, NodeCardModel } from '../../../projections/view-model.ts';
import { isFolded } from '../../../projections/workloads/board.ts';
import { CaptionBar } from '../../canvas/caption-bar.tsx';
import { chooseDensity, type Density } from '../../canvas/density.ts';
import { ReplacementLayer, replacementPairs } from '../../canvas/replacement-layer.tsx';
import { useSession } from '../use-session.ts';
import {
  boardHeightPx,
  nodeHeightPx,
  ownerHeightPx,
  pendingHeightPx,
  PLANE_HEIGHT_PX,
  podCountMax,
  serviceHeightPx,
} from './block-heights.ts';
import { EmptyMap } from './empty-map.tsx';
import { MapContextMenu } from './map-context-menu.tsx';
import { MapControls } from './map-controls.tsx';
import { CardsBeyond } from './cards-beyond.tsx';
import { BROWSER_FRAMES, CardPace } from './card-pace.ts';
import { distanceAt } from './distance.ts';
import { faceAt, firstFace, isFleet, PITCH_CARDS_PX, type MapFace } from './fleet-grid.ts';
import { FleetView } from './fleet-view.tsx';
import { createMapFrame, MapToolsContext, useMapTools, type MapFrameStore } from './map-frame.ts';
import { BLOCK_TYPES } from './map-nodes.tsx';

type BlockNode = Node<{ key: string }, keyof typeof BLOCK_TYPES>;
/** How much higher each block was drawn than estimated. A block out of sight is not measured again, but its estimate follows what stands in it. */
type Corrections = ReadonlyMap<string, number>;

/** Where one comes to the cards from the tiles: which node, and whether to read it or only to see it. */
interface Arrival {
  readonly node: string;
  readonly close: boolean;
}

interface ViewSize {
  readonly width: number;
  readonly height: number;
}

interface Arrangement {
  readonly layout: MapLayout;
  readonly density: Density;
  readonly estimates: Estimates;
}

interface Estimates {
  readonly plane: MapBlock;
  readonly board: MapBlock | null;
  readonly owners: readonly MapBlock[];
  readonly pending: MapBlock;
  readonly services: readonly MapBlock[];
  readonly nodes: readonly MapBlock[];
}

function estimate(model: MapModel, density: Density, widthPx: number): Estimates {
  return {
    plane: { id: 'plane', heightPx: PLANE_HEIGHT_PX },
    board: isFolded(model.owners) ? { id: 'board', heightPx: boardHeightPx(model.owners) } : null,
    owners: isFolded(model.owners)
      ? []
      : model.owners.map((owner) => ({ id: `owner ${owner.uid}`, heightPx: ownerHeightPx(owner) })),
    pending: { id: 'pending', heightPx: pendingHeightPx(model.pending) },
    services: model.services.map((service) => ({
      id: `service ${service.uid}`,
      heightPx: serviceHeightPx(service),
    })),
    nodes: model.nodes.map((node) => ({
      id: `node ${node.name}`,
      heightPx: nodeHeightPx(node, density, widthPx),
    })),
  };
}

/** Width of one card changes the density, and the density the heights: two rounds settle both. */
function measureLayout(
  model: MapModel,
  view: ViewSize,
  corrections: Corrections,
  previous: Density | null,
): Arrangement {
  const corrected = ({ id, heightPx }: MapBlock): MapBlock => ({
    id,
    heightPx: heightPx + (corrections.get(id) ?? 0),
  });
  const arrange = (estimates: Estimates): MapLayout =>
    layoutMap({
      viewWidthPx: view.width,
      viewHeightPx: view.height,
      plane: corrected(estimates.plane),
      ...(estimates.board === null ? {} : { board: corrected(estimates.board) }),
      owners: estimates.owners.map(corrected),
      pending: corrected(estimates.pending),
      services: estimates.services.map(corrected),
      nodes: estimates.nodes.map(corrected),
    });
  const { cardWidthPx } = arrange(estimate(model, previous ?? 'row-30', 200));
  const density = chooseDensity({ widthPx: cardWidthPx, podCountMax: podCountMax(model), previous });
  const estimates = estimate(model, density, cardWidthPx);
  return { layout: arrange(estimates), density, estimates };
}

/** The estimated height of every block, as it was last laid out. */
function estimatedHeights({
  plane,
  board,
  owners,
  pending,
  services,
  nodes,
}: Estimates): Map<string, number> {
  return new Map(
    [plane, ...(board === null ? [] : [board]), ...owners, pending, ...services, ...nodes].map(
      ({ id, heightPx }) => [id, heightPx],
    ),
  );
}

/** The last arrangement for as long as nothing moves: most frames change what stands in the blocks, not where. */
function useArrangement(
  model: MapModel | null,
  view: ViewSize,
  corrections: Corrections,
): Arrangement | null {
  const [kept, keep] = useState<Arrangement | null>(null);
  const next = useMemo(
    () => (model === null ? null : measureLayout(model, view, corrections, kept?.density ?? null)),
    [model, view, corrections, kept],
  );
  const moved = next !== null && !deepEqual(next, kept);
  // **Why:** what stays is state that follows from earlier props; setting it here draws again before anyone sees it.
  if (moved) keep(next);
  return moved ? next : kept;
}

function typeOf(id: string): { readonly type: keyof typeof BLOCK_TYPES; readonly key: string } {
  const [type = '', ...key] = id.split(' ');
  return { type: type as keyof typeof BLOCK_TYPES, key: key.join(' ') };
}

function blockAt(place: MapLayout['places'][number], old: BlockNode | undefined): BlockNode {
  if (
    old !== undefined &&
    old.position.x === place.x &&
    old.position.y === place.y &&
    old.width === place.width &&
    old.measured?.height === place.height
  )
    return old;
  const { type, key } = typeOf(place.id);
  return {
    id: place.id,
    type,
    position: { x: place.x, y: place.y },
    width: place.width,
    // **Why:** a block that counts as measured is drawn only where it is seen, also after it was moved.
    measured: { width: place.width, height: place.height },
    handles: [],
    data: { key },
  };
}

interface PlacedBlocks {
  readonly layout: MapLayout | null;
  readonly blocks: BlockNode[];
}

/** Blocks keep their identity while they stand where they stood. */
function useBlocks(layout: MapLayout | null): BlockNode[] {
  const [kept, keep] = useState<PlacedBlocks>({ layout: null, blocks: [] });
  if (kept.layout === layout) return kept.blocks;
  const known = new Map(kept.blocks.map((block) => [block.id, block]));
  const blocks = (layout?.places ?? []).map((place) => blockAt(place, known.get(place.id)));
  keep({ layout, blocks });
  return blocks;
}

type TakeChanges = (changes: readonly NodeChange<BlockNode>[]) => void;

function useMeasured(): readonly [Corrections, TakeChanges, (estimates: Estimates) => void] {
  const [corrections, setCorrections] = useState<Corrections>(() => new Map());
  const estimated = useRef<ReadonlyMap<string, number>>(new Map());
  const take = useCallback((changes: readonly NodeChange<BlockNode>[]) => {
    setCorrections((old) => {
      const found = changes.flatMap((change): readonly (readonly [string, number])[] => {
        const height = change.type === 'dimensions' ? Math.ceil(change.dimensions?.height ?? 0) : 0;
        if (change.type !== 'dimensions' || height === 0) return [];
        const correction = height - (estimated.current.get(change.id) ?? height);
        return (old.get(change.id) ?? 0) === correction ? [] : [[change.id, correction]];
      });
      return found.length === 0 ? old : new Map([...old, ...found]);
    });
  }, []);
  const note = useCallback((estimates: Estimates) => {
    estimated.current = estimatedHeights(estimates);
  }, []);
  return [corrections, take, note];
}

/** Smaller, cards are no more than marks: that is the fleet's business. */
const FIT_ZOOM_MIN = 0.176;

/** Fits a cluster that is larger than the window once, and again when another one comes; later only when asked. */
function useFirstFit(
  layout: MapLayout | null,
  view: ViewSize,
  cluster: string,
  arrival: Arrival | null,
): void {
  const { setViewport, setCenter } = useReactFlow();
  const fitted = useRef<string | null>(null);
  useEffect(() => {
    const subject = `${view.width} ${cluster}`;
    if (layout === null || layout.places.length === 0 || fitted.current === subject) return;
    const isFirst = fitted.current === null;
    fitted.current = subject;
    const place = layout.places.find(({ id }) => id === `node ${arrival?.node ?? ''}`);
    if (isFirst && arrival !== null && place !== undefined) {
      const zoom = arrival.close ? 1 : (PITCH_CARDS_PX + 1) / (layout.cardWidthPx + CARD_GAP_PX);
      void setCenter(place.x + place.width / 2, place.y + place.height / 2, { zoom, duration: 0 });
      return;
    }
    const zoom = Math.min(1, Math.max(FIT_ZOOM_MIN, view.width / layout.widthPx));
    void setViewport({ x: 0, y: 0, zoom });
  }, [layout, view.width, cluster, arrival, setViewport, setCenter]);
}

/** How far one looks from, for all cards; only a step from one distance to the next is told. */
function useDistance(): void {
  const { frame, pace } = useMapTools();
  const distance = useFlowStore((state) => distanceAt(state.transform[2], frame.getState().distance));
  useLayoutEffect(() => {
    pace.look(distance !== 'near');
    frame.setState({ distance });
  }, [frame, pace, distance]);
}

const APPROACH = { zoom: 1, duration: 0 } as const;

/** Double click on a far card: its node in the middle, at full size. */
function useApproach(layout: MapLayout | null): void {
  const { frame } = useMapTools();
  const { setCenter } = useReactFlow();
  useEffect(() => {
    frame.setState({
      approach: (node) => {
        const place = layout?.places.find(({ id }) => id === `node ${node}`);
        if (place !== undefined)
          void setCenter(place.x + place.width / 2, place.y + place.height / 2, APPROACH);
      },
    });
  }, [frame, layout, setCenter]);
}

/** Zoomed out far enough, cards become tiles again; the node in the middle stays there. */
function useTilesBeyond(
  layout: MapLayout | null,
  view: ViewSize,
  nodeCount: number,
  onTiles: (from: string | null) => void,
): void {
  const { getViewport } = useReactFlow();
  const pitch = (layout?.cardWidthPx ?? 0) + CARD_GAP_PX;
  const tiny = useFlowStore((state) => faceAt(state.transform[2] * pitch, 'cards') === 'tiles');
  useEffect(() => {
    if (!tiny || layout === null || !isFleet(nodeCount)) return;
    const { x, y, zoom } = getViewport();
    const middle = { x: (view.width / 2 - x) / zoom, y: (view.height / 2 - y) / zoom };
    const distance = (place: MapLayout['places'][number]): number =>
      Math.abs(place.x + place.width / 2 - middle.x) + Math.abs(place.y + place.height / 2 - middle.y);
    const nodes = layout.places.filter(({ id }) => id.startsWith('node '));
    const nearest = nodes.reduce<MapLayout['places'][number] | null>(
      (best, place) => (best === null || distance(place) < distance(best) ? place : best),
      null,
    );
    onTiles(nearest?.id.slice('node '.length) ?? null);
  }, [tiny, layout, view, nodeCount, getViewport, onTiles]);
}

const NO_EDGES: [] = [];

/** Room below the last card, so that the caption covers nothing for good. */
const CAPTION_ROOM_PX = 92;

interface FlowProps {
  readonly frame: MapFrameStore;
  readonly view: ViewSize;
  readonly arrival: Arrival | null;
  readonly onTiles: (from: string | null) => void;
}

function Flow({ frame, view, arrival, onTiles }: FlowProps): ReactNode {
  const { map } = useSession();
  const model = useStore(map, (state) => state.model);
  const [corrections, onNodesChange, noteEstimates] = useMeasured();
  const arranged = useArrangement(model, view, corrections);
  const layout = arranged?.layout ?? null;
  // Before anything of it is measured or drawn.
  useLayoutEffect(() => {
    if (arranged === null) return;
    noteEstimates(arranged.estimates);
    frame.setState({ density: arranged.density, cardWidthPx: arranged.layout.cardWidthPx });
  }, [arranged, frame, noteEstimates]);
  const blocks = useBlocks(layout);
  const nodeCount = model?.nodes.length ?? 0;
  useFirstFit(layout, view, model?.nodes[0]?.name ?? '', arrival);
  useTilesBeyond(layout, view, nodeCount, onTiles);
  useDistance();
  useApproach(layout);
  const extent = useMemo<[[number, number], [number, number]]>(() => {
    const width = Math.max(view.width, layout?.widthPx ?? 0);
    return [
      [0, 0],
      [width, Math.max(view.height, (layout?.heightPx ?? 0) + CAPTION_ROOM_PX)],
    ];
  }, [layout, view]);
  return (
    <ReactFlow<BlockNode>
      nodes={blocks}
      edges={NO_EDGES}
      nodeTypes={BLOCK_TYPES}
      onNodesChange={onNodesChange}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      zoomOnDoubleClick={false}
      panOnScroll
      minZoom={isFleet(nodeCount) ? 0.12 : 0.25}
      maxZoom={1.6}
      translateExtent={extent}
      onlyRenderVisibleElements
      attributionPosition="bottom-left"
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
    >
      <ViewportPortal>
        <div className="pd-map-ground" style={{ width: extent[1][0], height: extent[1][1] }} />
        <Wires nodes={model?.nodes ?? null} layout={layout} />
      </ViewportPortal>
      <MapControls />
      <CardsBeyond nodes={model?.nodes ?? null} layout={layout} />
    </ReactFlow>
  );
}

interface WiresProps {
  readonly nodes: readonly NodeCardModel[] | null;
  readonly layout: MapLayout | null;
}

/** "Replaced by" wires, measured in the viewport's own pixels; measuring costs a layout, so only while there is a pair. */
const Wires = memo(function WiresDrawing({ nodes, layout }: WiresProps): ReactNode {
  const dom = useFlowStore((state) => state.domNode);
  const viewport = useMemo(
    () => ({ current: dom?.querySelector<HTMLElement>('.react-flow__viewport') ?? null }),
    [dom],
  );
  const places = useMemo(
    () => layout?.places.map(({ id, x, y, width }) => `${id} ${x} ${y} ${width}`).join() ?? '',
    [layout],
  );
  const linked = useMemo(
    () => (nodes === null || replacementPairs({ nodes }).length === 0 ? null : { nodes }),
    [nodes],
  );
  return linked === null || dom === null ? null : (
    <ReplacementLayer root={viewport} model={linked} layout={places} />
  );
});

function useViewSize(element: React.RefObject<HTMLElement | null>): ViewSize | null {
  const [size, setSize] = useState<ViewSize | null>(null);
  useEffect(() => {
    if (element.current === null) return undefined;
    const take = (exact: DOMRect | DOMRectReadOnly): void => {
      const width = Math.round(exact.width);
      const height = Math.round(exact.height);
      if (width > 0 && height > 0)
        setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    const observer = new ResizeObserver(([entry]) => entry !== undefined && take(entry.contentRect));
    observer.observe(element.current);
    // The observer speaks with the next drawing; the first picture of the map is in that one already.
    take(element.current.getBoundingClientRect());
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Whether the map shows tiles or cards. A new cluster is looked at afresh; after that it is the person's choice. */
function useFace(view: ViewSize | null) {
  const { map } = useSession();
  const first = useStore(map, ({ model }) => model?.nodes[0]?.name ?? null);
  const count = useStore(map, ({ model }) => model?.nodes.length ?? 0);
  const [chosen, choose] = useState<{
    readonly cluster: string | null;
    readonly face: MapFace;
    readonly from: string | null;
    readonly arrival: Arrival | null;
  }>({ cluster: null, face: 'cards', from: null, arrival: null });
  // A node more or less is the same cluster.
  if (view !== null && first !== null && chosen.cluster !== first)
    choose({ cluster: first, face: firstFace(count, fittedPitchPx(count, view)), from: null, arrival: null });
  const onTiles = useCallback(
    (from: string | null) => choose((old) => ({ ...old, face: 'tiles', from, arrival: null })),
    [],
  );
  const onCards = useCallback(
    (node: string, close: boolean) =>
      choose((old) => ({ ...old, face: 'cards', from: null, arrival: { node, close } })),
    [],
  );
  return { ...chosen, onTiles, onCards };
}

/** The map in its window: pan with wheel or drag, zoom with pinch or buttons; the caption stays in place. */
export function MapView({ overlay }: { readonly overlay?: ReactNode }): ReactNode {
  const { map } = useSession();
  const box = useRef<HTMLDivElement>(null);
  const view = useViewSize(box);
  const [tools] = useState(() => ({ frame: createMapFrame(), pace: new CardPace(map, BROWSER_FRAMES) }));
  const { frame, pace } = tools;
  useEffect(() => pace.start(), [pace]);
  const distance = useStore(frame, (state) => state.distance);
  const { face, from, arrival, onTiles, onCards } = useFace(view);
  const caption = useStore(map, ({ model }) => model?.caption ?? null);
  return (
    <MapContextMenu>
      <div className="pd-map-view" ref={box} id="pd-map" data-distance={distance}>
        <MapToolsContext value={tools}>
          {view !== null && face === 'cards' && (
            <ReactFlowProvider initialWidth={view.width} initialHeight={view.height}>
              <Flow frame={frame} view={view} arrival={arrival} onTiles={onTiles} />
            </ReactFlowProvider>
          )}
          {face === 'tiles' && <FleetView from={from} onCards={onCards} />}
        </MapToolsContext>
        <EmptyMap />
        <div className="pd-map-foot">
          <CaptionBar caption={caption}>{overlay}</CaptionBar>
        </div>
      </div>
    </MapContextMenu>
  );
}
