/**
 * Cron schedules: reading them and finding the next time.
 *
 * Upstream: github.com/robfig/cron/v3, standard parser (as used by v1.37).
 * Where clocks are put forward a time that does not exist is skipped; where they are put back it comes twice.
 */
import { fail, ok, type Result } from '../../base/result.ts';
import { civilTime } from './time.ts';
import { zoneOffsetMs } from './time-zones.ts';

/** The values each field allows, in rising order. */
export interface CronSchedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** Whether a day must match both lists, as when either was a star; else one of them is enough. */
  readonly daysByStar: boolean;
  /** Whose clocks count; left out: UTC. */
  readonly zone?: string;
}

interface FieldRange {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const minuteRange: FieldRange = { min: 0, max: 59 };
const hourRange: FieldRange = { min: 0, max: 23 };
const dayRange: FieldRange = { min: 1, max: 31 };
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthRange: FieldRange = { min: 1, max: 12, names: monthNames };
const weekdayRange: FieldRange = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The complaint about a schedule, if there is one. */
export function cronProblem(text: string): string | undefined {
  const schedule = parseCron(text);
  return schedule.ok ? undefined : schedule.error;
}

export function parseCron(text: string, zone?: string): Result<CronSchedule, string> {
  const spelled = Object.hasOwn(descriptors, text) ? (descriptors[text] ?? text) : text;
  if (spelled.startsWith('@')) return fail(`unrecognized descriptor: ${text}`);
  const fields = spelled.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5)
    return fail(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const minutes = readField(minute, minuteRange);
  const hours = readField(hour, hourRange);
  const days = readField(day, dayRange);
  const months = readField(month, monthRange);
  const weekdays = readField(weekday, weekdayRange);
  if (!minutes.ok) return minutes;
  if (!hours.ok) return hours;
  if (!days.ok) return days;
  if (!months.ok) return months;
  if (!weekdays.ok) return weekdays;
  const daysByStar = isStar(day) || isStar(weekday);
  return ok({
    minutes: minutes.value,
    hours: hours.value,
    days: days.value,
    months: months.value,
    weekdays: weekdays.value,
    daysByStar,
    ...(zone === undefined ? {} : { zone }),
  });
}

const isStar = (field: string): boolean => field.startsWith('*') || field.startsWith('?');

function readField(field: string, range: FieldRange): Result<readonly number[], string> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const read = readPart(part, range);
    if (!read.ok) return read;
    for (const value of read.value) values.add(value);
  }
  return ok([...values].sort((a, b) => a - b));
}

/** `*`, `3`, `1-5`, each with an optional `/2`. */
function readPart(part: string, range: FieldRange): Result<readonly number[], string> {
  const [span = '', stepText, ...more] = part.split('/');
  if (more.length > 0) return fail(`too many slashes: ${part}`);
  const ends =
    span === '*' || span === '?'
      ? [range.min, range.max]
      : span.split('-').map((text) => readNumber(text, range));
  if (ends.length > 2) return fail(`too many hyphens: ${part}`);
  const [start, last] = ends;
  const step = stepText === undefined ? 1 : readNumber(stepText, { min: 0, max: 0 });
  if (start === undefined || (ends.length > 1 && last === undefined) || step === undefined) {
    return fail(`failed to parse int from ${span}: strconv.Atoi: parsing "${span}": invalid syntax`);
  }
  return spread(start, last ?? (stepText === undefined ? start : range.max), step, part, range);
}

function spread(
  start: number,
  end: number,
  step: number,
  part: string,
  range: FieldRange,
): Result<readonly number[], string> {
  if (start < range.min) return fail(`beginning of range (${start}) below minimum (${range.min}): ${part}`);
  if (end > range.max) return fail(`end of range (${end}) above maximum (${range.max}): ${part}`);
  if (start > end) return fail(`beginning of range (${start}) beyond end of range (${end}): ${part}`);
  if (step === 0) return fail(`step of range should be a positive number: ${part}`);
  const values: number[] = [];
  for (let value = start; value <= end; value += step) values.push(value);
  return ok(values);
}

function readNumber(text: string, range: FieldRange): number | undefined {
  const named = (range.names ?? []).indexOf(text.toLowerCase());
  if (named >= 0) return named + range.min;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Upstream gives up after five years without a match, as for the 30th of February. */
const searchMs = 5 * 366 * dayMs;

/** The first time after `afterMs` that the schedule names, or undefined when there is none. */
export function nextCronTime(schedule: CronSchedule, afterMs: number): number | undefined {
  const { zone } = schedule;
  const offset = (at: number): number => (zone === undefined ? 0 : zoneOffsetMs(zone, at));
  let time = Math.floor(afterMs / minuteMs) * minuteMs + minuteMs;
  const limit = time + searchMs;
  while (time < limit) {
    const local = time + offset(time);
    const { month, hour, minute } = civilTime(local);
    if (!schedule.months.includes(month) || !matchesDay(schedule, local)) {
      time = atLocal(Math.floor(local / dayMs) * dayMs + dayMs, time, offset);
    } else if (!schedule.hours.includes(hour)) {
      time = atLocal(Math.floor(local / hourMs) * hourMs + hourMs, time, offset);
    } else if (!schedule.minutes.includes(minute)) {
      time += minuteMs;
    } else {
      return time;
    }
  }
  return undefined;
}

/** When local clocks first show a time that lies ahead; they may be put forward or back on the way. */
function atLocal(local: number, fromMs: number, offset: (at: number) => number): number {
  const straight = local - offset(fromMs);
  const other = local - offset(straight);
  return other > fromMs && other < straight ? other : straight;
}

function matchesDay(schedule: CronSchedule, time: number): boolean {
  const { day, weekday } = civilTime(time);
  const byDay = schedule.days.includes(day);
  const byWeekday = schedule.weekdays.includes(weekday);
  return schedule.daysByStar ? byDay && byWeekday : byDay || byWeekday;
}
