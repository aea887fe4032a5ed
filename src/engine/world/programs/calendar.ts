/** UTC calendar fields from ms since 1970, by whole-number arithmetic, and strftime as `date` needs it. */

export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
}

export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;
const MONTHS_LONG = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86400000;

/** Days are counted in eras of 400 years that begin on March 1st, so that the leap day comes last. */
export function civilTime(ms: number): CivilTime {
  const days = Math.floor(ms / DAY_MS);
  const inDay = Math.floor((ms - days * DAY_MS) / 1000);
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const fromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * fromMarch + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const day = fromMarch - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return {
    year,
    month,
    day,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysBeforeYear(year) + 1,
  };
}

function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719162;
}

export function two(value: number): string {
  return String(value).padStart(2, '0');
}

export function strftime(format: string, ms: number): string {
  const time = civilTime(ms);
  return format.replace(/%([-_0]?)([A-Za-z%])/g, (_all, flag: string, letter: string) => {
    const text = field(letter, time, ms);
    return flag === '-' ? text.replace(/^[0 ]+(?=.)/, '') : text;
  });
}

function field(letter: string, time: CivilTime, ms: number): string {
  return (
    timeField(letter, time, ms) ?? dateField(letter, time) ?? compoundField(letter, time) ?? `%${letter}`
  );
}

function timeField(letter: string, { hour, minute, second }: CivilTime, ms: number): string | undefined {
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const fields: Readonly<Record<string, string>> = {
    H: two(hour),
    I: two(hour12),
    l: String(hour12).padStart(2),
    M: two(minute),
    S: two(second),
    N: `${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}000000`,
    p: hour < 12 ? 'AM' : 'PM',
    s: String(Math.floor(ms / 1000)),
  };
  return fields[letter];
}

function dateField(letter: string, { year, month, day, weekday, dayOfYear }: CivilTime): string | undefined {
  const dayName = DAYS[weekday] ?? '';
  const monthName = MONTHS_LONG[month - 1] ?? '';
  const fields: Readonly<Record<string, string>> = {
    Y: String(year),
    y: two(year % 100),
    C: two(Math.floor(year / 100)),
    m: two(month),
    d: two(day),
    e: String(day).padStart(2),
    j: String(dayOfYear).padStart(3, '0'),
    u: String(weekday === 0 ? 7 : weekday),
    w: String(weekday),
    a: dayName.slice(0, 3),
    A: dayName,
    b: monthName.slice(0, 3),
    h: monthName.slice(0, 3),
    B: monthName,
  };
  return fields[letter];
}

function compoundField(letter: string, time: CivilTime): string | undefined {
  const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
  const american = `${two(time.month)}/${two(time.day)}/${two(time.year % 100)}`;
  const fields: Readonly<Record<string, string>> = {
    F: `${time.year}-${two(time.month)}-${two(time.day)}`,
    T: clock,
    X: clock,
    R: clock.slice(0, 5),
    D: american,
    x: american,
    c: `${(DAYS[time.weekday] ?? '').slice(0, 3)} ${MONTHS[time.month - 1] ?? ''} ${String(time.day).padStart(2)} ${clock} ${time.year}`,
    z: '+0000',
    Z: 'UTC',
    n: '\n',
    t: '\t',
    '%': '%',
  };
  return fields[letter];
}
