/** Virtual time as the page sees it: what waits in it waits for frames, and is sent home when the run goes elsewhere. */
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { Mirror } from '../app-shell/mirror-state.ts';

/** The run was taken to another moment, branch or beginning while something waited. */
export class RunWentElsewhere extends Error {
  override readonly name = 'RunWentElsewhere';
}

interface Waiting {
  readonly isDue: () => boolean;
  readonly go: () => void;
  readonly leave: (error: Error) => void;
}

export interface PageTime {
  /** ms since 1970 in the cluster. */
  now(): number;
  /** The visible beginning of the run in ms since 1970. */
  beginMs(): number;
  readonly playing: boolean;
  sleep(ms: number): Promise<void>;
  /** Until the next frame, at which anything may have changed. */
  nextFrame(): Promise<void>;
  /** Counts how often the run was taken elsewhere. */
  readonly moves: number;
  onMove(listener: () => void): () => void;
  /** Something waits for time, and the run is paused. */
  readonly standsStill: boolean;
  close(): void;
}

export function createPageTime(client: Pick<EngineClient, 'onFrame'>, mirror: Mirror): PageTime {
  let waiting: readonly Waiting[] = [];
  let moves = 0;
  const listeners = new Set<() => void>();
  const clock = (): { readonly now: number; readonly epochMs: number; readonly playing: boolean } =>
    mirror.getState().clock ?? { now: 0, epochMs: 0, playing: false };
  const now = (): number => clock().epochMs + clock().now;

  const look = (): void => {
    const due = waiting.filter((one) => one.isDue());
    if (due.length > 0) waiting = waiting.filter((one) => !due.includes(one));
    for (const one of due) one.go();
  };
  const wait = (isDue: () => boolean): Promise<void> =>
    new Promise((go, leave) => {
      waiting = [...waiting, { isDue, go, leave }];
    });
  let frames = 0;
  const endMirror = mirror.subscribe(() => {
    frames += 1;
    look();
  });
  let begun = false;
  const endFrames = client.onFrame(({ full }) => {
    if (!full) return;
    if (!begun) {
      begun = true;
      return;
    }
    const left = waiting;
    waiting = [];
    moves += 1;
    for (const one of left) one.leave(new RunWentElsewhere());
    for (const listener of listeners) listener();
  });
  begun = mirror.getState().clock !== null;

  return {
    now,
    beginMs: () => clock().epochMs,
    get playing() {
      return clock().playing;
    },
    sleep(ms) {
      const until = now() + ms;
      return ms <= 0 ? Promise.resolve() : wait(() => now() >= until);
    },
    nextFrame() {
      const seen = frames;
      return wait(() => frames > seen);
    },
    get moves() {
      return moves;
    },
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get standsStill() {
      return waiting.length > 0 && !clock().playing;
    },
    close() {
      endMirror();
      endFrames();
    },
  };
}
