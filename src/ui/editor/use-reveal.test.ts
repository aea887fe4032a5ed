import { describe, expect, it } from 'vitest';
import type { PodRow } from '../../protocol/pod-row.ts';
import type { WorkloadView } from '../../protocol/views.ts';
import { makersOf } from './use-reveal.ts';

describe('makersOf', () => {
  it('FRAME-51 looks for a pod first by its own name, then by the template of what made it', () => {
    const row = {
      uid: 'p',
      namespace: 'default',
      name: 'web-7c9f-x',
      ownerKind: 'ReplicaSet',
      ownerName: 'web-7c9f',
      ownerUid: 'rs',
    } as PodRow;
    const workload = {
      uid: 'd',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      revisions: [{ uid: 'rs' }],
    } as object as WorkloadView;
    const makers = makersOf(
      { kind: 'Pod', namespace: 'default', name: 'web-7c9f-x', uid: 'p' },
      { pods: new Map([['p', row]]), workloads: [workload] },
    );
    expect(makers.map(({ ref, path }) => [ref.kind, ref.name, path.join('.')])).toEqual([
      ['Pod', 'web-7c9f-x', ''],
      ['Deployment', 'web', 'spec.template'],
      ['ReplicaSet', 'web-7c9f', 'spec.template'],
    ]);
  });
});
