import { useEffect, useMemo, useState, type ReactNode } from 'react';
import './gallery.css';
import { ClusterMap } from '../canvas/cluster-map.tsx';
import { PresentMap } from '../canvas/present-map.tsx';
import { VirtualNowContext } from '../canvas/use-virtual-now.ts';
import { BROWSER_CLOCK, createVirtualClock } from '../canvas/virtual-now.ts';
import { GlyphSprite } from '../glyphs/glyph-sprite.tsx';
import { Wordmark } from '../glyphs/wordmark.tsx';
import { Segmented } from '../widgets/segmented.tsx';
import { TipLayer } from '../widgets/tip-layer.tsx';
import { Legend } from './legend.tsx';
import { GlyphSection, InteractionSection } from './interaction-section.tsx';
import { NodesSection, OwnersSection } from './node-sections.tsx';
import { crowdScene, mainScene, presentScene } from './sample-scenes.ts';
import { SHEET_NOW_MS } from './sample-pods.ts';
import { StatesSection } from './states-section.tsx';
import { ProbesSection, TimersSection } from './timer-sections.tsx';

const WAYS = [
  { value: 'paused', label: 'Paused' },
  { value: 'running', label: 'Running' },
] as const;

/** The whole grammar on one sheet. */
function Sheet({
  way,
  setWay,
}: {
  readonly way: 'paused' | 'running';
  readonly setWay: (way: 'paused' | 'running') => void;
}): ReactNode {
  return (
    <div className="pd-gallery">
      <header className="pd-gallery-head">
        <span className="pd-gallery-brand">
          <Wordmark />
          Podarium
        </span>
        <span className="pd-gallery-rule" />
        <h1 className="pd-strong">Grammar sheet</h1>
        <span className="pd-quiet">
          How everything on the map is drawn. Read edge, corner, fill, glyph; hue only repeats what they say.
        </span>
        <span className="pd-grow" />
        <Segmented label="Time" options={WAYS} value={way} onChange={setWay} />
      </header>
      <Legend />
      <StatesSection />
      <div className="pd-gallery-timers">
        <TimersSection />
        <ProbesSection />
      </div>
      <div className="pd-gallery-nodes">
        <NodesSection />
        <OwnersSection />
      </div>
      <InteractionSection />
      <GlyphSection />
    </div>
  );
}

/** `&pods=60` asks for more pods on each node of the crowd. */
function podsPerNode(): number {
  return Number(new URLSearchParams(window.location.search).get('pods') ?? 10);
}

/** The cluster of the main picture, or with `crowd` as many nodes and pods as a map draws in full. */
function Scene({ crowd }: { readonly crowd: boolean }): ReactNode {
  const scene = useMemo(() => mainScene(), []);
  const model = useMemo(() => (crowd ? crowdScene(30, podsPerNode()) : scene.model), [crowd, scene]);
  const [podUid, selectPod] = useState<string | null>(crowd ? null : scene.selectedPodUid);
  const [lit, setLit] = useState<Readonly<Record<string, boolean>>>({});
  const shown = {
    ...model,
    nodes: model.nodes.map((node) =>
      lit[node.name] === undefined
        ? node
        : { ...node, power: lit[node.name] === true ? ('on' as const) : ('off' as const) },
    ),
  };
  const actions = useMemo(
    () => ({
      onSelectPod: selectPod,
      onPower: (node: string, on: boolean) => setLit((now) => ({ ...now, [node]: on })),
    }),
    [],
  );
  return (
    <div className="pd-gallery-scene">
      <ClusterMap model={shown} selection={{ podUid }} actions={actions} />
    </div>
  );
}

/** The picture for the last seat. */
function Presented(): ReactNode {
  const model = useMemo(() => presentScene(), []);
  useEffect(() => {
    document.documentElement.dataset['present'] = 'true';
    return () => {
      delete document.documentElement.dataset['present'];
    };
  }, []);
  return (
    <div className="pd-gallery-present">
      <PresentMap model={model} />
    </div>
  );
}

function View({
  view,
  way,
  setWay,
}: {
  readonly view: string | null;
  readonly way: 'paused' | 'running';
  readonly setWay: (way: 'paused' | 'running') => void;
}): ReactNode {
  if (view === 'present') return <Presented />;
  if (view === 'main' || view === 'crowd') return <Scene crowd={view === 'crowd'} />;
  return <Sheet way={way} setWay={setWay} />;
}

/** Everything the map can draw, without an engine: `?gallery` is the sheet, `?gallery=main`, `crowd` and `present` are scenes; `&play` lets time pass. */
export function Gallery(): ReactNode {
  const query = new URLSearchParams(window.location.search);
  const [way, setWay] = useState<'paused' | 'running'>(query.has('play') ? 'running' : 'paused');
  const clock = useMemo(() => createVirtualClock(BROWSER_CLOCK), []);
  useEffect(() => {
    if (way === 'running') clock.play(SHEET_NOW_MS, 1);
    else clock.pause(SHEET_NOW_MS);
  }, [clock, way]);
  const view = query.get('gallery');
  return (
    <VirtualNowContext value={clock}>
      <GlyphSprite />
      <main>
        <View view={view} way={way} setWay={setWay} />
      </main>
      <TipLayer />
    </VirtualNowContext>
  );
}
