import { useEffect } from 'react';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { MirrorState } from '../../projections/mirror.ts';
import type { Session } from '../app-shell/session.ts';
import { useSession } from '../app-shell/use-session.ts';

interface Target {
  readonly ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>;
  readonly path: readonly string[];
}

const TEMPLATE = ['spec', 'template'];

/** Where an object may have been written: itself, then what made it. */
export function makersOf(ref: ObjectRef, state: Pick<MirrorState, 'pods' | 'workloads'>): readonly Target[] {
  const own: Target = { ref, path: [] };
  const row = state.pods.get(ref.uid ?? '');
  if (ref.kind !== 'Pod' || row === undefined || row.ownerName === '') return [own];
  const parents = state.workloads.filter(
    (workload) => workload.uid === row.ownerUid || workload.revisions.some(({ uid }) => uid === row.ownerUid),
  );
  const byName: Target = {
    ref: { kind: row.ownerKind, namespace: row.namespace, name: row.ownerName },
    path: TEMPLATE,
  };
  return [
    own,
    ...parents.map((workload): Target => ({
      ref: { kind: workload.kind, namespace: workload.namespace, name: workload.name },
      path: TEMPLATE,
    })),
    byName,
  ];
}

async function revealMaker(session: Session, ref: ObjectRef): Promise<void> {
  const { documents, mirror } = session;
  const { locateObject } = await import('./locate-object.ts');
  const { documents: open, activeId } = documents.getState();
  const ordered = [...open].sort((a, b) => Number(b.id === activeId) - Number(a.id === activeId));
  for (const { ref: maker, path } of makersOf(ref, mirror.getState())) {
    for (const document of ordered) {
      const lines = locateObject(document.text, maker, path);
      if (lines === null) continue;
      documents.reveal(document.id, lines.from, lines.to);
      return;
    }
  }
}

/** Selecting something shows the lines that made it; not while someone is typing. */
export function useReveal(): void {
  const session = useSession();
  useEffect(
    () =>
      session.selection.subscribe(({ current }) => {
        const typing =
          document.activeElement?.closest('.pd-editor') !== null && document.activeElement !== null;
        if (current !== null && !typing) void revealMaker(session, current);
      }),
    [session],
  );
}
