import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { EditorPanel } from '../editor/editor-panel.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import type { Pane } from '../stores/layout.ts';
import { Dock } from '../timeline/dock.tsx';
import { Transport } from '../timeline/transport.tsx';
import { TEXTS } from '../texts.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { PhoneStage, Stage } from './stage.tsx';
import { Toasts } from './toasts-view.tsx';
import { useSession } from './use-session.ts';

const PANES: readonly Pane[] = ['map', 'yaml', 'why', 'time'];
const OPTIONS = PANES.map((value) => ({ value, label: TEXTS.panels.pane[value] }));

function Shown({ pane, phone }: { readonly pane: Pane; readonly phone: boolean }): ReactNode {
  switch (pane) {
    case 'yaml':
      return <EditorPanel />;
    case 'why':
      return <Inspector />;
    case 'time':
      return <Dock />;
    default:
      return phone ? <PhoneStage /> : <Stage />;
  }
}

/** Under 900 px: the map beside one other pane, under 600 px one pane at a time; the transport stays. */
export function SmallFrame({ breadth }: { readonly breadth: 'phone' | 'tablet' }): ReactNode {
  const { layout } = useSession();
  const pane = useStore(layout, (state) => state.pane);
  const phone = breadth === 'phone';
  const beside = !phone && pane !== 'map';
  return (
    <main className={`pd-small pd-small-${breadth}`} aria-label={TEXTS.panels.bench}>
      <div className="pd-small-panes">
        {beside && (
          <div className="pd-small-pane">
            <Stage />
          </div>
        )}
        <div className="pd-small-pane">
          <Shown pane={pane} phone={phone} />
        </div>
      </div>
      {phone && <Toasts />}
      {pane !== 'time' && (
        <section className="pd-small-transport" aria-label={TEXTS.time.landmark}>
          <Transport compact />
        </section>
      )}
      <nav className="pd-small-switch" aria-label={TEXTS.panels.switcher}>
        <Segmented
          label={TEXTS.panels.switcher}
          options={OPTIONS}
          value={pane}
          onChange={(next) => layout.change({ pane: next })}
        />
      </nav>
    </main>
  );
}
