import { describe, expect, it } from 'vitest';
import { nextCronTime, parseCron } from './cron.ts';
import { formatTime, parseTime } from './time.ts';
import { TIME_ZONES } from './time-zone-data.ts';
import { formatInZone, isTimeZone, zoneOffsetMs } from './time-zones.ts';

const ms = (text: string): number => parseTime(text) ?? Number.NaN;

describe('zoneOffsetMs', () => {
  /** Minutes east of UTC at six moments of 2026, as the system's zone files say. */
  const moments = [
    '2026-01-15T12:00:00Z',
    '2026-03-29T00:59:00Z',
    '2026-03-29T01:00:00Z',
    '2026-07-15T12:00:00Z',
    '2026-10-25T00:59:00Z',
    '2026-10-25T01:00:00Z',
  ];
  it.each([
    ['Europe/Berlin', [60, 60, 120, 120, 120, 60]],
    ['Europe/Dublin', [0, 0, 60, 60, 60, 0]],
    ['America/New_York', [-300, -240, -240, -240, -240, -240]],
    ['Australia/Sydney', [660, 660, 660, 600, 660, 660]],
    ['Asia/Kolkata', [330, 330, 330, 330, 330, 330]],
    ['America/St_Johns', [-210, -150, -150, -150, -150, -150]],
    ['Africa/Cairo', [120, 120, 120, 180, 180, 180]],
    ['Pacific/Auckland', [780, 780, 780, 720, 780, 780]],
    ['America/Santiago', [-180, -180, -180, -240, -180, -180]],
    ['UTC', [0, 0, 0, 0, 0, 0]],
    ['Etc/GMT+5', [-300, -300, -300, -300, -300, -300]],
    ['Asia/Jerusalem', [120, 180, 180, 180, 120, 120]],
    ['Australia/Lord_Howe', [660, 660, 660, 630, 660, 660]],
    ['America/Nuuk', [-120, -120, -60, -60, -60, -120]],
  ])('NOUN-52 %s', (zone, offsets) => {
    expect(moments.map((at) => zoneOffsetMs(zone, ms(at)) / 60_000)).toEqual(offsets);
  });

  it('NOUN-52 reads the rule of every zone', () => {
    for (const [rule, names] of TIME_ZONES)
      for (const name of names.split(' '))
        expect(Number.isInteger(zoneOffsetMs(name, 0)), `${rule} ${name}`).toBe(true);
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Phobos')]).toEqual([true, false]);
  });

  it('NOUN-52 tells the time on local clocks', () => {
    expect(formatInZone('Europe/Berlin', ms('2026-07-01T07:00:00Z'))).toBe('2026-07-01T09:00:00+02:00');
    expect(formatInZone('America/St_Johns', ms('2026-01-01T12:00:00Z'))).toBe('2026-01-01T08:30:00-03:30');
    expect(formatInZone('UTC', 0)).toBe('1970-01-01T00:00:00Z');
  });
});

describe('nextCronTime in a zone', () => {
  const next = (text: string, zone: string, after: string): string => {
    const schedule = parseCron(text, zone);
    const found = schedule.ok ? nextCronTime(schedule.value, ms(after)) : undefined;
    return found === undefined ? '' : formatTime(found);
  };

  it.each([
    ['0 9 * * *', 'Europe/Berlin', '2026-01-10T08:00:00Z', '2026-01-11T08:00:00Z'],
    ['0 9 * * *', 'Europe/Berlin', '2026-07-10T08:00:00Z', '2026-07-11T07:00:00Z'],
    ['0 9 * * *', 'Asia/Kolkata', '2026-07-10T08:00:00Z', '2026-07-11T03:30:00Z'],
    ['0 0 1 * *', 'America/New_York', '2026-02-10T00:00:00Z', '2026-03-01T05:00:00Z'],
    // In Berlin there is no 02:30 on 29 March 2026, and two of them on 25 October.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['0 0 * * *', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29T22:00:00Z'],
    ['0 0 * * *', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25T23:00:00Z'],
    ['15 0 * * *', 'Australia/Sydney', '2026-10-03T15:00:00Z', '2026-10-04T13:15:00Z'],
  ])('NOUN-53 %s in %s after %s is %s', (text, zone, after, expected) => {
    expect(next(text, zone, after)).toBe(expected);
  });
});
