/** The mirror of the engine as a store: every frame folded, and the fault that ended it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../host/client/engine-client.ts';
import { EMPTY_MIRROR, foldFrame, type MirrorState } from '../../projections/mirror.ts';
import type { Frame } from '../../protocol/frame.ts';
import { writeFrame } from '../../protocol/frame-text.ts';

export type MirrorStore = Pick<StoreApi<MirrorState>, 'getState' | 'getInitialState' | 'subscribe'> & {
  /** Follows the client no more; the last state stays. */
  readonly close: () => void;
};

/** With `opening`, the mirror shows that frame until the engine sends its first; where it is the same, nothing of the mirror changes. */
export function createMirror(
  client: Pick<EngineClient, 'onFrame' | 'onFault'>,
  opening: Frame | null = null,
): MirrorStore {
  const { getState, getInitialState, subscribe, setState } = createStore<MirrorState>()(() =>
    opening === null ? EMPTY_MIRROR : foldFrame(opening, EMPTY_MIRROR),
  );
  let shown = opening;
  const endFrames = client.onFrame((frame) => {
    const isShown = shown !== null && writeFrame(shown) === writeFrame(frame);
    shown = null;
    if (!isShown) setState(foldFrame(frame, getState()), true);
  });
  const endFaults = client.onFault((fault) => setState({ fault }));
  const close = (): void => {
    endFrames();
    endFaults();
  };
  return { getState, getInitialState, subscribe, close };
}
