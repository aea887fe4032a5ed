import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MapModel } from '../../projections/view-model.ts';
import { useMapActions } from '../app-shell/map/map-actions.ts';
import { useSession } from '../app-shell/use-session.ts';
import { PresentMap } from '../canvas/present-map.tsx';
import { TEXTS } from '../texts.ts';

/** More nodes than this cannot be read from the last seat. */
const NODES_MAX = 12;

/** Nodes in trouble first when not all can be shown. */
export function stageModel(model: MapModel): MapModel {
  if (model.nodes.length <= NODES_MAX) return { ...model, caption: null };
  const troubled = model.nodes.filter((node) => node.ready !== 'True' || node.power === 'off');
  const calm = model.nodes.filter((node) => !troubled.includes(node));
  const chosen = new Set([...troubled, ...calm].slice(0, NODES_MAX));
  return { ...model, caption: null, nodes: model.nodes.filter((node) => chosen.has(node)) };
}

/** The map for the last seat. */
export function PresentStage(): ReactNode {
  const { map, selection } = useSession();
  const model = useStore(map, (state) => state.model);
  const podUid = useStore(selection, ({ current }) =>
    current?.kind === 'Pod' ? (current.uid ?? null) : null,
  );
  const node = useStore(selection, ({ current }) => (current?.kind === 'Node' ? current.name : null));
  const actions = useMapActions();
  const shown = useMemo(() => (model === null ? null : stageModel(model)), [model]);
  const selected = useMemo(() => ({ podUid, node }), [podUid, node]);
  if (model === null || shown === null) return <p>{TEXTS.map.starting}</p>;
  const hidden = model.nodes.length - shown.nodes.length;
  return (
    <div className="pd-present-stage">
      <PresentMap model={shown} selection={selected} actions={actions} />
      {hidden > 0 && <p>{TEXTS.present.more(hidden)}</p>}
    </div>
  );
}
