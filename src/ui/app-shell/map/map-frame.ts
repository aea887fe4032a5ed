/** What all cards of one map share: their width and how large pods are drawn. */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Density } from '../../canvas/density.ts';

export interface MapFrame {
  readonly density: Density;
  readonly cardWidthPx: number;
}

export type MapFrameStore = StoreApi<MapFrame>;

export function createMapFrame(): MapFrameStore {
  return createStore<MapFrame>()(() => ({ density: 'row-30', cardWidthPx: 0 }));
}

export const MapFrameContext = createContext<MapFrameStore>(createMapFrame());

export function useMapFrame(): MapFrameStore {
  return useContext(MapFrameContext);
}
