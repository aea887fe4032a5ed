import { describe, expect, it } from 'vitest';
import { claimOf } from './claim.ts';
import { safeEncode, safeHash } from './safe-encode.ts';
import { slowStartBatch } from './slow-start.ts';
import { tolerates, withoutTaints, withTaints } from './taints.ts';
import { joinKey, splitKey } from './keys.ts';
import { planReplicas } from './replication/plan.ts';

describe('slow start', () => {
  it('RS-02 calls in batches of 1, 2, 4 … and stops after the batch with a failure', () => {
    const calls: number[] = [];
    const outcome = slowStartBatch(20, (i) => {
      calls.push(i);
      return i === 4 ? 'no' : undefined;
    });
    expect(calls).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(outcome).toEqual({ succeeded: 6, failure: 'no' });
  });

  it('RS-02 calls as often as asked when nothing fails', () => {
    expect(slowStartBatch(5, () => undefined)).toEqual({ succeeded: 5 });
    expect(slowStartBatch(0, () => 'never')).toEqual({ succeeded: 0 });
  });

  it('RS-02 at most so many are created or deleted in one sync', () => {
    expect(planReplicas(2, 1000, 500)).toEqual({ create: 500, remove: 0 });
    expect(planReplicas(600, 0, 500)).toEqual({ create: 0, remove: 500 });
    expect(planReplicas(3, 3, 500)).toEqual({ create: 0, remove: 0 });
  });
});

describe('claims', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'rs', uid: 'me' } };
  const deleting = { ...owner, metadata: { ...owner.metadata, deletionTimestamp: 't' } };
  const pod = (uid?: string, metadata: object = {}) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      ...metadata,
      ...(uid === undefined
        ? {}
        : {
            ownerReferences: [
              { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'x', uid, controller: true },
            ],
          }),
    },
  });
  const rows = [
    ['another one has it', owner, pod('you'), true, 'ignore'],
    ['mine and it matches', owner, pod('me'), true, 'mine'],
    ['CLAIM-02 mine and it no longer matches', owner, pod('me'), false, 'release'],
    ['mine, no match, but I am being deleted', deleting, pod('me'), false, 'ignore'],
    ['CLAIM-01 nobody has it and it matches', owner, pod(), true, 'adopt'],
    ['nobody has it and it does not match', owner, pod(), false, 'ignore'],
    [
      'nobody has it, but it is being deleted',
      owner,
      pod(undefined, { deletionTimestamp: 't' }),
      true,
      'ignore',
    ],
    ['nobody has it, but I am being deleted', deleting, pod(), true, 'ignore'],
  ] as const;
  for (const [title, who, what, matches, expected] of rows)
    it(`${title}: ${expected}`, () => expect(claimOf(who, what, matches)).toBe(expected));
});

describe('hashes in names', () => {
  it('ROLLOUT-12 digits become letters and digits that spell no words', () =>
    expect(safeEncode('0123456789')).toBe('456789bcdf'));
  it('ROLLOUT-12 equal templates have equal hashes, and a collision count changes them', () => {
    expect(safeHash({ a: 1, b: 2 })).toBe(safeHash({ b: 2, a: 1 }));
    expect(safeHash({ a: 1 })).not.toBe(safeHash({ a: 1 }, 1));
    expect(safeHash({ a: 'ä' })).toMatch(/^[456789bcdf]{6,10}$/);
  });
});

describe('taints', () => {
  const taint = { key: 'k', value: 'v', effect: 'NoExecute' } as const;
  it('TAINT-03 tolerations match by key, value and effect', () => {
    expect(tolerates({ key: 'k', operator: 'Exists' }, taint)).toBe(true);
    expect(tolerates({ operator: 'Exists' }, taint)).toBe(true);
    expect(tolerates({ key: 'k', value: 'v', effect: 'NoExecute' }, taint)).toBe(true);
    expect(tolerates({ key: 'k', value: 'w' }, taint)).toBe(false);
    expect(tolerates({ key: 'k', operator: 'Exists', effect: 'NoSchedule' }, taint)).toBe(false);
    expect(
      tolerates({ key: 'n', operator: 'Gt', value: '3' }, { key: 'n', value: '5', effect: 'NoExecute' }),
    ).toBe(true);
  });
  it('TAINT-03 adding replaces what has the same key and effect', () => {
    const added = withTaints(
      [taint],
      [
        { key: 'k', effect: 'NoExecute', value: 'w' },
        { key: 'l', effect: 'NoSchedule' },
      ],
    );
    expect(added.map(({ key, value }) => [key, value])).toEqual([
      ['k', 'w'],
      ['l', undefined],
    ]);
    expect(withoutTaints(added, [{ key: 'k', effect: 'NoExecute' }])).toEqual([
      { key: 'l', effect: 'NoSchedule' },
    ]);
  });
});

describe('keys', () => {
  it('RS-07 names and keys go both ways', () => {
    expect(splitKey(joinKey('ns', 'name'))).toEqual({ namespace: 'ns', name: 'name' });
    expect(splitKey(joinKey('', 'name'))).toEqual({ namespace: '', name: 'name' });
  });
});
