import { lazy, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './dock.css';
import { Later } from '../app-shell/later.tsx';
import { useSession } from '../app-shell/use-session.ts';
import { useBreadth } from '../app-shell/use-breadth.ts';
import type { DockTab } from '../stores/layout.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { BranchChip } from './branch-chip.tsx';
import { EventsTable } from './events-table.tsx';
import { LanesView } from './lanes-view.tsx';
import { Transport } from './transport.tsx';

const TerminalPanel = lazy(() =>
  import('../terminal/terminal-panel.tsx').then(({ TerminalPanel: component }) => ({ default: component })),
);

const TABS = [
  { value: 'timeline', label: TEXTS.time.tab.timeline },
  { value: 'events', label: TEXTS.time.tab.events },
  { value: 'kubectl', label: TEXTS.time.tab.kubectl },
] as const;

function Body({ tab }: { readonly tab: DockTab }): ReactNode {
  switch (tab) {
    case 'events':
      return <EventsTable />;
    case 'kubectl':
      return (
        <Suspense fallback={<p className="pd-table-note">{TEXTS.terminal.loading}</p>}>
          <TerminalPanel />
        </Suspense>
      );
    default:
      return <LanesView />;
  }
}

/** The bottom of the screen: when. */
export function Dock(): ReactNode {
  const { layout } = useSession();
  const open = useStore(layout, (state) => state.dockOpen);
  const tab = useStore(layout, (state) => state.dockTab);
  const breadth = useBreadth();
  const large = breadth === 'full' || breadth === 'narrow';
  const shown = open || !large;
  const toggleLabel = open ? TEXTS.panels.closeTime : TEXTS.panels.openTime;
  return (
    <section className="pd-dock" aria-label={TEXTS.time.landmark}>
      <div className="pd-dock-bar">
        <Transport compact={!large} />
        <BranchChip />
        <Segmented
          label={TEXTS.time.tabs}
          options={TABS}
          value={tab}
          onChange={(next) => layout.change({ dockTab: next, dockOpen: true })}
        />
        {large && (
          <button
            type="button"
            className="pd-icon-button"
            aria-label={toggleLabel}
            aria-expanded={open}
            data-tip={toggleLabel}
            onClick={() => layout.change({ dockOpen: !open })}
          >
            <Glyph name={open ? 'icon-down' : 'icon-up'} size={12} />
          </button>
        )}
      </div>
      {shown && (
        <div className="pd-dock-body">
          <Later>
            <Body tab={tab} />
          </Later>
        </div>
      )}
    </section>
  );
}
