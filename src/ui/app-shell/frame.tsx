import { useEffect, useRef, useState, type ReactNode } from 'react';
import {
  Group,
  Panel,
  Separator,
  usePanelRef,
  type Layout,
  type LayoutChangedMeta,
  type PanelImperativeHandle,
} from 'react-resizable-panels';
import { useStore } from 'zustand';
import './frame.css';
import { EditorPanel } from '../editor/editor-panel.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { readStored, writeStored } from '../stores/stored.ts';
import { Dock } from '../timeline/dock.tsx';
import { TEXTS } from '../texts.ts';
import { Later } from './later.tsx';
import { SmallFrame } from './small-frame.tsx';
import { Stage } from './stage.tsx';
import { useBreadth } from './use-breadth.ts';
import { useSession } from './use-session.ts';

/** Widths kept from the last visit, one set per group. */
function storedLayout(key: string): Layout | undefined {
  const stored = readStored(key);
  if (typeof stored !== 'object' || stored === null) return undefined;
  const sizes = Object.entries(stored).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return sizes.length === 0 ? undefined : Object.fromEntries(sizes);
}

function keeper(key: string): (layout: Layout, meta: LayoutChangedMeta) => void {
  return (layout, meta) => {
    if (meta.isUserInteraction) writeStored(key, layout);
  };
}

const keepers = { columns: keeper('columns'), 'columns-2': keeper('columns-2'), rows: keeper('rows') };

/** Panel and store agree: the store opens and closes the panel, dragging it shut tells the store. */
function useCollapse(panel: { readonly current: PanelImperativeHandle | null }, open: boolean): void {
  useEffect(() => {
    if (panel.current === null || panel.current.isCollapsed() === !open) return;
    if (open) panel.current.expand();
    else panel.current.collapse();
  }, [panel, open]);
}

function Rail({
  label,
  side,
  onOpen,
}: {
  readonly label: string;
  readonly side: 'left' | 'right';
  readonly onOpen: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={`pd-rail-button pd-rail-${side}`}
      aria-label={label}
      data-tip={label}
      onClick={onOpen}
    >
      <Glyph name={side === 'left' ? 'icon-file' : 'icon-bulb'} className="pd-glyph-tool" />
    </button>
  );
}

const RAIL_PX = 36;

interface Breadths {
  readonly editor: number;
  readonly editorMin: number;
  readonly inspector: number;
  readonly inspectorMin: number;
}

/** Widths at first: the map keeps more than half at 1280 px. */
function breadthsFor(width: number): Breadths {
  if (width >= 1600) return { editor: 480, editorMin: 380, inspector: 400, inspectorMin: 320 };
  return { editor: 330, editorMin: 260, inspector: 300, inspectorMin: 260 };
}

interface SidePanelProps {
  readonly id: string;
  readonly side: 'left' | 'right';
  /** Whether it is open, in the layout. */
  readonly flag: 'editorOpen' | 'inspectorOpen';
  readonly openLabel: string;
  readonly sizePx: number;
  readonly minPx: number;
  readonly maxSize: string;
  readonly children: ReactNode;
}

/** A column beside the map. Closed it is a rail with a button. */
function SidePanel(props: SidePanelProps): ReactNode {
  const { id, side, flag, openLabel, sizePx, minPx, maxSize, children } = props;
  const { layout } = useSession();
  const open = useStore(layout, (state) => state[flag]);
  const panel = usePanelRef();
  useCollapse(panel, open);
  return (
    <Panel
      id={id}
      panelRef={panel}
      collapsible
      collapsedSize={RAIL_PX}
      minSize={minPx}
      defaultSize={open ? sizePx : RAIL_PX}
      maxSize={maxSize}
      groupResizeBehavior="preserve-pixel-size"
      onResize={(size) => layout.change({ [flag]: size.inPixels > RAIL_PX + 1 })}
    >
      {open ? (
        <Later>{children}</Later>
      ) : (
        <Rail label={openLabel} side={side} onOpen={() => layout.change({ [flag]: true })} />
      )}
    </Panel>
  );
}

function SpecPanel({ breadths }: { readonly breadths: Breadths }): ReactNode {
  return (
    <SidePanel
      id="spec"
      side="left"
      flag="editorOpen"
      openLabel={TEXTS.panels.openSpec}
      sizePx={breadths.editor}
      minPx={breadths.editorMin}
      maxSize="50%"
    >
      <EditorPanel />
    </SidePanel>
  );
}

function WhyPanel({ breadths }: { readonly breadths: Breadths }): ReactNode {
  return (
    <SidePanel
      id="why"
      side="right"
      flag="inspectorOpen"
      openLabel={TEXTS.panels.openWhy}
      sizePx={breadths.inspector}
      minPx={breadths.inspectorMin}
      maxSize="45%"
    >
      <Inspector />
    </SidePanel>
  );
}

