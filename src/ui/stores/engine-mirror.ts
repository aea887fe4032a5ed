/** The mirror of the engine as a store: every frame folded, and the fault that ended it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../host/client/engine-client.ts';
import { EMPTY_MIRROR, foldFrame, type MirrorState } from '../../projections/mirror.ts';

export type MirrorStore = Pick<StoreApi<MirrorState>, 'getState' | 'getInitialState' | 'subscribe'> & {
  /** Follows the client no more; the last state stays. */
  readonly close: () => void;
};

export function createMirror(client: Pick<EngineClient, 'onFrame' | 'onFault'>): MirrorStore {
  const { getState, getInitialState, subscribe, setState } = createStore<MirrorState>()(() => EMPTY_MIRROR);
  const endFrames = client.onFrame((frame) => setState(foldFrame(frame, getState()), true));
  const endFaults = client.onFault((fault) => setState({ fault }));
  const close = (): void => {
    endFrames();
    endFaults();
  };
  return { getState, getInitialState, subscribe, close };
}
