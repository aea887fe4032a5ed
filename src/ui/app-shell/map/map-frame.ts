/** What all cards of one map share: their width, how large pods are drawn, how far one looks from, and whose turn it is to be drawn. */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { must } from '../../../base/assert.ts';
import type { Density } from '../../canvas/density.ts';
import type { CardPace } from './card-pace.ts';
import type { Distance } from './distance.ts';

export interface MapFrame {
  readonly density: Density;
  readonly cardWidthPx: number;
  readonly distance: Distance;
  /** Zooms in until the card of that node can be read. */
  readonly approach: (node: string) => void;
}

export type MapFrameStore = StoreApi<MapFrame>;

export function createMapFrame(): MapFrameStore {
  return createStore<MapFrame>()(() => ({
    density: 'row-30',
    cardWidthPx: 0,
    distance: 'near',
    approach: () => undefined,
  }));
}

export interface MapTools {
  readonly frame: MapFrameStore;
  readonly pace: CardPace;
}

export const MapToolsContext = createContext<MapTools | null>(null);

export function useMapTools(): MapTools {
  return must(useContext(MapToolsContext), 'a block of the map is drawn outside of a map');
}
