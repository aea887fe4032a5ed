import type { StoreApi } from 'zustand/vanilla';
import type { MirrorState } from '../../projections/mirror.ts';

/** The mirror of the engine as the frame reads it: nothing here changes it. */
export type Mirror = Pick<StoreApi<MirrorState>, 'getState' | 'subscribe' | 'getInitialState'>;
