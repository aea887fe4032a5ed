/** The visit as it would be kept, and the ways in which it is: in the tab for a reload, in the browser for another day. */
import { BROWSER_STORAGE, startAutosave } from '../../host/share/autosave.ts';
import { isWorthKeeping, keepInTab, type KeptVisit, type TabStorage } from '../../host/share/visit.ts';
import { TEXTS } from '../texts.ts';
import type { Session } from './session.ts';

type Kept = Pick<Session, 'client' | 'mirror' | 'documents' | 'selection' | 'playback' | 'layout'>;

/** Makes the visit anew only when something was done; the moment alone is no reason. */
export function createVisitView(session: Kept, scenario: string): () => KeptVisit | null {
  let parts: readonly unknown[] = [];
  let made: KeptVisit | null = null;
  return () => {
    const { lastSaved } = session.client;
    const { documents, activeId } = session.documents.getState();
    const { current } = session.selection.getState();
    const now = [lastSaved, documents, activeId, current, session.layout.getState().insidePod];
    if (now.some((part, index) => part !== parts[index])) made = visitNow(session, scenario);
    parts = now;
    return made;
  };
}

/** The visit at this very moment. */
export function visitNow(session: Kept, scenario: string): KeptVisit | null {
  const { lastSaved } = session.client;
  const { clock } = session.mirror.getState();
  if (lastSaved === null) return null;
  const { documents, activeId } = session.documents.getState();
  return {
    version: 1,
    run: { ...lastSaved, at: clock?.now ?? lastSaved.at },
    documents: documents.map(({ name, text, applied, live }) => ({ name, text, applied, live })),
    active: documents.findIndex(({ id }) => id === activeId),
    selection: session.selection.getState().current,
    inside: session.layout.getState().insidePod,
    playing: clock?.playing ?? false,
    speed: session.playback.getState().speed,
    scenario,
  };
}

/** Keeps the visit from now on. A moment before the page goes, the tab learns what time it was. */
export function keepVisit(session: Session, scenario: string, tab: TabStorage | null): void {
  const view = createVisitView(session, scenario);
  const inTab = (): void => {
    const visit = visitNow(session, scenario);
    if (tab !== null && visit !== null) keepInTab(tab, visit);
  };
  let kept: KeptVisit | null = null;
  startAutosave({
    visit: () => {
      const visit = view();
      if (visit !== kept) inTab();
      kept = visit;
      return visit;
    },
    storage: BROWSER_STORAGE,
    every(work, periodMs) {
      const timer = setInterval(work, periodMs);
      return () => clearInterval(timer);
    },
    onBlocked: () => session.toasts.show(TEXTS.settings.notRemembered),
  });
  window.addEventListener('pagehide', inTab);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && inTab());
}

/** A reload, or a way back to the page: the tab goes on where it was. A new visit begins anew. */
export function continuesVisit(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry !== undefined && 'type' in entry && entry.type !== 'navigate';
}

/** Storage of this tab, unless it is blocked. */
export function tabStorage(): TabStorage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}

/** Goes on with the visit of this tab. Whether there was one that could be opened. */
export async function resumeVisit(session: Session, visit: KeptVisit, paused: boolean): Promise<boolean> {
  if (!(await session.deeds.resume(visit))) return false;
  await session.playback.setSpeed(visit.speed);
  if (visit.playing && !paused) await session.playback.play();
  if (isWorthKeeping(visit))
    session.toasts.show(TEXTS.toast.backAgain, {
      action: { label: TEXTS.toast.startFresh, run: () => void session.startFresh() },
    });
  return true;
}

/** Tells of the visit before, when something was done in it. */
export function offerVisit(session: Session, visit: KeptVisit): void {
  session.run.setState({ kept: visit });
  session.toasts.show(TEXTS.toast.keptRun(visit.run.setup.title), {
    action: { label: TEXTS.toast.openKept, run: () => void session.deeds.resume(visit) },
  });
}
