/** Virtual time as the clock shows it, and as short marks of the timeline. */

function two(value: number): string {
  return String(value).padStart(2, '0');
}

export interface ClockParts {
  /** `00:05:52`, hours grow beyond 99. */
  readonly main: string;
  /** Tenths of a second. */
  readonly tenths: string;
}

export function clockParts(ms: number): ClockParts {
  const whole = Math.max(0, Math.floor(ms));
  const seconds = Math.floor(whole / 1000);
  return {
    main: `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`,
    tenths: String(Math.floor(whole / 100) % 10),
  };
}

/** `00:05:52.3`. */
export function clockText(ms: number): string {
  const { main, tenths } = clockParts(ms);
  return `${main}.${tenths}`;
}

/** `5:52.3`, `1:05:52.3`: a moment in a sentence. */
export function momentText(ms: number): string {
  const { main, tenths } = clockParts(ms);
  return `${main.replace(/^00:0?/, '').replace(/^0(?=\d:)/, '')}.${tenths}`;
}

/** `5:00`, `1:05:00`: a label of the axis. */
export function axisText(ms: number): string {
  return momentText(ms).replace(/\.\d$/, '');
}

/** `1.7 s`, `14 s`, `4 min 20 s`: how long until something. */
export function spanText(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < 10_000) return whole < 50 ? 'a moment' : `${(Math.ceil(whole / 100) / 10).toFixed(1)} s`;
  const seconds = Math.ceil(whole / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 3600)
    return seconds % 60 === 0
      ? `${Math.floor(seconds / 60)} min`
      : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes % 60 === 0
    ? `${Math.floor(minutes / 60)} h`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
