import type { LineText } from '../../projections/view-model.ts';

/**
 * Durations as the map writes and says them: "14 s", "5:52", "5 min", "2 h 5 min". Remaining time rounds up, so that
 * zero is shown only when it is over; age rounds down.
 */

const SECOND = 1000;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** Up to this many seconds a countdown stays in seconds: the default patience of 300 s must read as 300 s. */
const PLAIN_SECONDS_MAX = 300;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function longDuration(seconds: number): string {
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}:${twoDigits(seconds % MINUTE)}`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min`;
  return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / HOUR)} h`;
}

export function remainingSeconds(nowMs: number, atMs: number): number {
  return Math.max(0, Math.ceil((atMs - nowMs) / SECOND));
}

export function ageSeconds(nowMs: number, sinceMs: number): number {
  return Math.max(0, Math.floor((nowMs - sinceMs) / SECOND));
}

/** "14 s", "290 s", "12:30". */
export function remainingText(nowMs: number, atMs: number): string {
  const seconds = remainingSeconds(nowMs, atMs);
  return seconds <= PLAIN_SECONDS_MAX ? `${seconds} s` : longDuration(seconds);
}

/** "41 s", "5:52", "3 h 12 min". */
export function ageText(nowMs: number, sinceMs: number): string {
  const seconds = ageSeconds(nowMs, sinceMs);
  return seconds < MINUTE ? `${seconds} s` : longDuration(seconds);
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** "14 seconds", "5 minutes 52 seconds", "2 hours 5 minutes". */
export function spokenDuration(seconds: number): string {
  if (seconds < MINUTE) return counted(seconds, 'second');
  const [big, small] = seconds < HOUR ? ['minute', 'second'] : ['hour', 'minute'];
  const unit = seconds < HOUR ? MINUTE : HOUR;
  const rest = seconds < HOUR ? seconds % MINUTE : Math.floor((seconds % HOUR) / MINUTE);
  const head = counted(Math.floor(seconds / unit), big ?? '');
  return rest === 0 ? head : `${head} ${counted(rest, small ?? '')}`;
}

/** A line as written at `nowMs`. */
export function lineText(line: LineText, nowMs: number): string {
  if (typeof line === 'string') return line;
  const write = line.tick === 'until' ? remainingText : ageText;
  return line.before + write(nowMs, line.atMs) + line.after;
}

/** A line as spoken at `nowMs`, in full words. */
export function spokenLine(line: LineText, nowMs: number): string {
  if (typeof line === 'string') return line;
  const count = line.tick === 'until' ? remainingSeconds : ageSeconds;
  return line.before + spokenDuration(count(nowMs, line.atMs)) + line.after;
}

/** "00:05:52.3": a moment of the run, to the tenth of a second. */
export function clockText(atMs: number): { readonly main: string; readonly tenth: string } {
  const seconds = Math.floor(atMs / SECOND);
  const main = [Math.floor(seconds / HOUR), Math.floor((seconds % HOUR) / MINUTE), seconds % MINUTE];
  return { main: main.map(twoDigits).join(':'), tenth: `.${Math.floor((atMs % SECOND) / 100)}` };
}
