import { lazy, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { TEXTS } from '../texts.ts';
import { ClusterTree } from './cluster-tree.tsx';
import { FirstMinute } from './first-minute.tsx';
import { MapView } from './map/map-view.tsx';
import { useSession } from './use-session.ts';

/** Comes when the first pod is opened. */
export const PodView = lazy(() =>
  import('../pod-view/pod-view.tsx').then(({ PodView: component }) => ({ default: component })),
);

/** The middle of the screen: what is, or one pod of it from inside. The tree says the same in words, for keyboard and screen reader. */
export function Stage(): ReactNode {
  const { layout } = useSession();
  const inside = useStore(layout, (state) => state.insidePod);
  return (
    <section className="pd-stage" aria-label={TEXTS.panels.map}>
      <ClusterTree />
      {inside === null ? (
        <MapView overlay={<FirstMinute />} />
      ) : (
        <Suspense fallback={null}>
          <PodView subject={inside} key={inside.uid} />
        </Suspense>
      )}
    </section>
  );
}
