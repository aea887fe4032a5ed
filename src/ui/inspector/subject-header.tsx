import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MapModel, PodTileModel } from '../../projections/view-model.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import { openPod } from '../app-shell/open-pod.ts';
import { useSession } from '../app-shell/use-session.ts';
import { lookOf } from '../canvas/pod-look.ts';
import { TickingLine } from '../canvas/ticking-line.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { Chip } from '../widgets/chip.tsx';
import { HideInspector } from './hide-inspector.tsx';

export function findTile(model: MapModel | null, uid: string): PodTileModel | null {
  if (model === null) return null;
  for (const node of model.nodes) {
    const found = node.pods.find((pod) => pod.uid === uid) ?? node.staticPods.find((pod) => pod.uid === uid);
    if (found !== undefined) return found;
  }
  return model.pending.pods.find(({ pod }) => pod.uid === uid)?.pod ?? null;
}

/** `…9c02`: the last four of a uid tell bearers of one name apart. */
export function shortUid(uid: string): string {
  return `…${uid.slice(-4)}`;
}

/** The state as chip: glyph and edge of the tile, and its words. */
function StateChip({ tile }: { readonly tile: PodTileModel }): ReactNode {
  const look = lookOf(tile);
  const calm = look.hue === 'ready' && typeof tile.say === 'string';
  return (
    <span className={`pd-chip pd-state-chip pd-state-${look.hue}`}>
      <Glyph name={look.glyph} size={11} />
      {calm ? look.word : <TickingLine line={tile.say} />}
    </span>
  );
}

function PodChips({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { map } = useSession();
  const tile = useStore(map, ({ model }) => findTile(model, subject.uid ?? ''));
  return (
    <>
      {subject.uid !== undefined && (
        <Chip tip={subject.uid}>
          <span className="pd-code">uid {shortUid(subject.uid)}</span>
        </Chip>
      )}
      {tile?.node !== undefined && tile.node !== null && <Chip>{tile.node}</Chip>}
      {tile !== null && <StateChip tile={tile} />}
    </>
  );
}

/** Who it is, in one name and a few facts; from here everything that can be done to it. */
export function SubjectHeader({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const session = useSession();
  const { layout } = session;
  return (
    <header className="pd-subject">
      <div className="pd-subject-line">
        <h2 className="pd-subject-name">{subject.name}</h2>
        {subject.kind === 'Pod' && (
          <button
            type="button"
            className="pd-icon-button"
            aria-label={`${TEXTS.inspector.open}: ${subject.name}`}
            data-tip={TEXTS.inspector.open}
            onClick={() => openPod(session, subject)}
          >
            <Glyph name="icon-zoom-in" size={15} />
          </button>
        )}
        <button
          type="button"
          className="pd-icon-button"
          aria-label={`${TEXTS.inspector.actions}: ${subject.name}`}
          data-tip={`${TEXTS.map.act} (K)`}
          onClick={() => layout.change({ actionsOpen: true })}
        >
          <Glyph name="icon-more" size={15} />
        </button>
        <HideInspector />
      </div>
      <div className="pd-subject-facts">
        <Chip>{subject.kind}</Chip>
        {subject.namespace !== '' && subject.namespace !== 'default' && <Chip>{subject.namespace}</Chip>}
        {subject.kind === 'Pod' && <PodChips subject={subject} />}
      </div>
    </header>
  );
}
