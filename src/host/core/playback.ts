/**
 * Virtual time follows wall time: so much of it is due at each tick. What cannot be simulated in time is not owed: under heavy work the
 * virtual clock goes slower instead of falling behind.
 */

/** Longest stretch of wall time that one tick makes up for: a page that slept does not wake up hours later. */
const GAP_MS = 250;

export class Playback {
  playing = false;
  speed = 1;
  private at = 0;
  /** Part of a virtual millisecond that is due and not yet given. */
  private rest = 0;

  set(playing: boolean, speed: number, wallMs: number): void {
    this.playing = playing;
    this.speed = speed;
    this.restart(wallMs);
  }

  /** Nothing is due up to now. */
  restart(wallMs: number): void {
    this.at = wallMs;
    this.rest = 0;
  }

  /** Virtual ms that are due since the last call. */
  due(wallMs: number): number {
    const gap = Math.min(Math.max(0, wallMs - this.at), GAP_MS);
    const due = gap * this.speed + this.rest;
    const whole = Math.floor(due);
    this.rest = due - whole;
    this.at = wallMs;
    return whole;
  }
}
