import { describe, expect, it } from 'vitest';
import {
  findCondition,
  isConditionTrue,
  withCondition,
  withoutCondition,
  type ConditionShape,
} from './conditions.ts';
import { nextCronTime, parseCron } from './cron.ts';
import { percentOf, scaledValue } from './int-or-string.ts';
import {
  configKeyProblems,
  ipProblems,
  labelProblemsWithDots,
  portNameProblems,
  subdomainProblems,
} from './names.ts';
import { qosClassOf } from './qos.ts';
import { kindForResourceName, kindOf, resourceAt, resourceOf, resources } from './resources.ts';
import { engineSchema } from './schema/engine-schema.ts';
import { formatTime, parseTime } from './time.ts';

describe('resources', () => {
  it.each([
    ['po', 'Pod'],
    ['pods', 'Pod'],
    ['Pod', 'Pod'],
    ['deploy', 'Deployment'],
    ['deployments.apps', 'Deployment'],
    ['deployment.v1.apps', 'Deployment'],
    ['hpa', 'HorizontalPodAutoscaler'],
    ['ev', 'Event'],
    ['nope', undefined],
    ['pods.apps', undefined],
  ])('NOUN-30 %s names %s', (name, kind) => {
    expect(kindForResourceName(name)).toBe(kind);
  });

  it('NOUN-30 every kind has its schema and is found by group and plural', () => {
    for (const one of resources) {
      expect(Object.hasOwn(engineSchema.kinds, `${one.apiVersion}/${one.kind}`)).toBe(true);
      expect(kindOf(one.apiVersion, one.kind)).toBe(one.kind);
      expect(resourceAt(one.group, one.plural)).toBe(resourceOf(one.kind));
    }
    expect(kindOf('v1', 'Deployment')).toBeUndefined();
  });
});

describe('conditions', () => {
  const ready: ConditionShape = { type: 'Ready', status: 'False', lastTransitionTime: 't0' };
  const other: ConditionShape = { type: 'Other', status: 'True' };

  it('NOUN-31 keeps the transition time while the status stays', () => {
    const same = withCondition([ready, other], { ...ready, reason: 'R', lastTransitionTime: 't1' });
    expect(same).toEqual([{ ...ready, reason: 'R', lastTransitionTime: 't0' }, other]);
    const turned = withCondition(same, { type: 'Ready', status: 'True', lastTransitionTime: 't2' });
    expect(findCondition(turned, 'Ready')?.lastTransitionTime).toBe('t2');
  });

  it('NOUN-31 adds and removes', () => {
    expect(withCondition(undefined, ready)).toEqual([ready]);
    expect(withoutCondition([ready, other], 'Ready')).toEqual([other]);
    expect([isConditionTrue([ready, other], 'Other'), isConditionTrue([ready], 'Ready')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('scaledValue', () => {
  it.each([
    ['25%', 10, 'up', 3],
    ['25%', 10, 'down', 2],
    ['0%', 10, 'up', 0],
    [4, 10, 'up', 4],
    ['ten', 10, 'up', undefined],
  ] as const)('NOUN-32 %s of %d rounded %s is %s', (value, total, rounding, count) => {
    expect(scaledValue(value, total, rounding)).toBe(count);
  });

  it('NOUN-32 tells percentages from counts', () => {
    expect([percentOf('150%'), percentOf(3), percentOf('x')]).toEqual([150, undefined, undefined]);
  });
});

describe('names', () => {
  it.each([
    [subdomainProblems, 'a.b-c', 0],
    [subdomainProblems, 'a..b', 1],
    [subdomainProblems, 'a'.repeat(254), 1],
    [subdomainProblems, `${'A'.repeat(260)}`, 2],
    [labelProblemsWithDots, 'a.b', 1],
    [portNameProblems, 'http', 0],
    [portNameProblems, '_--1', 3],
    [configKeyProblems, '..x', 1],
    [ipProblems, '10.0.0.256', 1],
    [ipProblems, 'fe80::1', 0],
    [ipProblems, '1::2::3', 1],
  ])('NOUN-33 %o finds in %s this many problems: %d', (rule, value, count) => {
    expect(rule(value)).toHaveLength(count);
  });
});

describe('qosClassOf', () => {
  const container = (resources: object) => ({ name: 'a', resources });
  it.each([
    [[container({})], 'BestEffort'],
    [[container({ requests: { cpu: '1' } })], 'Burstable'],
    [[container({ limits: { cpu: '1', memory: '1Gi' } })], 'Guaranteed'],
    [
      [container({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } })],
      'Burstable',
    ],
    [[container({ limits: { cpu: '1', memory: '1Gi' } }), container({})], 'Burstable'],
    [[container({ limits: { cpu: '0', memory: '0' } })], 'BestEffort'],
  ])('NOUN-34 %j is %s', (containers, qos) => {
    expect(qosClassOf({ containers })).toBe(qos);
  });
});

describe('cron', () => {
  it.each([
    ['*/5 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:05:00Z'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['30 9 * * mon-fri', '2026-01-02T09:30:00Z', '2026-01-05T09:30:00Z'],
    ['0 0 13 * fri', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['@hourly', '2026-01-01T00:59:59Z', '2026-01-01T01:00:00Z'],
    ['5/20 1 * * *', '2026-01-01T01:25:00Z', '2026-01-01T01:45:00Z'],
  ])('NOUN-35 %s after %s is %s', (text, after, next) => {
    const schedule = parseCron(text);
    const found = schedule.ok ? nextCronTime(schedule.value, parseTime(after) ?? 0) : undefined;
    expect(found === undefined ? undefined : formatTime(found)).toBe(next);
  });

  it('NOUN-35 gives up on a day that never comes', () => {
    const schedule = parseCron('0 0 30 2 *');
    expect(schedule.ok && nextCronTime(schedule.value, 0)).toBeUndefined();
  });

  it.each([
    ['x', 'expected exactly 5 fields, found 1: [x]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['@sometimes', 'unrecognized descriptor: @sometimes'],
  ])('NOUN-36 refuses %s', (text, error) => {
    expect(parseCron(text)).toEqual({ ok: false, error });
  });
});
