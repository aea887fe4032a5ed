import { describe, expect, it } from 'vitest';
import type {
  AutoscalerView,
  ConditionView,
  CronJobDetails,
  DaemonSetDetails,
  JobDetails,
  OrdinalView,
  StatefulSetDetails,
} from '../../protocol/views.ts';
import { revision, row, workload } from '../testing/samples.ts';
import { workloadFacts } from './facts.ts';
import { clockBody, cronCounts, jobCounts, jobProgress, jobWait, wallTime } from './jobs.ts';
import { ownerTickets } from './owner-tickets.ts';
import { completionPlaces, nodePlaces, ordinalPlaces, shortNames } from './places.ts';
import { gaugeModel, limitModels } from './scaling.ts';

const ordinal = (number: number, change: Partial<OrdinalView> = {}): OrdinalView => ({
  ordinal: number,
  pod: `db-${number}`,
  podUid: `uid-${number}`,
  podHash: 'db-1',
  condemned: false,
  waitsFor: -1,
  because: '',
  claims: [],
  ...change,
});

const set = (change: Partial<StatefulSetDetails> = {}): StatefulSetDetails => ({
  kind: 'StatefulSet',
  ordered: true,
  partition: 0,
  ordinals: [ordinal(0), ordinal(1, { waitsFor: 0, because: 'is not ready', podUid: '' })],
  hidden: 0,
  stuck: -1,
  whenScaled: 'Retain',
  whenDeleted: 'Retain',
  ...change,
});

const db = workload({ kind: 'StatefulSet', name: 'db' });
const pods = new Map([['uid-0', row('uid-0', { api: 'crash-loop', reason: 'exit 1' })]]);
const podByUid = (uid: string) => pods.get(uid);

describe('places on a ticket', () => {
  it('TICKET-10 an ordinal that waits is locked and says for which one and why', () => {
    const { places, note } = ordinalPlaces(db, set(), podByUid);
    expect(places.map(({ label, slot, locked, text }) => [label, slot, locked, text])).toEqual([
      ['0', 'broken', false, 'db-0: broken: exit 1'],
      ['1', 'wanted', true, 'db-1: wanted, waits for db-0, which is not ready'],
    ]);
    expect(note).toBe('db-1 waits for db-0, which is not ready');
  });

  it('TICKET-10 shows the claims of a place and what is the matter with them', () => {
    const claims = [
      { name: 'data-db-0', phase: 'Bound', volume: 'disk-0', storage: '1Gi' },
      { name: 'logs-db-0', phase: 'Pending', volume: '', storage: '' },
      { name: 'tmp-db-0', phase: '', volume: '', storage: '' },
    ];
    const { places, note } = ordinalPlaces(db, set({ ordinals: [ordinal(0, { claims })] }), podByUid);
    expect(places[0]?.claims.map(({ state, text }) => [state, text])).toEqual([
      ['bound', 'claim data-db-0, 1Gi: bound to disk-0'],
      ['pending', 'claim logs-db-0: Pending: no volume yet'],
      ['none', 'claim tmp-db-0: not made yet'],
    ]);
    expect(note).toBe('claim logs-db-0 is Pending: no volume yet');
  });

  it('TICKET-11 a stuck ordinal makes the ticket one that needs somebody', () => {
    const details = set({ stuck: 0 });
    const [ticket] = ownerTickets([workload({ ...db, details })], new Map(), 0);
    expect(ticket).toMatchObject({
      mood: 'trouble',
      trouble: { word: 'stuck', text: 'db-0 is not ready, and only ready pods are replaced' },
      body: { note: 'delete db-0 by hand to go on' },
    });
  });

  it('TICKET-10 says the order where nothing waits', () => {
    const calm = [ordinal(0)];
    const noteOf = (change: Partial<StatefulSetDetails>) =>
      ordinalPlaces(db, set({ ordinals: calm, ...change }), podByUid).note;
    expect(noteOf({})).toBe('in order, one after the other');
    expect(noteOf({ ordered: false })).toBe('all at once (Parallel)');
    expect(noteOf({ partition: 2 })).toBe('partition 2: lower ordinals keep their revision');
  });

  it('TICKET-12 a DaemonSet has a place for every node, and says why one is left out', () => {
    const details: DaemonSetDetails = {
      kind: 'DaemonSet',
      nodes: [
        { node: 'node-a', podUid: 'uid-0', shouldRun: true, why: '' },
        { node: 'node-b', podUid: '', shouldRun: true, why: '' },
        { node: 'node-c', podUid: '', shouldRun: false, why: 'its taint gpu:NoSchedule is not tolerated' },
      ],
      hidden: 0,
      misscheduled: 0,
    };
    const revisions = [
      revision({ podHash: '7c9f4d', want: 1 }),
      revision({ uid: 'r2', podHash: 'x', born: 2, revision: 2, want: 1, have: 0 }),
    ];
    const { places, note } = nodePlaces(workload({ kind: 'DaemonSet', revisions }), details, podByUid);
    expect(places.map(({ label, slot, letter }) => [label, slot, letter])).toEqual([
      ['a', 'broken', 'A'],
      ['b', 'wanted', null],
      ['c', 'excluded', null],
    ]);
    expect(places[2]?.text).toBe('node-c: none wanted, its taint gpu:NoSchedule is not tolerated');
    expect(note).toBe('not on node-c: its taint gpu:NoSchedule is not tolerated');
    expect(nodePlaces(workload(), { ...details, misscheduled: 2 }, podByUid).note).toBe(
      '2 run where they should not',
    );
  });

  it('TICKET-12 labels are what differs', () => {
    expect(shortNames(['pool-east-1', 'pool-east-2'])).toEqual(['1', '2']);
    expect(shortNames(['alpha', 'beta'])).toEqual(['alpha', 'beta']);
    expect(shortNames(['node-a'])).toEqual(['node-a']);
  });
});

