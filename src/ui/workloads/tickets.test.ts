import { describe, expect, it } from 'vitest';
import { budgetPlaces } from './budget-strip.tsx';
import { backTo, pauseOrResume, runByHand, suspendOrContinue } from './steering.ts';
import { templateOf } from './revision-template.ts';

describe('the budget of a rollout', () => {
  it('TICKET-02 has a place for every pod there may be', () => {
    expect(budgetPlaces({ max: 6, min: 3, want: 4, have: 3, available: 2 })).toEqual([
      'available',
      'available',
      'there',
      'free',
      'surge',
      'surge',
    ]);
  });
});

const web = { kind: 'Deployment', namespace: 'shop', name: 'web' } as const;

describe('what a ticket asks for', () => {
  it('TICKET-04 is to undo the rollout to the number of the revision that was clicked', () => {
    expect(backTo(web, { revision: 3 })).toEqual({
      kind: 'rollout-undo',
      toRevision: 3,
      objectKind: 'Deployment',
      namespace: 'shop',
      name: 'web',
    });
  });

  it('TICKET-07 is the opposite of how it stands', () => {
    expect([true, false].map((paused) => pauseOrResume({ ...web, paused }).kind)).toEqual([
      'rollout-resume',
      'rollout-pause',
    ]);
    expect([true, false].map((paused) => suspendOrContinue({ ...web, paused }).kind)).toEqual([
      'unsuspend',
      'suspend',
    ]);
  });

  it('TICKET-07 gives a Job by hand the next free name', () => {
    expect(runByHand(web, new Set(['web-manual-1', 'web-manual-3']))).toMatchObject({ job: 'web-manual-2' });
  });
});

describe('the template of a revision', () => {
  const spec = { containers: [{ name: 'web', image: 'nginx' }] };

  it('TICKET-05 is that of the ReplicaSet without its hash', () => {
    const labels = { app: 'web', 'pod-template-hash': '7c9f4d' };
    expect(templateOf({ spec: { template: { metadata: { labels }, spec } } })).toEqual({
      metadata: { labels: { app: 'web' } },
      spec,
    });
  });

  it('TICKET-05 is that in the patch of the ControllerRevision', () => {
    const template = { metadata: { labels: { app: 'web' } }, spec, $patch: 'replace' };
    expect(templateOf({ data: { spec: { template } }, revision: 2 })).toEqual({
      metadata: { labels: { app: 'web' } },
      spec,
    });
    expect(templateOf({ kind: 'ReplicaSet' })).toBeNull();
  });
});
