import { describe, expect, it } from 'vitest';
import type { Container } from '../../../api/core-v1-pod.ts';
import { assignedPodChange, nodeChange } from '../../framework/object-changes.ts';
import { podNonZeroRequests, podRequests } from '../../framework/pod-requests.ts';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { hint, scores, verdicts } from '../../testing/verdicts.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';

function container(name: string, cpu: string, extra: Partial<Container> = {}): Container {
  return { name, image: 'i', resources: { requests: { cpu } }, ...extra };
}

describe('NodeResourcesFit', () => {
  const used = on('n1', aPod('used', { cpu: '3', memory: '6Gi' }));
  const cases = [
    [{ cpu: '1' }, 'ok'],
    [{ cpu: '1001m' }, 'Unschedulable: Insufficient cpu'],
    [{ cpu: '2', memory: '3Gi' }, 'Unschedulable: Insufficient cpu, Insufficient memory'],
    [{ cpu: '2', memory: '9Gi' }, 'UnschedulableAndUnresolvable: Insufficient cpu, Insufficient memory'],
    [{}, 'ok'],
  ] as const;
  it.each(cases)('SCHED-44 judges requests %j on a node with 1 cpu and 2Gi left', (traits, verdict) => {
    expect(verdicts(nodeResourcesFit, aPod('p', traits), aView([aNode('n1')], [used]))).toEqual([verdict]);
  });

  it('SCHED-45 counts pods, and a pod that asks for nothing fits an over-committed node', () => {
    expect(verdicts(nodeResourcesFit, aPod('p'), aView([aNode('n1', { pods: '1' })], [used]))).toEqual([
      'Unschedulable: Too many pods',
    ]);
    expect(verdicts(nodeResourcesFit, aPod('p'), aView([aNode('n1', { cpu: '1' })], [used]))).toEqual(['ok']);
  });

  it('SCHED-46 names extended resources', () => {
    const spec = {
      containers: [container('app', '1', { resources: { requests: { 'example.com/gpu': '1' } } })],
    };
    expect(verdicts(nodeResourcesFit, aPod('p', { spec }), aView([aNode('n1')]))).toEqual([
      'UnschedulableAndUnresolvable: Insufficient example.com/gpu',
    ]);
  });

  it('SCHED-47 scores the free share of cpu and memory, with defaults for containers without requests', () => {
    expect(
      scores(
        nodeResourcesFit,
        aPod('p', { cpu: '1', memory: '2Gi' }),
        aView([aNode('n1'), aNode('n2')], [used]),
      ),
    ).toEqual([0, 75]);
    expect(podNonZeroRequests(aPod('p'))).toEqual({ milliCPU: 100, memory: 209715200 });
  });

  it('SCHED-48 is woken by any bound pod that goes, and by a node on which the pod fits when empty', () => {
    const pod = aPod('p', { cpu: '5' });
    expect(hint(nodeResourcesFit, pod, assignedPodChange(used, undefined)!)).toBe('Queue');
    expect(hint(nodeResourcesFit, pod, nodeChange(undefined, aNode('n9'))!)).toBe('QueueSkip');
    expect(hint(nodeResourcesFit, pod, nodeChange(aNode('n9'), aNode('n9', { cpu: '8' }))!)).toBe('Queue');
    expect(
      hint(nodeResourcesFit, pod, nodeChange(aNode('n9', { cpu: '8' }), aNode('n9', { cpu: '6' }))!),
    ).toBe('QueueSkip');
  });
});

describe('what a pod requests', () => {
  const sidecar = container('s', '200m', { restartPolicy: 'Always' });
  const cases: readonly (readonly [string, readonly Container[], readonly Container[], number])[] = [
    ['the sum of its containers', [container('a', '1'), container('b', '500m')], [], 1500],
    ['its largest init container if that is more', [container('a', '1')], [container('i', '3')], 3000],
    ['its sidecars beside the app', [container('a', '1')], [sidecar], 1200],
    [
      'its sidecars beside a later init container',
      [container('a', '1')],
      [sidecar, container('i', '3')],
      3200,
    ],
    [
      'not its sidecars beside an earlier init container',
      [container('a', '1')],
      [container('i', '3'), sidecar],
      3000,
    ],
  ];
  it.each(cases)('SCHED-49 is %s', (_title, containers, initContainers, milliCPU) => {
    expect(podRequests(aPod('p', { spec: { containers, initContainers } })).milliCPU).toBe(milliCPU);
  });

  it('SCHED-50 is what the pod level says, plus overhead', () => {
    const spec = {
      containers: [container('a', '1')],
      resources: { requests: { cpu: '3' } },
      overhead: { cpu: '250m', memory: '1Mi' },
    };
    expect(podRequests(aPod('p', { spec }))).toMatchObject({ milliCPU: 3250, memory: 1048576 });
  });
});
