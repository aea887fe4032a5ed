/** All keys: what they are called, and what they do. One table feeds both the page and its help. */
import { selectOwner } from '../palette/run-action.ts';
import { APPLY_KEYS, COMMAND_KEY, isCommandKey } from './platform.ts';
import { openPod } from './open-pod.ts';
import type { Session } from './session.ts';

export interface KeyPress {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface Shortcut {
  readonly id: string;
  /** As printed in the help. */
  readonly keys: readonly string[];
  readonly label: string;
  /** `anywhere` works in text fields too; `letter` can be switched off. */
  readonly scope: 'anywhere' | 'letter' | 'page';
  readonly matches: (press: KeyPress) => boolean;
  readonly run: (session: Session, press: KeyPress) => void;
}

function bare(press: KeyPress): boolean {
  return !press.metaKey && !press.ctrlKey && !press.altKey;
}

function letter(wanted: string): (press: KeyPress) => boolean {
  return (press) => bare(press) && press.key.toLowerCase() === wanted;
}

function commandKey(wanted: string, shift: boolean): (press: KeyPress) => boolean {
  return (press) =>
    isCommandKey(press) && !press.altKey && press.shiftKey === shift && press.key.toLowerCase() === wanted;
}

function step(direction: 'next' | 'previous'): Shortcut['run'] {
  return (session, press) => {
    const about = press.altKey ? session.selection.getState().current : null;
    void session.playback.step(direction, {
      raw: press.shiftKey && direction === 'next',
      ...(about !== null && { about }),
    });
  };
}

function arrow(key: string): (press: KeyPress) => boolean {
  return (press) => press.key === key && !press.metaKey && !press.ctrlKey;
}

function filterEvents(session: Session): void {
  session.layout.change({ dockOpen: true, dockTab: 'events', pane: 'time' });
  setTimeout(() => document.getElementById('pd-events-filter')?.focus(), 50);
}

/** From the terminal back to the map. */
function toTerminal({ layout }: Session): void {
  const isThere = document.activeElement?.closest('.pd-terminal') instanceof Element;
  if (!isThere) layout.showTerminal();
  else document.querySelector<HTMLElement>('#pd-tree [tabindex="0"]')?.focus();
}

function toOwner(session: Session): void {
  const { current } = session.selection.getState();
  if (current !== null) selectOwner(session, current);
}

function enterPod(session: Session): void {
  const { current } = session.selection.getState();
  if (current?.kind === 'Pod') openPod(session, current);
}

export const SHORTCUTS: readonly Shortcut[] = [
  {
    id: 'palette',
    keys: [`${COMMAND_KEY}K`],
    label: 'Find or do',
    scope: 'anywhere',
    matches: commandKey('k', false),
    run: ({ layout }) => layout.change({ dialog: 'palette', actionsOpen: false }),
  },
  {
    id: 'apply',
    keys: [APPLY_KEYS],
    label: 'Apply the open manifest',
    scope: 'anywhere',
    matches: (press) => isCommandKey(press) && press.key === 'Enter',
    run: ({ deeds, documents }) => void deeds.applyDocument(documents.getState().activeId),
  },
  {
    id: 'undo',
    keys: [`${COMMAND_KEY}Z`],
    label: 'Undo the last deed',
    scope: 'page',
    matches: commandKey('z', false),
    run: ({ deeds }) => void deeds.undo(),
  },
  {
    id: 'redo',
    keys: [`⇧${COMMAND_KEY}Z`],
    label: 'Do it again',
    scope: 'page',
    matches: commandKey('z', true),
    run: ({ deeds }) => void deeds.redo(),
  },
  {
    id: 'play',
    keys: ['Space', '.'],
    label: 'Play or pause',
    scope: 'page',
    matches: (press) => bare(press) && (press.key === ' ' || press.key === '.'),
    run: ({ playback }) => void playback.toggle(),
  },
  {
    id: 'back',
    keys: ['←'],
    label: 'Step back (Alt: only the selection)',
    scope: 'page',
    matches: arrow('ArrowLeft'),
    run: step('previous'),
  },
  {
    id: 'forward',
    keys: ['→'],
    label: 'Step (Shift: every simulator event)',
    scope: 'page',
    matches: arrow('ArrowRight'),
    run: step('next'),
  },
  {
    id: 'skip',
    keys: ['N'],
    label: 'Next event',
    scope: 'letter',
    matches: letter('n'),
    run: ({ playback }) => void playback.skip(),
  },
  {
    id: 'why',
    keys: ['W'],
    label: 'Why: to the inspector',
    scope: 'letter',
    matches: letter('w'),
    run: ({ layout }) => layout.showInspector('why', true),
  },
  {
    id: 'act',
    keys: ['K'],
    label: 'Do something to the selection',
    scope: 'letter',
    matches: letter('k'),
    run: ({ layout }) => layout.change({ actionsOpen: true }),
  },
  {
    id: 'owner',
    keys: ['O'],
    label: 'To the owner of the selection',
    scope: 'letter',
    matches: letter('o'),
    run: toOwner,
  },
  {
    id: 'inside',
    keys: ['E'],
    label: 'Enter the selected pod: see it from inside',
    scope: 'letter',
    matches: letter('e'),
    run: enterPod,
  },
  {
    id: 'terminal',
    keys: ['Ctrl `'],
    label: 'To the terminal, and back',
    scope: 'anywhere',
    matches: (press) => press.ctrlKey && !press.altKey && !press.metaKey && press.key === '`',
    run: toTerminal,
  },
  {
    id: 'previous',
    keys: ['['],
    label: 'Previous selection',
    scope: 'letter',
    matches: letter('['),
    run: ({ selection }) => selection.back(),
  },
  {
    id: 'following',
    keys: [']'],
    label: 'Next selection',
    scope: 'letter',
    matches: letter(']'),
    run: ({ selection }) => selection.forward(),
  },
  {
    id: 'lens',
    keys: ['T'],
    label: 'API view or ground truth',
    scope: 'letter',
    matches: letter('t'),
    run: ({ preferences }) =>
      preferences.choose({ lens: preferences.getState().lens === 'api' ? 'truth' : 'api' }),
  },
  {
    id: 'tree',
    keys: ['C'],
    label: 'To the cluster as a tree',
    scope: 'letter',
    matches: letter('c'),
    run: () => document.querySelector<HTMLElement>('#pd-tree [tabindex="0"]')?.focus(),
  },
  {
    id: 'summary',
    keys: ['I'],
    label: 'Speak the summary',
    scope: 'letter',
    matches: letter('i'),
    run: ({ layout }) => layout.change({ summaryWish: layout.getState().summaryWish + 1 }),
  },
  {
    id: 'filter',
    keys: ['/'],
    label: 'Filter the Events',
    scope: 'letter',
    matches: letter('/'),
    run: filterEvents,
  },
  {
    id: 'goto',
    keys: [':', '>'],
    label: 'Go to something by name',
    scope: 'letter',
    matches: (press) => bare(press) && (press.key === ':' || press.key === '>'),
    run: ({ layout }) => layout.change({ dialog: 'palette' }),
  },
  {
    id: 'present',
    keys: ['P'],
    label: 'Present',
    scope: 'letter',
    matches: letter('p'),
    run: ({ layout }) => layout.change({ presenting: !layout.getState().presenting }),
  },
  {
    id: 'keys',
    keys: ['?'],
    label: 'All keys',
    scope: 'letter',
    matches: (press) => bare(press) && press.key === '?',
    run: ({ layout }) => layout.change({ dialog: 'keys' }),
  },
  {
    id: 'out',
    keys: ['Esc'],
    label: 'Out: close, or clear the selection',
    scope: 'page',
    matches: (press) => press.key === 'Escape',
    run: leave,
  },
  {
    id: 'page-down',
    keys: ['Page down'],
    label: 'Next event, while presenting',
    scope: 'page',
    matches: (press) => press.key === 'PageDown',
    run: ({ playback }) => void playback.skip(),
  },
  {
    id: 'page-up',
    keys: ['Page up'],
    label: 'Step back, while presenting',
    scope: 'page',
    matches: (press) => press.key === 'PageUp',
    run: ({ playback }) => void playback.step('previous'),
  },
];

function leave({ layout, selection }: Session): void {
  const { presenting, actionsOpen, dialog, insidePod } = layout.getState();
  if (actionsOpen || dialog !== 'none') layout.change({ actionsOpen: false, dialog: 'none' });
  else if (presenting) layout.change({ presenting: false });
  else if (insidePod !== null) layout.change({ insidePod: null });
  else selection.select(null);
}

export interface KeySurroundings {
  /** The focus is where text is typed. */
  readonly typing: boolean;
  /** A dialog or menu is open and takes the keys. */
  readonly covered: boolean;
  readonly letterKeys: boolean;
  readonly presenting: boolean;
}

/** The shortcut that a key press means here, or null. */
export function shortcutFor(press: KeyPress, where: KeySurroundings): Shortcut | null {
  const found = SHORTCUTS.find((shortcut) => shortcut.matches(press));
  if (found === undefined) return null;
  if (found.scope === 'anywhere') return where.covered ? null : found;
  if (where.typing || where.covered) return null;
  if (found.scope === 'letter' && !where.letterKeys) return null;
  if (found.id.startsWith('page-') && !where.presenting) return null;
  return found;
}
