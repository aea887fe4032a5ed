import type { ReactNode } from 'react';
import { TEXTS } from '../texts.ts';
import { ClusterTree } from './cluster-tree.tsx';
import { FirstMinute } from './first-minute.tsx';
import { MapView } from './map/map-view.tsx';

/** The middle of the screen: what is. The tree says the same in words, for keyboard and screen reader. */
export function Stage(): ReactNode {
  return (
    <section className="pd-stage" aria-label={TEXTS.panels.map}>
      <ClusterTree />
      <MapView overlay={<FirstMinute />} />
    </section>
  );
}
