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
  return Object.hasOwn(FIELDS, letter) ? (FIELDS[letter]?.(time, ms) ?? '') : `%${letter}`;
}

const hour12 = ({ hour }: CivilTime): number => (hour % 12 === 0 ? 12 : hour % 12);
const dayName = ({ weekday }: CivilTime): string => DAYS[weekday] ?? '';
const monthName = ({ month }: CivilTime): string => MONTHS_LONG[month - 1] ?? '';
const clock = ({ hour, minute, second }: CivilTime): string => `${two(hour)}:${two(minute)}:${two(second)}`;
const american = ({ year, month, day }: CivilTime): string => `${two(month)}/${two(day)}/${two(year % 100)}`;

/** What stands for a letter. Servers ask for times with every line they log, so only what is asked for is worked out. */
const FIELDS: Readonly<Record<string, (time: CivilTime, ms: number) => string>> = {
  H: ({ hour }) => two(hour),
  I: (time) => two(hour12(time)),
  l: (time) => String(hour12(time)).padStart(2),
  M: ({ minute }) => two(minute),
  S: ({ second }) => two(second),
  N: (_time, ms) => `${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}000000`,
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  s: (_time, ms) => String(Math.floor(ms / 1000)),
  Y: ({ year }) => String(year),
  y: ({ year }) => two(year % 100),
  C: ({ year }) => two(Math.floor(year / 100)),
  m: ({ month }) => two(month),
  d: ({ day }) => two(day),
  e: ({ day }) => String(day).padStart(2),
  j: ({ dayOfYear }) => String(dayOfYear).padStart(3, '0'),
  u: ({ weekday }) => String(weekday === 0 ? 7 : weekday),
  w: ({ weekday }) => String(weekday),
  a: (time) => dayName(time).slice(0, 3),
  A: dayName,
  b: (time) => monthName(time).slice(0, 3),
  h: (time) => monthName(time).slice(0, 3),
  B: monthName,
  F: ({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
  T: clock,
  X: clock,
  R: (time) => clock(time).slice(0, 5),
  D: american,
  x: american,
  c: (time) =>
    `${dayName(time).slice(0, 3)} ${MONTHS[time.month - 1] ?? ''} ${String(time.day).padStart(2)} ${clock(time)} ${time.year}`,
  z: () => '+0000',
  Z: () => 'UTC',
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};
