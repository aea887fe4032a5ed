/**
 * The virtual clock as the map sees it: a small external store outside React, so that seconds, rings and fuses move
 * without anything else being drawn again. The engine sets the pace; between its reports the clock runs on by itself
 * at the given speed and publishes at a coarse rate. Paused, it stands exactly where the engine stands.
 */
export interface VirtualNow {
  /** Last published virtual time in whole ms; stays the same until the next publication. */
  get(): number;
  isRunning(): boolean;
  /** Virtual ms per wall ms; 0 while time stands still. */
  speed(): number;
  /** Calls `listener` after each publication; returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

export interface VirtualClock extends VirtualNow {
  /** Runs from `atMs` at `speed` virtual ms per wall ms. Also the way to change speed or to jump while running. */
  play(atMs: number, speed: number): void;
  /** Stands still at `atMs`: pause, one step, or a jump while paused. */
  pause(atMs: number): void;
  /** The engine reports where it is while running. Never turns the shown time back. */
  sync(atMs: number): void;
}

/** What the clock needs from its surroundings; a test gives its own. */
export interface ClockSource {
  wallNowMs(): number;
  /** Calls `run` every `periodMs` until the returned function is called. */
  every(run: () => void, periodMs: number): () => void;
}

/** 10 Hz: fast enough for a ring, slow enough for three hundred of them. */
export const PUBLISH_PERIOD_MS = 100;

export function createVirtualClock(source: ClockSource): VirtualClock {
  const listeners = new Set<() => void>();
  let published = 0;
  let anchor: { readonly virtualMs: number; readonly wallMs: number; readonly speed: number } | null = null;
  let stopTicking: (() => void) | null = null;

  const publish = (atMs: number): void => {
    const whole = Math.floor(atMs);
    if (whole === published) return;
    published = whole;
    notify();
  };
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const tick = (): void => {
    if (anchor === null) return;
    const reached = anchor.virtualMs + (source.wallNowMs() - anchor.wallMs) * anchor.speed;
    publish(Math.max(published, reached));
  };
  /** Ticks only while it runs and somebody looks. */
  const keepTicking = (): void => {
    const wanted = anchor !== null && listeners.size > 0;
    if (wanted && stopTicking === null) stopTicking = source.every(tick, PUBLISH_PERIOD_MS);
    if (!wanted && stopTicking !== null) {
      stopTicking();
      stopTicking = null;
    }
  };
  /** Stopping, starting and another speed are told to listeners even when the time stays: what moves depends on it. */
  const moveTo = (atMs: number, next: typeof anchor): void => {
    const turned = anchor?.speed !== next?.speed;
    const before = published;
    anchor = next;
    publish(atMs);
    if (turned && published === before) notify();
    keepTicking();
  };

  return {
    get: () => published,
    isRunning: () => anchor !== null,
    speed: () => anchor?.speed ?? 0,
    subscribe(listener) {
      listeners.add(listener);
      keepTicking();
      return () => {
        listeners.delete(listener);
        keepTicking();
      };
    },
    play: (atMs, speed) => moveTo(atMs, { virtualMs: atMs, wallMs: source.wallNowMs(), speed }),
    pause: (atMs) => moveTo(atMs, null),
    sync(atMs) {
      if (anchor === null) return;
      anchor = { virtualMs: atMs, wallMs: source.wallNowMs(), speed: anchor.speed };
      tick();
    },
  };
}

/** The clock source of a browser tab. */
export const BROWSER_CLOCK: ClockSource = {
  wallNowMs: () => performance.now(),
  every(run, periodMs) {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};
