/** What the palette offers: actions on the selection first, then everything that has a name. */
import type { Session } from '../app-shell/session.ts';
import { EXAMPLES } from '../editor/examples.ts';
import { loadExample } from '../editor/load-example.ts';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import type { ObjectRef } from '../../protocol/requests.ts';
import { SPEEDS } from '../stores/playback.ts';
import { TEXTS } from '../texts.ts';
import { actionsFor, clusterActions } from './actions-catalogue.ts';
import { runAction } from './run-action.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly group: 'act' | 'find' | 'cluster' | 'time' | 'view' | 'example';
  readonly label: string;
  readonly detail: string;
  readonly keys: string;
  readonly glyph: GlyphName;
  readonly run: () => void;
}

type Maker = (
  group: PaletteEntry['group'],
  label: string,
  glyph: GlyphName,
  run: () => void,
  more?: { readonly detail?: string; readonly keys?: string },
) => PaletteEntry;

const make: Maker = (group, label, glyph, run, { detail = '', keys = '' } = {}) => ({
  id: `${group} ${label} ${detail}`,
  group,
  label,
  detail,
  keys,
  glyph,
  run,
});

function selectionEntries(session: Session): PaletteEntry[] {
  const { current } = session.selection.getState();
  if (current === null) return [];
  return actionsFor(current, session.mirror.getState()).map((action) =>
    make('act', action.label, action.glyph, () => runAction(session, action, current), {
      detail: current.name,
    }),
  );
}

function objectEntries(session: Session): PaletteEntry[] {
  const { pods, nodes, workloads, services } = session.mirror.getState();
  const go = (ref: ObjectRef) => () => session.selection.select(ref);
  return [
    ...nodes.map(({ name }) =>
      make('find', name, 'icon-node', go({ kind: 'Node', namespace: '', name }), { detail: 'Node' }),
    ),
    ...workloads.map(({ kind, namespace, name, uid }) =>
      make('find', name, 'icon-owner', go({ kind, namespace, name, uid }), { detail: kind }),
    ),
    ...services.map(({ namespace, name, uid }) =>
      make('find', name, 'icon-proxy', go({ kind: 'Service', namespace, name, uid }), { detail: 'Service' }),
    ),
    ...[...pods.values()].map((row) =>
      make(
        'find',
        row.name,
        row.goneAt > 0 ? 'state-ghost' : 'icon-drum',
        go({ kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid }),
        { detail: row.goneAt > 0 ? `ghost …${row.uid.slice(-4)}` : `Pod ${row.node}` },
      ),
    ),
  ];
}

function clusterEntries(session: Session): PaletteEntry[] {
  const last = session.run.getState().kept;
  return [
    ...clusterActions(session.mirror.getState()).map((action) =>
      make('cluster', action.label, action.glyph, () => runAction(session, action, null)),
    ),
    make('cluster', 'Another seed', 'icon-restart', () => void session.reseed()),
    make('cluster', 'Reset: from the beginning', 'icon-first', () => void session.reset()),
    ...(last === null
      ? []
      : [
          make('cluster', 'Open the last run', 'icon-undo', () => void session.deeds.resume(last), {
            detail: last.run.setup.title,
          }),
        ]),
    make('cluster', 'Empty playground', 'icon-plus', () => void session.emptyPlayground()),
  ];
}

function timeEntries(session: Session): PaletteEntry[] {
  const { playback, deeds } = session;
  return [
    make('time', 'Play or pause', 'icon-play', () => void playback.toggle(), { keys: 'Space' }),
    make('time', TEXTS.time.skip, 'icon-next', () => void playback.skip(), { keys: 'N' }),
    make('time', TEXTS.time.forward, 'icon-forward', () => void playback.step('next'), { keys: '→' }),
    make('time', TEXTS.time.back, 'icon-back', () => void playback.step('previous'), { keys: '←' }),
    make('time', TEXTS.time.first, 'icon-first', () => void playback.seek(0)),
    make('time', TEXTS.time.undo, 'icon-undo', () => void deeds.undo(), { keys: '⌘Z' }),
    make('time', TEXTS.time.redo, 'icon-redo', () => void deeds.redo(), { keys: '⇧⌘Z' }),
    ...SPEEDS.map((speed) =>
      make('time', `Speed ${speed}×`, 'icon-clock', () => void playback.setSpeed(speed)),
    ),
  ];
}

function viewEntries(session: Session): PaletteEntry[] {
  const { layout, preferences } = session;
  const lens = preferences.getState().lens;
  return [
    make('view', TEXTS.truth.title, 'icon-equal', () => layout.change({ dialog: 'truth' })),
    make(
      'view',
      lens === 'api' ? 'Show ground truth' : 'Show the API view only',
      'icon-eye',
      () => preferences.choose({ lens: lens === 'api' ? 'truth' : 'api' }),
      { keys: 'T' },
    ),
    make('view', TEXTS.top.present, 'icon-present', () => layout.change({ presenting: true }), { keys: 'P' }),
    make('view', TEXTS.share.title, 'icon-share', () => layout.change({ dialog: 'share' })),
    make('view', TEXTS.settings.title, 'icon-settings', () => layout.change({ dialog: 'settings' })),
    make('view', TEXTS.keys.title, 'icon-keyboard', () => layout.change({ dialog: 'keys' }), { keys: '?' }),
    make('view', TEXTS.panels.openSpec, 'icon-file', () => layout.change({ editorOpen: true, pane: 'yaml' })),
    make('view', 'Events', 'icon-list', () =>
      layout.change({ dockOpen: true, dockTab: 'events', pane: 'time' }),
    ),
    make('view', 'Terminal: kubectl', 'icon-terminal', () => layout.showTerminal(), { keys: '⌃`' }),
  ];
}

export function paletteEntries(session: Session): readonly PaletteEntry[] {
  const examples = EXAMPLES.map((example) =>
    make('example', example.title, 'icon-file', () => loadExample(session, example), {
      detail: example.about,
    }),
  );
  return [
    ...selectionEntries(session),
    ...objectEntries(session),
    ...clusterEntries(session),
    ...timeEntries(session),
    ...viewEntries(session),
    ...examples,
  ];
}
