import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../api/core-v1-pod.ts';
import { PodMarks, countPods } from './pod-marks.ts';

const selector = { matchLabels: { app: 'web' } };
const owner = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'rs', uid: 'me' },
  spec: { template: { metadata: { labels: { app: 'web', tier: 'x' } }, spec: { containers: [] } } },
};

function pod(
  name: string,
  labels: Readonly<Record<string, string>>,
  ready: boolean,
  more: object = {},
  uid = 'me',
): Pod {
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid, controller: true }];
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }] as const;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ownerReferences, ...more },
    spec: { containers: [] },
    status: { phase: 'Running', conditions },
  };
}

const pods = [
  pod('a', { app: 'web', tier: 'x' }, true),
  pod('b', { app: 'web' }, false),
  pod('c', { app: 'web', tier: 'x' }, true, { deletionTimestamp: 't' }),
];

describe('pod marks', () => {
  it('RS-05 counts active, ready, labelled and terminating pods of the owner', () => {
    expect(new PodMarks().count('ns/rs', owner, selector, pods)).toEqual({
      active: 2,
      ready: 1,
      labelled: 1,
      terminating: 1,
      unclaimed: false,
    });
  });

  it('RS-05 counts the same whatever it remembers, when pods, their order or the template change', () => {
    const marks = new PodMarks();
    const [a, b, c] = pods as [Pod, Pod, Pod];
    const readied = pod('b', { app: 'web' }, true);
    const relabelled = {
      ...owner,
      spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } },
    };
    for (const [who, list] of [
      [owner, [a, b, c]],
      [owner, [a, readied, c]],
      [owner, [c, a]],
      [relabelled, [c, a, b]],
      [owner, []],
      [owner, [b]],
    ] as const) {
      expect(marks.count('ns/rs', who, selector, list)).toEqual(countPods(who, selector, list));
    }
  });

  it('CLAIM-02 tells when a pod no longer matches or belongs to another owner', () => {
    const stray = pod('d', { app: 'other' }, true);
    const theirs = pod('e', { app: 'web' }, true, {}, 'you');
    for (const one of [stray, theirs])
      expect(countPods(owner, selector, [...pods, one])).toMatchObject({ active: 2, unclaimed: true });
  });
});
