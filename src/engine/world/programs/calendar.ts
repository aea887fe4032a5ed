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

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const MONTHS_LONG = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86400000;

/** Days are counted in eras of 400 years that begin on March 1st, so that the leap day comes last. */
export function civilTime(ms: number): CivilTime {
  const days = Math.floor(ms / DAY_MS);
  const inDay = Math.floor((ms - days * DAY_MS) / 1000);
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const fromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * fromMarch + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const day = fromMarch - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return {
    year, month, day,
    hour: Math.floor(inDay / 3600), minute: Math.floor(inDay / 60) % 60, second: inDay % 60,
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
  const date = `${time.year}-${two(time.month)}-${two(time.day)}`;
  const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
  switch (letter) {
    case 'Y': return String(time.year);
    case 'y': return two(time.year % 100);
    case 'C': return two(Math.floor(time.year / 100));
    case 'm': return two(time.month);
    case 'd': return two(time.day);
    case 'e': return String(time.day).padStart(2);
    case 'H': return two(time.hour);
    case 'I': return two(time.hour % 12 === 0 ? 12 : time.hour % 12);
    case 'l': return String(time.hour % 12 === 0 ? 12 : time.hour % 12).padStart(2);
    case 'M': return two(time.minute);
    case 'S': return two(time.second);
    case 'N': return `${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}000000`;
    case 'p': return time.hour < 12 ? 'AM' : 'PM';
    case 'j': return String(time.dayOfYear).padStart(3, '0');
    case 'u': return String(time.weekday === 0 ? 7 : time.weekday);
    case 'w': return String(time.weekday);
    case 'a': return (DAYS[time.weekday] ?? '').slice(0, 3);
    case 'A': return DAYS[time.weekday] ?? '';
    case 'b':
    case 'h': return MONTHS[time.month - 1] ?? '';
    case 'B': return MONTHS_LONG[time.month - 1] ?? '';
    case 's': return String(Math.floor(ms / 1000));
    case 'F': return date;
    case 'T': return clock;
    case 'R': return clock.slice(0, 5);
    case 'D': return `${two(time.month)}/${two(time.day)}/${two(time.year % 100)}`;
    case 'c': return `${field('a', time, ms)} ${field('b', time, ms)} ${field('e', time, ms)} ${clock} ${time.year}`;
    case 'x': return field('D', time, ms);
    case 'X': return clock;
    case 'z': return '+0000';
    case 'Z': return 'UTC';
    case 'n': return '\n';
    case 't': return '\t';
    case '%': return '%';
    default: return `%${letter}`;
  }
}
