/**
 * Time as a person drives it: play, step, skip, scrub. The engine holds the time; this only asks, one request of a kind at a time, so that a
 * key held down or a dragged playhead never queues up behind a slow seek.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { ClockView } from '../../protocol/views.ts';

export const SPEEDS = [1, 10, 60, 300, 1000] as const;

export interface PlaybackState {
  readonly speed: number;
  /** A step, skip or seek is under way. */
  readonly busy: boolean;
  /** The playhead is being dragged; narration is silent meanwhile. */
  readonly scrubbing: boolean;
}

export type StepDirection = 'next' | 'previous';

export interface PlaybackStore extends StoreApi<PlaybackState> {
  toggle(): Promise<void>;
  pause(): Promise<void>;
  play(): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  step(
    direction: StepDirection,
    options?: { readonly raw?: boolean; readonly about?: ObjectRef },
  ): Promise<void>;
  skip(): Promise<void>;
  seek(at: number): Promise<void>;
  /** While dragging: only the newest wish is carried out. */
  scrub(at: number): void;
  endScrub(): void;
}

export interface PlaybackOptions {
  readonly client: Pick<EngineClient, 'ask'>;
  readonly clock: () => ClockView | null;
  readonly speed: number;
  /** A request was refused: the sentence to show. */
  readonly onRefused: (message: string) => void;
  /** Nothing is due, of the whole cluster or of one object; the clock stands where it stood. */
  readonly onQuiet: (about: ObjectRef | null) => void;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Nearest speed that can be chosen. */
export function nearestSpeed(speed: number): number {
  return [...SPEEDS].sort((a, b) => Math.abs(a - speed) - Math.abs(b - speed))[0] ?? 1;
}

export function createPlayback({ client, clock, speed, onRefused, onQuiet }: PlaybackOptions): PlaybackStore {
  const store = createStore<PlaybackState>()(() => ({ speed, busy: false, scrubbing: false }));
  let wanted: number | null = null;

  /** One at a time: while busy, further wishes are dropped. */
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    if (store.getState().busy) return;
    store.setState({ busy: true });
    try {
      await work();
    } catch (error) {
      onRefused(messageOf(error));
    } finally {
      store.setState({ busy: false });
    }
  };
  const setPlaying = async (playing: boolean): Promise<void> => {
    try {
      await client.ask({ ask: 'play', playing, speed: store.getState().speed });
    } catch (error) {
      onRefused(messageOf(error));
    }
  };
  const isPlaying = (): boolean => clock()?.playing ?? false;
  const followScrub = (): Promise<void> =>
    run(async () => {
      while (wanted !== null) {
        const at = wanted;
        wanted = null;
        await client.ask({ ask: 'seek', at });
      }
    });

  return {
    ...store,
    toggle: () => setPlaying(!isPlaying()),
    pause: () => (isPlaying() ? setPlaying(false) : Promise.resolve()),
    play: () => setPlaying(true),
    async setSpeed(next) {
      store.setState({ speed: next });
      if (isPlaying()) await setPlaying(true);
    },
    step: (direction, options = {}) =>
      run(async () => {
        const landing = await client.ask({
          ask: 'step',
          direction,
          ...(options.raw === true && { raw: true }),
          ...(options.about !== undefined && { about: options.about }),
        });
        if (landing === null && direction === 'next') onQuiet(options.about ?? null);
      }),
    skip: () =>
      run(async () => {
        if ((await client.ask({ ask: 'skip' })) === null) onQuiet(null);
      }),
    seek: (at) => run(() => client.ask({ ask: 'seek', at: Math.max(0, Math.round(at)) })),
    scrub(at) {
      wanted = Math.max(0, Math.round(at));
      if (!store.getState().scrubbing) store.setState({ scrubbing: true });
      void followScrub();
    },
    endScrub: () => store.setState({ scrubbing: false }),
  };
}