const job = (change: Partial<JobDetails> = {}): JobDetails => ({
  kind: 'Job',
  indexed: true,
  completions: 3,
  parallelism: 1,
  active: 1,
  succeeded: 1,
  failed: 2,
  terminating: 0,
  backoffLimit: 6,
  limitPerIndex: -1,
  indexes: [
    { index: 0, state: 'done', podUid: '', failures: 0 },
    { index: 1, state: 'active', podUid: 'uid-0', failures: 2 },
    { index: 2, state: 'later', podUid: '', failures: 0 },
  ],
  hidden: 0,
  backoffFrom: 0,
  backoffTo: 0,
  startedAt: 0,
  deadlineAt: 0,
  finished: '',
  finishedAt: 0,
  deletedAt: 0,
  ...change,
});

describe('a Job on its ticket', () => {
  it('TICKET-13 shows completion indexes, done and failed ones apart', () => {
    expect(completionPlaces(job(), podByUid)?.places.map(({ slot, text }) => [slot, text])).toEqual([
      ['done', 'index 0: done'],
      ['broken', 'index 1: broken: exit 1, failed 2 times'],
      ['wanted', 'index 2: not begun'],
    ]);
    expect(completionPlaces(job({ indexed: false }), podByUid)).toBeNull();
  });

  it('TICKET-13 counts what is done, what failed, and what may fail', () => {
    expect(jobCounts(job({ terminating: 1 }))).toBe('1 of 3 done · 1 running · 1 leaving');
    expect(jobCounts(job({ completions: -1, active: 0 }))).toBe('1 done');
    expect(jobProgress(job(), false)).toBe('2 failures, 6 allowed');
    expect(jobProgress(job({ failed: 1, backoffLimit: -1, limitPerIndex: 3 }), false)).toBe(
      '1 failure, 3 allowed at each index',
    );
    expect(jobProgress(job({ failed: 0 }), true)).toBe('suspended');
    expect(jobProgress(job({ finished: 'Complete' }), false)).toBe('complete');
  });

  it('TICKET-13 counts down to the next pod, else to the deadline, else to the deletion', () => {
    const all = { startedAt: 1, deadlineAt: 50, finishedAt: 2, deletedAt: 60 };
    expect(jobWait(job({ backoffFrom: 5, backoffTo: 15, ...all }))).toEqual({
      span: { fromMs: 5, toMs: 15 },
      text: 'next pod in',
    });
    expect(jobWait(job(all))?.text).toBe('deadline in');
    expect(jobWait(job({ ...all, deadlineAt: 0 }))?.text).toBe('deleted in');
    expect(jobWait(job())).toBeNull();
  });
});

