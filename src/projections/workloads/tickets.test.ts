import { describe, expect, it } from 'vitest';
import { revision, row, workload } from '../testing/samples.ts';
import { createTickets, ownerTickets } from './owner-tickets.ts';
import { imagesText, revisionMark } from './revisions.ts';
import { troubleOf } from './trouble.ts';

const A = revision({ want: 0, have: 0, ready: 0 });
const B = revision({ uid: 'rs-2', name: 'web-5d8e21', hash: '5d8e21', revision: 2, born: 2 });

describe('revisions on a ticket', () => {
  it('TICKET-01 shows none while there is one, and two from then on', () => {
    const shown = (...revisions: (typeof A)[]): string[] | undefined =>
      ownerTickets([workload({ revisions })], new Map(), 0)[0]?.revisions.map(({ letter }) => letter);
    expect(shown(B)).toEqual([]);
    expect(shown(A, B)).toEqual(['A', 'B']);
    const idle = [3, 4, 5].map((born) =>
      revision({ uid: `rs-${born}`, born, revision: born, want: 0, have: 0 }),
    );
    expect(shown(A, B, ...idle)).toEqual(['B', 'D', 'E']);
  });

  it('TICKET-06 says what was rolled out from the second revision on, so that the ticket keeps its height', () => {
    const rollout = (...revisions: (typeof A)[]): string | undefined =>
      ownerTickets([workload({ revisions })], new Map(), 0)[0]?.rollout;
    expect(rollout(B)).toBe('');
    expect(rollout(A, { ...B, images: ['nginx:1.28'] })).toBe('rolled out: nginx:1.28');
  });

  it('TICKET-01 keeps lines where they are when one goes back', () => {
    const [ticket] = ownerTickets([workload({ revisions: [{ ...A, revision: 3 }, B] })], new Map(), 0);
    expect(ticket?.revisions.map(({ letter, newest }) => [letter, newest])).toEqual([
      ['A', true],
      ['B', false],
    ]);
  });

  it('TICKET-01 counts pods by their ReplicaSet, or by the label of their ControllerRevision', () => {
    const own = [row('x', { ownerUid: 'sts', hash: 'db-2' }), row('y', { ownerUid: 'sts', hash: 'db-1' })];
    const [ticket] = ownerTickets(
      [
        workload({
          uid: 'sts',
          kind: 'StatefulSet',
          revisions: [
            revision({ uid: 'c1', podHash: 'db-1', want: 1, have: 1 }),
            revision({ uid: 'c2', podHash: 'db-2', born: 2, revision: 2, want: 2, have: 1 }),
          ],
        }),
      ],
      new Map([['sts', own]]),
      0,
    );
    expect(ticket?.revisions.map(({ slots }) => slots)).toEqual([['ready'], ['ready', 'wanted']]);
  });

  it('PROJ-16 goes on with numbers after Z', () => {
    expect([1, 26, 27, 53].map((born) => revisionMark({ born, hash: '' }).letter)).toEqual([
      'A',
      'Z',
      'A1',
      'A2',
    ]);
  });

  it('TICKET-01 names the first image and counts the others', () => {
    expect(imagesText(['registry.example/team/web:2', 'envoy'])).toBe('web:2 + 1');
    expect(imagesText([])).toBe('');
  });
});

describe('a rollout on a ticket', () => {
  const rolling = workload({
    want: 4,
    have: 5,
    available: 3,
    podsMax: 5,
    availableMin: 3,
    revisions: [{ ...A, want: 3, have: 3 }, B],
  });

  it('TICKET-02 says the limits in words and as places', () => {
    const [ticket] = ownerTickets([rolling], new Map(), 0);
    expect(ticket).toMatchObject({
      rollout: 'rolling out: at most 5, at least 3 available',
      budget: { max: 5, min: 3, want: 4, have: 5, available: 3 },
      mood: 'moving',
    });
    const [paused] = ownerTickets([{ ...rolling, paused: true }], new Map(), 0);
    expect(paused?.rollout).toBe('paused: at most 5, at least 3 available');
    const [calm] = ownerTickets([workload({ paused: true, podsMax: 5 })], new Map(), 0);
    expect(calm).toMatchObject({ rollout: 'paused', budget: null, mood: 'calm' });
  });

  it('TICKET-03 needs somebody when a condition says so', () => {
    const condition = {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'ReplicaSet "web-5d8e21" has timed out progressing.',
      since: 5,
    };
    expect(ownerTickets([{ ...rolling, conditions: [condition] }], new Map(), 0)[0]).toMatchObject({
      mood: 'trouble',
      trouble: {
        word: 'stuck',
        text: 'ProgressDeadlineExceeded',
        sentence: 'ReplicaSet "web-5d8e21" has timed out progressing.',
      },
    });
    expect(
      troubleOf(workload({ conditions: [{ ...condition, reason: 'DeploymentPaused' }] }), []),
    ).toBeNull();
    const pods = [row('p', { ownerUid: 'rs-2', api: 'image-backoff', reason: 'ImagePullBackOff' })];
    expect(
      ownerTickets([{ ...rolling, conditions: [condition] }], new Map([['rs-2', pods]]), 0)[0],
    ).toMatchObject({
      trouble: { text: 'ImagePullBackOff · ProgressDeadlineExceeded' },
      revisions: [{ slots: ['wanted', 'wanted', 'wanted'] }, { slots: ['broken', 'wanted', 'wanted'] }],
    });
  });
});

describe('tickets that stay', () => {
  it('PROJ-30 makes a ticket anew only when its workload or one of its pods changed', () => {
    const tickets = createTickets();
    const [web, api] = [workload(), workload({ uid: 'api', name: 'api', revisions: [] })];
    const pods = new Map([['rs-1', [row('a')]]]);
    const first = tickets([web, api], pods, 0);
    const again = tickets([web, api], new Map(pods), 0);
    expect(again.map((one, index) => one === first[index])).toEqual([true, true]);
    const third = tickets([web, api], new Map([['rs-1', [row('a', { api: 'not-ready' })]]]), 0);
    expect(third.map((one, index) => one === first[index])).toEqual([false, true]);
    expect(third).toEqual(ownerTickets([web, api], new Map([['rs-1', [row('a', { api: 'not-ready' })]]]), 0));
  });
});
