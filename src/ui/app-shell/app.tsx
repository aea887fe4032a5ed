import { lazy, Suspense, useEffect, type MouseEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import '../theme/fonts.css';
import '../theme/tokens.css';
import '../theme/base.css';
import './app.css';
import { LiveRegion } from '../announce/live-region.tsx';
import { VirtualNowContext } from '../canvas/use-virtual-now.ts';
import { GlyphSprite } from '../glyphs/glyph-sprite.tsx';
import { TEXTS } from '../texts.ts';
import { TipLayer } from '../widgets/tip-layer.tsx';
import { DialogsAhead, useDialogsAhead } from './dialogs-ahead.tsx';
import { FaultBanner } from './fault-banner.tsx';
import { Frame } from './frame.tsx';
import { ScreenSummary } from './screen-summary.tsx';
import type { Session } from './session.ts';
import { Toasts } from './toasts-view.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { SessionContext, useSession } from './use-session.ts';

const fetchDialogs = () => import('./dialogs.tsx').then(({ Dialogs: component }) => ({ default: component }));
const Dialogs = lazy(fetchDialogs);
const PresentView = lazy(() =>
  import('../present/present-view.tsx').then(({ PresentView: component }) => ({ default: component })),
);

/** The tree's own tab stop; on a screen without a tree the link leads to the map. */
function focusTree(event: MouseEvent): void {
  const stop = document.querySelector<HTMLElement>('#pd-tree [tabindex="0"]');
  if (stop === null) return;
  event.preventDefault();
  stop.focus();
}

/** Motion and title of the page follow the stores. */
function usePageAttributes(): void {
  const { preferences, run } = useSession();
  const motion = useStore(preferences, (state) => state.motion);
  const title = useStore(run, (state) => state.title);
  useEffect(() => {
    if (motion === 'reduce') document.documentElement.dataset['motion'] = 'reduce';
    else delete document.documentElement.dataset['motion'];
  }, [motion]);
  useEffect(() => {
    document.title = title === '' ? TEXTS.product : `${title} · ${TEXTS.product}`;
  }, [title]);
}

function Page(): ReactNode {
  const { layout } = useSession();
  const presenting = useStore(layout, (state) => state.presenting);
  const dialog = useStore(layout, (state) => state.dialog);
  const actionsOpen = useStore(layout, (state) => state.actionsOpen);
  usePageAttributes();
  useShortcuts();
  useDialogsAhead(fetchDialogs);
  return (
    <>
      <a className="pd-skip" href="#pd-map" onClick={focusTree}>
        {TEXTS.skip}
      </a>
      <ScreenSummary />
      {presenting ? (
        <Suspense fallback={null}>
          <PresentView />
          <Toasts />
        </Suspense>
      ) : (
        <>
          <TopBar />
          <FaultBanner />
          <Frame />
        </>
      )}
      <LiveRegion />
      {(dialog !== 'none' || actionsOpen) && (
        <Suspense fallback={<DialogsAhead />}>
          <Dialogs />
        </Suspense>
      )}
      <TipLayer />
    </>
  );
}

/** The whole page of one session. */
export function App({ session }: { readonly session: Session }): ReactNode {
  return (
    <SessionContext value={session}>
      <VirtualNowContext value={session.clock}>
        <GlyphSprite />
        <Page />
      </VirtualNowContext>
    </SessionContext>
  );
}