const cron = (change: Partial<CronJobDetails> = {}): CronJobDetails => ({
  kind: 'CronJob',
  schedule: '* * * * *',
  timeZone: '',
  policy: 'Forbid',
  lastAt: 60_000,
  lastSuccessAt: 0,
  nextAt: 120_000,
  missed: 0,
  startingDeadlineMs: 0,
  problem: '',
  runs: [{ uid: 'j', name: 'report-1', at: 60_000, state: 'active', byHand: false }],
  ...change,
});

/** 23:59 on some day. */
const EPOCH_MS = 86_340_000;

describe('a CronJob on its ticket', () => {
  it('TICKET-14 shows runs and the next one in the time of the cluster', () => {
    expect(wallTime(60_000, EPOCH_MS)).toBe('00:00');
    expect(clockBody(cron(), false, EPOCH_MS)).toMatchObject({
      runs: [{ slot: 'making', time: '00:00' }],
      nextMs: 120_000,
      next: '00:01',
      facts: ['Forbid'],
    });
    expect(cronCounts(cron())).toBe('* * * * * · 1 running');
  });

  it('TICKET-14 says when nothing comes, and what was missed', () => {
    expect(clockBody(cron({ missed: 3 }), true, 0)).toMatchObject({
      nextMs: null,
      next: 'suspended',
      facts: ['Forbid', '3 missed'],
    });
    expect(clockBody(cron({ nextAt: 0 }), false, 0).next).toBe('never');
    expect(clockBody(cron({ problem: 'expected 5 fields' }), false, 0)).toMatchObject({
      nextMs: null,
      next: 'never',
      facts: ['Forbid', 'expected 5 fields'],
    });
  });

  it('TICKET-14 its Jobs have no tickets of their own, and their pods are its slots', () => {
    const jobOfCron = workload({ uid: 'j', kind: 'Job', ownerUid: 'c', details: job() });
    const parent = workload({ uid: 'c', kind: 'CronJob', details: cron() });
    const tickets = ownerTickets([parent, jobOfCron], new Map([['j', [row('x')]]]), 0);
    expect(tickets.map(({ kind, slots }) => [kind, slots])).toEqual([['CronJob', ['ready']]]);
  });
});

const said = (type: string, status: string, reason: string): ConditionView => ({
  type,
  status,
  reason,
  message: '',
  since: 0,
});

const scaler = (change: Partial<AutoscalerView> = {}): AutoscalerView => ({
  uid: 'h',
  name: 'web',
  min: 1,
  max: 6,
  current: 3,
  desired: 3,
  recommended: 3,
  lastScaleAt: 0,
  metrics: [
    {
      name: 'queue',
      current: '5',
      target: '10',
      permille: 500,
      group: 'external',
      path: 'default/queue',
      set: '15',
    },
  ],
  conditions: [
    said('AbleToScale', 'True', 'ReadyForNewScale'),
    said('ScalingActive', 'True', 'ValidMetricFound'),
  ],
  heldUntil: 0,
  ...change,
});

