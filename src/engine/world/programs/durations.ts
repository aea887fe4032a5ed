/** Durations as sleep, timeout and `read -t` take them: decimals with an optional unit. Exact in integers. */

const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60000, h: 3600000, d: 86400000 };

/** Whole ms, rounded down; Infinity for `infinity`; null when the text is no duration. */
export function durationMs(text: string): number | null {
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  const match = /^([0-9]*)(?:\.([0-9]*))?([smhd]?)$/.exec(text);
  if (match === null || !/[0-9]/.test(text)) return null;
  const [, whole = '', fraction = '', unit = ''] = match;
  const scale = UNITS[unit] ?? 1000;
  const thousandths = Number(fraction.padEnd(3, '0').slice(0, 3));
  return Number(whole === '' ? '0' : whole) * scale + Math.floor((thousandths * scale) / 1000);
}

/** A limit in ms that is a number in every case. */
export function deadlineMs(text: string): number | null {
  const ms = durationMs(text);
  return ms === Infinity ? null : ms;
}
