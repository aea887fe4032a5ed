/** Everything one open run needs on this page: the way to the engine, and the stores. Made once, given to all parts by context. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { EngineFault } from '../../protocol/messages.ts';
import { BROWSER_CLOCK, createVirtualClock, type VirtualClock } from '../canvas/virtual-now.ts';
import { createEcho, type EchoStore } from '../stores/echo.ts';
import {
  createEditorDocuments,
  type EditorDocumentsStore,
  type NewDocument,
} from '../stores/editor-documents.ts';
import type { KeptVisit } from '../../host/share/visit.ts';
import type { RunSetup } from '../stores/engine-words.ts';
import { createLayout, type LayoutStore } from '../stores/layout.ts';
import { createPlayback, nearestSpeed, type PlaybackStore } from '../stores/playback.ts';
import { createPreferences, type PreferencesStore } from '../stores/preferences.ts';
import { createSelection, type SelectionStore } from '../stores/selection.ts';
import { createToasts, type ToastsStore } from '../stores/toasts.ts';
import { TEXTS } from '../texts.ts';
import { createDeeds, type Deeds } from './deeds.ts';
import { createMapStore, type MapState, type ProjectMap } from './map/map-store.ts';
import { visitNow } from './keep-visit.ts';
import type { Mirror } from './mirror-state.ts';
import type { UrlParameters } from './url-parameters.ts';

/** What is known of the run beside its state. */
export interface RunState {
  readonly title: string;
  readonly fault: EngineFault | null;
  /** The visit or run that was left last, when something was done in it. */
  readonly kept: KeptVisit | null;
}

export interface SessionParts {
  readonly client: EngineClient;
  readonly mirror: Mirror;
  readonly project: ProjectMap;
  readonly title: string;
  readonly documents: readonly NewDocument[];
  readonly parameters: UrlParameters;
  /** Begins anew with the run as last saved, after a fault. */
  readonly restore: () => Promise<void>;
  /** How the page begins when nothing is brought back. */
  readonly beginning: RunSetup;
}

export interface Session {
  readonly client: EngineClient;
  readonly mirror: Mirror;
  readonly map: StoreApi<MapState>;
  readonly run: StoreApi<RunState>;
  readonly preferences: PreferencesStore;
  readonly selection: SelectionStore;
  readonly layout: LayoutStore;
  readonly playback: PlaybackStore;
  readonly documents: EditorDocumentsStore;
  readonly toasts: ToastsStore;
  readonly echo: EchoStore;
  readonly clock: VirtualClock;
  readonly deeds: Deeds;
  readonly restore: () => Promise<void>;
  /** Begins anew with the same machines and nothing on them, or as the run began. */
  emptyPlayground(): Promise<void>;
  reset(): Promise<void>;
  /** As the page began. */
  startFresh(): Promise<void>;
  /** The same beginning with other chances. */
  reseed(): Promise<void>;
}

/** The clock of the map follows the engine: it runs on by itself between frames and stands where the engine stands. */
function followClock(mirror: Mirror, clock: VirtualClock): void {
  let known: { readonly playing: boolean; readonly speed: number } | null = null;
  const update = (): void => {
    const next = mirror.getState().clock;
    if (next === null) return;
    if (!next.playing) clock.pause(next.now);
    else if (known?.playing === true && known.speed === next.speed && next.now >= clock.get())
      clock.sync(next.now);
    else clock.play(next.now, next.speed);
    known = { playing: next.playing, speed: next.speed };
  };
  mirror.subscribe(update);
  update();
}

export function createSession(parts: SessionParts): Session {
  const { client, mirror, parameters } = parts;
  const preferences = createPreferences(parameters.motion === null ? {} : { motion: parameters.motion });
  const layout = createLayout({ presenting: parameters.present });
  const toasts = createToasts();
  const selection = createSelection();
  const documents = createEditorDocuments(parts.documents);
  const echo = createEcho();
  const run = createStore<RunState>()(() => ({ title: parts.title, fault: null, kept: null }));
  const playback = createPlayback({
    client,
    clock: () => mirror.getState().clock,
    speed: nearestSpeed(parameters.speed ?? 10),
    onRefused: (message) => toasts.show(message, { tone: 'refused' }),
    onQuiet: (about) => toasts.show(TEXTS.toast.quiet(about?.name ?? '')),
  });
  const clock = createVirtualClock(BROWSER_CLOCK);
  followClock(mirror, clock);
  client.onFault((fault) => run.setState({ fault }));
  const lens = { get: () => preferences.getState().lens, subscribe: preferences.subscribe };
  const map = createMapStore(mirror, lens, parts.project);
  const visit = (): KeptVisit | null =>
    visitNow({ client, mirror, documents, selection, playback, layout }, parameters.scenario);
  const deeds = createDeeds({ client, mirror, selection, documents, toasts, echo, layout, run, visit });
  /** Another run from the setup of this one. */
  const again = async (change: (setup: RunSetup) => RunSetup): Promise<void> => {
    const saved = await client.ask({ ask: 'save' });
    await deeds.start(change(saved.setup));
  };
  return {
    client,
    mirror,
    map,
    run,
    preferences,
    selection,
    layout,
    playback,
    documents,
    toasts,
    echo,
    clock,
    deeds,
    restore: () => parts.restore().then(() => run.setState({ fault: null, kept: null })),
    emptyPlayground: () =>
      again((setup) => ({ ...setup, title: TEXTS.top.emptyTitle, opening: [], settleMs: setup.settleMs })),
    reset: () => again((setup) => setup),
    startFresh: () => deeds.start(parts.beginning, parts.documents),
    reseed: () =>
      again((setup) => ({ ...setup, seed: (Math.imul(setup.seed, 1_664_525) + 1_013_904_223) >>> 1 })),
  };
}