describe('an autoscaler on the ticket of its target', () => {
  it('TICKET-15 shows what is measured, aimed at and recommended', () => {
    expect(gaugeModel(scaler())).toMatchObject({
      recommended: 3,
      say: 'as recommended',
      trouble: false,
      metrics: [{ measured: '5', target: '10', ratio: 0.5, source: { value: '15' } }],
    });
  });

  for (const [what, change, say] of [
    ['it has not looked', { conditions: [] }, 'has not looked yet'],
    [
      'a metric is missing',
      { conditions: [said('ScalingActive', 'False', 'FailedGetExternalMetric')], recommended: -1 },
      'FailedGetExternalMetric',
    ],
    [
      'the target has no replicas',
      { conditions: [said('ScalingActive', 'False', 'ScalingDisabled')] },
      'off: the target has 0 replicas',
    ],
    [
      'an earlier recommendation was higher',
      { conditions: [said('AbleToScale', 'True', 'ScaleDownStabilized')], heldUntil: 9000 },
      { before: 'held, ScaleDownStabilized: ', tick: 'until', atMs: 9000, after: '' },
    ],
    [
      'an earlier recommendation was lower',
      { conditions: [said('AbleToScale', 'True', 'ScaleUpStabilized')] },
      'held: ScaleUpStabilized',
    ],
    [
      'the limit is reached',
      { conditions: [said('ScalingLimited', 'True', 'TooManyReplicas')] },
      'limited: TooManyReplicas',
    ],
    ['it is at work', { desired: 5 }, 'scaling to 5'],
  ] as const) {
    it(`TICKET-15 says why nothing happens when ${what}`, () => {
      expect(gaugeModel(scaler(change)).say).toEqual(say);
    });
  }

  it('TICKET-16 shows budgets, and of each quota the line with least room', () => {
    const budget = { uid: 'b', name: 'guard', allowed: 0, healthy: 2, needed: 2, expected: 2 };
    const line = (resource: string, used: string, permille: number) => ({
      quota: 'small',
      resource,
      used,
      hard: '4',
      permille,
    });
    const limits = limitModels([budget], [line('pods', '4', 1000), line('services', '1', 250)]);
    expect(limits.map(({ text, full, used }) => [text, full, used])).toEqual([
      ['guard: none may be evicted', true, 1],
      ['pods 4 of 4', true, 1],
    ]);
  });
});

describe('a workload in facts', () => {
  const sections = (change: Parameters<typeof workload>[0]) =>
    Object.fromEntries(
      workloadFacts(workload(change), EPOCH_MS).map(({ title, rows }) => [title, Object.fromEntries(rows)]),
    );

  it('TICKET-25 says of a StatefulSet who waits for whom, and what becomes of claims', () => {
    const claims = [{ name: 'data-db-0', phase: 'Bound', volume: 'disk-0', storage: '1Gi' }];
    const details = set({
      ordinals: [ordinal(0, { claims }), ordinal(1, { waitsFor: 0, because: 'is Pending' })],
    });
    const facts = sections({ ...db, details });
    expect(facts['Order']).toMatchObject({ 'db-1': 'waits for db-0, which is Pending' });
    expect(facts['Claims']).toEqual({
      'data-db-0': 'Bound to disk-0',
      'When scaled away': 'Retain',
      'When deleted': 'Retain',
    });
    expect(facts['Autoscaler']).toBeUndefined();
  });

  it('TICKET-25 says of a schedule what was, what comes, and what was missed', () => {
    expect(sections({ kind: 'CronJob', details: cron({ missed: 2 }) })['Schedule']).toMatchObject({
      'Last run': '00:00',
      'Last success': 'never',
      'Next run': '00:01',
      'Missed since': '2',
    });
  });

  it('TICKET-25 gives the conditions of an autoscaler and every line of a quota', () => {
    const quota = { quota: 'small', resource: 'pods', used: '1', hard: '4', permille: 250 };
    const facts = sections({ autoscaler: scaler({ recommended: -1 }), quotas: [quota] });
    expect(facts['Autoscaler']).toMatchObject({
      Recommends: 'nothing',
      queue: '5, target 10',
      ScalingActive: 'True, ValidMetricFound: ',
    });
    expect(facts['Quotas of the namespace']).toEqual({ small: 'pods 1 of 4' });
    expect(facts['']).toMatchObject({ Want: '3', Strategy: 'RollingUpdate' });
  });

  it('TICKET-25 says of a Job how far it is, and of a DaemonSet which nodes it leaves out', () => {
    expect(sections({ kind: 'Job', details: job() })['Work']).toMatchObject({
      Completions: '1 of 3',
      Mode: 'Indexed',
      Failures: '2 failures, 6 allowed',
    });
    const details: DaemonSetDetails = {
      kind: 'DaemonSet',
      nodes: [{ node: 'node-c', podUid: '', shouldRun: false, why: 'it has no label disk=ssd' }],
      hidden: 0,
      misscheduled: 0,
    };
    expect(sections({ kind: 'DaemonSet', details })['Nodes left out']).toEqual({
      'node-c': 'it has no label disk=ssd',
    });
  });
});
