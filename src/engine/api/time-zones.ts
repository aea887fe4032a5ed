/**
 * Local time: how far the clocks of a time zone are from UTC at a moment.
 *
 * Upstream: Go's time package reading the IANA database; the rules of today are POSIX TZ texts (IEEE Std 1003.1, section 8.3).
 * **Simplified:** zones follow today's rule at all times, and rules by day of the year, which no zone uses, are not read.
 */
import { must } from '../../base/assert.ts';
import { TIME_ZONES } from './time-zone-data.ts';
import { civilTime, formatTime, parseTime } from './time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** RFC 3339 on the clocks of the zone: `2026-07-01T09:00:00+02:00`. */
export function formatInZone(zone: string, atMs: number): string {
  const offset = zoneOffsetMs(zone, atMs) / MINUTE_MS;
  if (offset === 0) return formatTime(atMs);
  const size = Math.abs(offset);
  const two = (number: number): string => String(number).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return formatTime(atMs + offset * MINUTE_MS).replace(
    'Z',
    `${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`,
  );
}

interface Change {
  readonly month: number;
  /** 1 to 4, or 5 for the last of the month. */
  readonly week: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Minutes after local midnight; before it or in days to come, too. */
  readonly minutes: number;
}

/** Offsets are minutes east of UTC. */
interface Rule {
  readonly standard: number;
  readonly summer?: { readonly offset: number; readonly begins: Change; readonly ends: Change };
}

const RULES: ReadonlyMap<string, string> = new Map(
  TIME_ZONES.flatMap(([rule, names]) => names.split(' ').map((name) => [name, rule] as const)),
);

export function isTimeZone(name: string): boolean {
  return RULES.has(name);
}

/** ms that local clocks are ahead of UTC at that moment. An unknown zone is UTC. */
export function zoneOffsetMs(zone: string, atMs: number): number {
  const text = RULES.get(zone);
  if (text === undefined) return 0;
  const { standard, summer } = readRule(text);
  if (summer === undefined) return standard * MINUTE_MS;
  const { year } = civilTime(atMs + standard * MINUTE_MS);
  const begins = changeMs(year, summer.begins) - standard * MINUTE_MS;
  const ends = changeMs(year, summer.ends) - summer.offset * MINUTE_MS;
  // In the south summer goes over the turn of the year.
  const isSummer = begins < ends ? atMs >= begins && atMs < ends : atMs >= begins || atMs < ends;
  return (isSummer ? summer.offset : standard) * MINUTE_MS;
}

/** The moment of the change on the clock that is in force before it, as if that were UTC. */
function changeMs(year: number, { month, week, weekday, minutes }: Change): number {
  const first = epochDay(year, month, 1);
  const toWeekday = (weekday - civilTime(first * DAY_MS).weekday + 7) % 7;
  const inMonth = epochDay(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - first;
  const wanted = toWeekday + (week - 1) * 7;
  const day = wanted < inMonth ? wanted : wanted - 7;
  return (first + day) * DAY_MS + minutes * MINUTE_MS;
}

/** Days from 1970 to that date. */
function epochDay(year: number, month: number, day: number): number {
  const two = (number: number): string => String(number).padStart(2, '0');
  return Math.floor((parseTime(`${year}-${two(month)}-${two(day)}T00:00:00Z`) ?? 0) / DAY_MS);
}

const NAME = String.raw`(?:[A-Za-z]+|<[^>]+>)`;
const CLOCK = String.raw`([+-]?\d+(?::\d+){0,2})`;
const RULE = new RegExp(`^${NAME}${CLOCK}(?:${NAME}${CLOCK}?,(.+),(.+))?$`);

function readRule(text: string): Rule {
  const [, offset = '', summerOffset, begins, ends] = must(RULE.exec(text), `a TZ rule: ${text}`);
  const standard = 0 - minutesIn(offset);
  if (begins === undefined || ends === undefined) return { standard };
  const summer = summerOffset === undefined ? standard + 60 : 0 - minutesIn(summerOffset);
  return { standard, summer: { offset: summer, begins: readChange(begins), ends: readChange(ends) } };
}

function readChange(text: string): Change {
  const [, month, week, weekday, clock = '2'] = must(
    /^M(\d+)\.(\d)\.(\d)(?:\/(.+))?$/.exec(text),
    `a change of clocks: ${text}`,
  );
  return {
    month: Number(month),
    week: Number(week),
    weekday: Number(weekday),
    minutes: minutesIn(clock),
  };
}

/** `-5:30` is 330 minutes before. */
function minutesIn(clock: string): number {
  const sign = clock.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = clock.replace(/^[+-]/, '').split(':').map(Number);
  return sign * (hours * 60 + minutes);
}
