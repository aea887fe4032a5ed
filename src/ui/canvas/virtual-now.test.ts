import { describe, expect, it } from 'vitest';
import { createVirtualClock, PUBLISH_PERIOD_MS, type ClockSource } from './virtual-now.ts';

/** A wall clock that moves only when told. */
function aWall(): ClockSource & { pass(ms: number): void; running(): number } {
  let now = 5_000;
  const timers = new Set<() => void>();
  return {
    wallNowMs: () => now,
    every(run) {
      timers.add(run);
      return () => timers.delete(run);
    },
    pass(ms) {
      for (let left = ms; left > 0; left -= PUBLISH_PERIOD_MS) {
        now += Math.min(left, PUBLISH_PERIOD_MS);
        for (const run of timers) run();
      }
    },
    running: () => timers.size,
  };
}

describe('virtual clock of the map', () => {
  it('SCREEN-10 runs on by itself at the given speed between reports', () => {
    const wall = aWall();
    const clock = createVirtualClock(wall);
    let calls = 0;
    clock.subscribe(() => calls++);
    clock.play(10_000, 60);
    wall.pass(1_000);
    expect(clock.get()).toBe(70_000);
    expect(calls).toBe(11);
  });

  it('SCREEN-10 stands exactly where the engine stands when paused, and steps with it', () => {
    const wall = aWall();
    const clock = createVirtualClock(wall);
    clock.subscribe(() => undefined);
    clock.play(0, 1);
    wall.pass(500);
    clock.pause(333);
    wall.pass(10_000);
    expect(clock.get()).toBe(333);
    expect(clock.isRunning()).toBe(false);
    clock.pause(4_000);
    expect(clock.get()).toBe(4_000);
  });

  it('SCREEN-10 a late report never turns the shown time back, a jump may', () => {
    const wall = aWall();
    const clock = createVirtualClock(wall);
    clock.subscribe(() => undefined);
    clock.play(1_000, 10);
    wall.pass(200);
    clock.sync(2_000);
    expect(clock.get()).toBe(3_000);
    clock.play(500, 10);
    expect(clock.get()).toBe(500);
  });

  it('SCREEN-10 rests while nobody looks or nothing runs', () => {
    const wall = aWall();
    const clock = createVirtualClock(wall);
    clock.play(0, 1);
    expect(wall.running()).toBe(0);
    const stop = clock.subscribe(() => undefined);
    expect(wall.running()).toBe(1);
    clock.pause(10);
    expect(wall.running()).toBe(0);
    clock.play(10, 1);
    stop();
    expect(wall.running()).toBe(0);
  });

  it('SCREEN-10 tells its listeners about stop and start even when the time stays', () => {
    const clock = createVirtualClock(aWall());
    let calls = 0;
    clock.subscribe(() => calls++);
    clock.play(0, 1);
    clock.pause(0);
    expect(calls).toBe(2);
  });
});
