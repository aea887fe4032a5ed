/** Which panels are open and what they show. Sizes of the large screen are kept by the panels themselves. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObjectRef } from '../../protocol/requests.ts';
import { mergeStored, readStored, writeStored } from './stored.ts';

export type DockTab = 'timeline' | 'events' | 'kubectl';
export type InspectorTab = 'why' | 'status' | 'revisions' | 'spec' | 'events' | 'logs' | 'decision';
export type Dialog = 'none' | 'palette' | 'keys' | 'share' | 'settings' | 'truth';
/** The one pane of a small screen, or the left one of a middling one. */
export type Pane = 'map' | 'yaml' | 'why' | 'time';

export interface LayoutState {
  readonly editorOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly dockOpen: boolean;
  readonly dockTab: DockTab;
  readonly inspectorTab: InspectorTab;
  readonly pane: Pane;
  /** Name of the revision that is compared with the newest; empty: the one before it. */
  readonly comparedRevision: string;
  readonly dialog: Dialog;
  readonly presenting: boolean;
  /** Menu of what can be done to the selection. */
  readonly actionsOpen: boolean;
  /** The pod that is looked into, in place of the map. */
  readonly insidePod: ObjectRef | null;
  /** Grows with every wish to move the focus into the inspector. */
  readonly inspectorFocusWish: number;
  /** Grows with every wish to type into the terminal. */
  readonly terminalFocusWish: number;
  /** Typed for the palette before it was there. */
  readonly typedAhead: string;
  /** Grows with every wish to hear the summary. */
  readonly summaryWish: number;
}

export interface LayoutStore extends StoreApi<LayoutState> {
  change(change: Partial<LayoutState>): void;
  /** Opens the inspector at a tab, and moves the focus there when a person asked for it by key. */
  showInspector(tab: InspectorTab, focus: boolean): void;
  /** Opens the terminal and moves the focus there. */
  showTerminal(): void;
}

const KEY = 'layout';
const START: LayoutState = {
  editorOpen: true,
  inspectorOpen: true,
  dockOpen: true,
  dockTab: 'timeline',
  inspectorTab: 'why',
  pane: 'map',
  comparedRevision: '',
  dialog: 'none',
  presenting: false,
  actionsOpen: false,
  insidePod: null,
  inspectorFocusWish: 0,
  terminalFocusWish: 0,
  summaryWish: 0,
  typedAhead: '',
};
/** What is still so after a reload. */
const KEPT = ['editorOpen', 'inspectorOpen', 'dockOpen', 'dockTab'] as const;

export function createLayout(overrides: Partial<LayoutState> = {}): LayoutStore {
  const stored = mergeStored(START, readStored(KEY));
  const kept = Object.fromEntries(KEPT.map((key) => [key, stored[key]]));
  const store = createStore<LayoutState>()(() => ({ ...START, ...kept, ...overrides }));
  const change = (next: Partial<LayoutState>): void => {
    store.setState(next);
    const state = store.getState();
    writeStored(KEY, Object.fromEntries(KEPT.map((key) => [key, state[key]])));
  };
  return {
    ...store,
    change,
    showInspector(tab, focus) {
      const wish = store.getState().inspectorFocusWish + (focus ? 1 : 0);
      change({ inspectorOpen: true, inspectorTab: tab, pane: 'why', inspectorFocusWish: wish });
    },
    showTerminal() {
      const wish = store.getState().terminalFocusWish + 1;
      change({ dockOpen: true, dockTab: 'kubectl', pane: 'time', terminalFocusWish: wish });
    },
  };
}