/** Where there is no room beside the map, the inspector comes over it as soon as something is selected. */
function InspectorOverlay(): ReactNode {
  const { layout, selection } = useSession();
  const open = useStore(layout, (state) => state.inspectorOpen);
  const isEmpty = useStore(selection, (state) => state.current === null);
  useEffect(
    () =>
      selection.subscribe(({ current }, { current: before }) => {
        if (current !== null && current !== before) layout.change({ inspectorOpen: true });
      }),
    [selection, layout],
  );
  if (!open || isEmpty) return null;
  return (
    <div className="pd-inspector-overlay">
      <Inspector />
    </div>
  );
}

/** Three columns, or two with the inspector over the map; each arrangement remembers its own widths. */
function Columns({ overlayInspector }: { readonly overlayInspector: boolean }): ReactNode {
  const key = overlayInspector ? 'columns-2' : 'columns';
  const [breadths] = useState(() => breadthsFor(window.innerWidth));
  const [sizes] = useState(() => storedLayout(key));
  return (
    <Group
      id={`pd-${key}`}
      className="pd-columns"
      {...(sizes && { defaultLayout: sizes })}
      onLayoutChanged={keepers[key]}
    >
      <SpecPanel breadths={breadths} />
      <Separator className="pd-separator" aria-label={TEXTS.panels.resizeSpec} />
      <Panel id="map" minSize="35%">
        <Stage />
        {overlayInspector && <InspectorOverlay />}
      </Panel>
      {!overlayInspector && <Separator className="pd-separator" aria-label={TEXTS.panels.resizeWhy} />}
      {!overlayInspector && <WhyPanel breadths={breadths} />}
    </Group>
  );
}

const DOCK_CLOSED_PX = 47;
const DOCK_PX = 172;
/** A low screen leaves the room to the map. */
const DOCK_LOW_PX = 160;

/** A terminal needs more rows than a timeline: the dock grows for it and goes back afterwards. */
const TERMINAL_PX = 300;
const TERMINAL_LOW_PX = 232;

function useTerminalRoom(dock: { readonly current: PanelImperativeHandle | null }): void {
  const { layout } = useSession();
  const shown = useStore(layout, ({ dockOpen, dockTab }) => dockOpen && dockTab === 'kubectl');
  const before = useRef(0);
  useEffect(() => {
    const panel = dock.current;
    if (panel === null || panel.isCollapsed()) return;
    const { inPixels } = panel.getSize();
    const wanted = window.innerHeight < 860 ? TERMINAL_LOW_PX : TERMINAL_PX;
    if (shown && inPixels < wanted) {
      before.current = inPixels;
      panel.resize(wanted);
    } else if (!shown && before.current > 0) {
      panel.resize(before.current);
      before.current = 0;
    }
  }, [dock, shown]);
}

/** The large screen: spec, map, why; below them time. */
function LargeFrame({ overlayInspector }: { readonly overlayInspector: boolean }): ReactNode {
  const { layout } = useSession();
  const dockOpen = useStore(layout, (state) => state.dockOpen);
  const dock = usePanelRef();
  useCollapse(dock, dockOpen);
  useTerminalRoom(dock);
  const [sizes] = useState(() => storedLayout('rows'));
  const [dockPx] = useState(() => (window.innerHeight < 860 ? DOCK_LOW_PX : DOCK_PX));
  return (
    <Group
      id="pd-rows"
      role="main"
      aria-label={TEXTS.panels.bench}
      orientation="vertical"
      className="pd-rows"
      {...(sizes && { defaultLayout: sizes })}
      onLayoutChanged={keepers.rows}
    >
      <Panel id="work" minSize="40%">
        <Columns overlayInspector={overlayInspector} key={String(overlayInspector)} />
      </Panel>
      <Separator className="pd-separator" aria-label={TEXTS.panels.resizeTime} />
      <Panel
        id="time"
        panelRef={dock}
        collapsible
        collapsedSize={DOCK_CLOSED_PX}
        minSize={100}
        defaultSize={dockOpen ? dockPx : DOCK_CLOSED_PX}
        maxSize="60%"
        groupResizeBehavior="preserve-pixel-size"
        onResize={(size) => layout.change({ dockOpen: size.inPixels > DOCK_CLOSED_PX + 1 })}
      >
        <Later>
          <Dock />
        </Later>
      </Panel>
    </Group>
  );
}

/** The frame for the room there is. */
export function Frame(): ReactNode {
  const breadth = useBreadth();
  if (breadth === 'phone' || breadth === 'tablet') return <SmallFrame breadth={breadth} />;
  return <LargeFrame overlayInspector={breadth === 'narrow'} />;
}
