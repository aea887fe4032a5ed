import type { OwnerTicketModel } from '../../projections/workloads/ticket-model.ts';
import { SHEET_NOW_MS } from './sample-pods.ts';

/** Promises for the gallery. */

export function deployment(change: Partial<OwnerTicketModel>): OwnerTicketModel {
  return {
    uid: 'owner-web',
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    want: 3,
    have: 3,
    ready: 2,
    counts: 'want 3 · ready 2',
    scalable: true,
    paused: false,
    slots: ['ready', 'ready', 'not-ready'],
    revisions: [],
    rolling: false,
    rollout: '',
    budget: null,
    deadlineMs: null,
    mood: 'moving',
    trouble: null,
    body: null,
    wait: null,
    gauge: null,
    limits: [],
    ...change,
  };
}

export const STEADY_OWNER = deployment({
  want: 5,
  have: 4,
  counts: 'want 5 · have 4 · ready 2',
  slots: ['ready', 'ready', 'not-ready', 'making', 'wanted'],
});

export const ROLLING_OWNER = deployment({
  uid: 'owner-web-rolling',
  want: 4,
  have: 5,
  ready: 4,
  counts: 'want 4 · have 5 · ready 4',
  rolling: true,
  rollout: 'rolling out: at most 5, at least 3 available',
  budget: { max: 5, min: 3, want: 4, have: 5, available: 4 },
  deadlineMs: SHEET_NOW_MS + 552_000,
  revisions: [
    {
      uid: 'rs-a',
      name: 'web-7c9f4d',
      revision: 1,
      letter: 'A',
      hash: '7c9f4d',
      newest: false,
      want: 3,
      have: 3,
      ready: 3,
      slots: ['ready', 'ready', 'ready'],
      images: 'nginx:1.27',
    },
    {
      uid: 'rs-b',
      name: 'web-5d8e21',
      revision: 2,
      letter: 'B',
      hash: '5d8e21',
      newest: true,
      want: 2,
      have: 2,
      ready: 1,
      slots: ['ready', 'not-ready'],
      images: 'nginx:1.28',
    },
  ],
});

export const JOB_OWNER: OwnerTicketModel = deployment({
  uid: 'owner-job',
  kind: 'Job',
  name: 'report',
  ready: 1,
  counts: 'want 3 · ready 1',
  scalable: false,
  slots: ['done', 'done', 'failed', 'making'],
});
