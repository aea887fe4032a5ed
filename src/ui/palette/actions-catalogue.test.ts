import { describe, expect, it } from 'vitest';
import { EMPTY_MIRROR, type MirrorState } from '../../projections/mirror.ts';
import type { PodRow } from '../../protocol/pod-row.ts';
import type { NodeView, WorkloadView } from '../../protocol/views.ts';
import { actionsFor, clusterActions } from './actions-catalogue.ts';

const pod = (change: Partial<PodRow> = {}): PodRow =>
  ({
    uid: 'p',
    namespace: 'default',
    name: 'web-1',
    node: 'node-a',
    ownerName: 'web',
    ownerKind: 'ReplicaSet',
    goneAt: 0,
    containers: [{ name: 'web', kind: 'app', phase: 'running', truth: 'running' }],
    probes: [],
    ...change,
  }) as object as PodRow;
const node = (change: Partial<NodeView> = {}): NodeView =>
  ({
    name: 'node-a',
    power: 'on',
    link: 'up',
    kubelet: 'running',
    unschedulable: false,
    manifests: [],
    ...change,
  }) as object as NodeView;
const mirror = (change: Partial<MirrorState>): MirrorState => ({ ...EMPTY_MIRROR, ...change });
const labels = (...args: Parameters<typeof actionsFor>) => actionsFor(...args).map(({ label }) => label);

describe('actions', () => {
  it('FRAME-53 offers to break a probe only where there is one, and only a look inside for a ghost', () => {
    const ref = { kind: 'Pod', namespace: 'default', name: 'web-1', uid: 'p' };
    const rail = {
      container: 'web',
      kind: 'readiness',
      handler: 'http',
      results: [],
      threshold: 3,
      lastAt: 0,
      lastLabel: '',
    } as const;
    expect(labels(ref, mirror({ pods: new Map([['p', pod()]]) }))).not.toContain('Break what the probe asks');
    expect(labels(ref, mirror({ pods: new Map([['p', pod({ probes: [rail] })]]) }))).toContain(
      'Break what the probe asks',
    );
    expect(labels(ref, mirror({ pods: new Map([['p', pod({ goneAt: 5 })]]) }))).toEqual(['Open the pod']);
  });

  it('FRAME-54 offers the way back from every fault of a node', () => {
    const ref = { kind: 'Node', namespace: '', name: 'node-a' };
    expect(labels(ref, mirror({ nodes: [node()] }))).toEqual(
      expect.arrayContaining([
        'Switch off',
        'Shut down in good order',
        'Cut its network',
        'Stop its kubelet',
        'Cordon: no new pods',
      ]),
    );
    expect(
      labels(ref, mirror({ nodes: [node({ link: 'cut', kubelet: 'stopped', unschedulable: true })] })),
    ).toEqual(expect.arrayContaining(['Connect again', 'Start its kubelet', 'Let pods come again']));
    const off = labels(ref, mirror({ nodes: [node({ power: 'off', kubelet: 'stopped' })] }));
    expect(off).toContain('Switch on');
    expect(off).not.toContain('Start its kubelet');
  });

  it('FRAME-55 scales what can be scaled, never below nothing', () => {
    const workload = {
      uid: 'd',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      want: 0,
      scalable: true,
      revisions: [],
      details: null,
    } as object as WorkloadView;
    const ref = { kind: 'Deployment', namespace: 'default', name: 'web', uid: 'd' };
    expect(labels(ref, mirror({ workloads: [workload] }))).toContain('One more');
    expect(labels(ref, mirror({ workloads: [workload] }))).not.toContain('One fewer');
  });

  it('FRAME-56 offers only the states of the registry that it is not in', () => {
    const names = (registry: 'up' | 'down' | 'slow') =>
      clusterActions(
        mirror({ controlPlane: { resourceVersion: 1, lastAction: null, lastDecision: null, registry } }),
      ).map(({ label }) => label);
    expect(names('up')).not.toContain('Bring the registry back');
    expect(names('down')).toEqual(
      expect.arrayContaining(['Bring the registry back', 'Slow the registry down']),
    );
    expect(names('down')).not.toContain('Take the registry down');
  });
});
