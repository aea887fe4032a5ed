/** Durations as Go writes and reads them: `90s`, `1m30s`, `500ms`. */
import { complaint } from './session.ts';

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

export function durationMs(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  const read = parts.map((part) => part[0]).join('');
  if (parts.length === 0 || read !== text.replace(/^[-+]/, ''))
    throw complaint(`invalid argument "${text}" for "--timeout" flag: time: invalid duration "${text}"`);
  return sign * parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}
