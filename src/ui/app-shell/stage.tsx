import { lazy, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ObjectRef } from '../../protocol/requests.ts';
import { TEXTS } from '../texts.ts';
import { ClusterTree } from './cluster-tree.tsx';
import { FirstMinute } from './first-minute.tsx';
import { MapView } from './map/map-view.tsx';
import { NodeList } from './node-list.tsx';
import { useSession } from './use-session.ts';

/** Comes when the first pod is opened. */
const PodView = lazy(() =>
  import('../pod-view/pod-view.tsx').then(({ PodView: component }) => ({ default: component })),
);

function Inside({ pod }: { readonly pod: ObjectRef }): ReactNode {
  return (
    <Suspense fallback={null}>
      <PodView subject={pod} key={pod.uid} />
    </Suspense>
  );
}

/** The same on a phone, where nodes are a list. */
export function PhoneStage(): ReactNode {
  const { layout } = useSession();
  const inside = useStore(layout, (state) => state.insidePod);
  return inside === null ? <NodeList /> : <Inside pod={inside} />;
}

/** The middle of the screen: what is, or one pod of it from inside. The tree says the same in words, for keyboard and screen reader. */
export function Stage(): ReactNode {
  const { layout } = useSession();
  const inside = useStore(layout, (state) => state.insidePod);
  return (
    <section className="pd-stage" aria-label={TEXTS.panels.map}>
      <ClusterTree />
      {inside === null ? <MapView overlay={<FirstMinute />} /> : <Inside pod={inside} />}
    </section>
  );
}
