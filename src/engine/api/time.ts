/**
 * API times: RFC 3339 in UTC, with whole seconds (metav1.Time) or microseconds (metav1.MicroTime).
 * The arithmetic is written out, because the engine may not ask the environment for dates.
 *
 * Upstream: k8s.io/apimachinery/pkg/apis/meta/v1/{time,micro_time}.go (v1.37).
 * **Simplified:** years 0001 to 9999; leap seconds do not exist.
 */
import type { MicroTime, Time } from './scalars.ts';

const dayMs = 86_400_000;

/** `2026-01-01T00:00:00Z`. Milliseconds below a second are cut off, not rounded. */
export function formatTime(epochMs: number): Time {
  const second = Math.floor(epochMs / 1000);
  const known = timesWritten.get(second);
  if (known !== undefined) return known;
  const text = `${formatSeconds(epochMs)}Z`;
  if (timesWritten.size >= timesWrittenMax) timesWritten.clear();
  timesWritten.set(second, text);
  return text;
}

/** Texts of the last seconds that were asked for: many objects of one second share one text. */
const timesWritten = new Map<number, Time>();
const timesWrittenMax = 1000;

/** `2026-01-01T00:00:00.123000Z`. */
export function formatMicroTime(epochMs: number): MicroTime {
  const fraction = pad(epochMs - Math.floor(epochMs / 1000) * 1000, 3);
  return `${formatSeconds(epochMs)}.${fraction}000Z`;
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Milliseconds since 1970, or undefined when the text is no time. Digits below a millisecond are cut off. */
export function parseTime(text: string): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMs = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60_000;
  const local = daysBefore(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  return match[8] === '-' ? local + offsetMs : local - offsetMs;
}

/** Milliseconds since 1970 of a time the server wrote itself; absent and unreadable times give undefined. */
export function timeMs(time: Time | undefined): number | undefined {
  if (time === undefined) return undefined;
  const known = timesRead.get(time);
  if (known !== undefined) return known;
  const ms = parseTime(time);
  if (ms === undefined) return undefined;
  if (timesRead.size >= timesReadMax) timesRead.clear();
  timesRead.set(time, ms);
  return ms;
}

/** Times that were read before: controllers ask for the same few over and over. */
const timesRead = new Map<Time, number>();
const timesReadMax = 2000;

export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The UTC calendar reading of a moment. */
export function civilTime(epochMs: number): CivilTime {
  const days = Math.floor(epochMs / dayMs);
  const secondOfDay = Math.floor((epochMs - days * dayMs) / 1000);
  return {
    ...civilDay(days),
    weekday: (((days + 4) % 7) + 7) % 7,
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor(secondOfDay / 60) % 60,
    second: secondOfDay % 60,
  };
}

function formatSeconds(epochMs: number): string {
  const days = Math.floor(epochMs / dayMs);
  const secondOfDay = Math.floor((epochMs - days * dayMs) / 1000);
  const minuteOfDay = Math.floor(secondOfDay / 60);
  return `${dateText(days)}T${twoDigits[Math.floor(minuteOfDay / 60)]}:${twoDigits[minuteOfDay % 60]}:${twoDigits[secondOfDay % 60]}`;
}

const twoDigits: readonly string[] = Array.from({ length: 60 }, (_, number) => pad(number, 2));

/** Texts of dates that were asked for before: a run writes many times of few days. */
const dateTexts = new Map<number, string>();
const dateTextsMax = 1000;

function dateText(days: number): string {
  const known = dateTexts.get(days);
  if (known !== undefined) return known;
  const { year, month, day } = civilDay(days);
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (dateTexts.size >= dateTextsMax) dateTexts.clear();
  dateTexts.set(days, text);
  return text;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Days of 400 Gregorian years; the calendar repeats with this period. */
const eraDays = 146_097;
/** Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that the leap day comes last. */
const epochOffsetDays = 719_468;

function daysBefore(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * eraDays + dayOfEra - epochOffsetDays;
}

function civilDay(days: number): { year: number; month: number; day: number } {
  const shifted = days + epochOffsetDays;
  const era = Math.floor(shifted / eraDays);
  const dayOfEra = shifted - era * eraDays;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
