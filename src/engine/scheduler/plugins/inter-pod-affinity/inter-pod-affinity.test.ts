import { describe, expect, it } from 'vitest';
import type { Affinity, PodAffinityTerm } from '../../../api/core-v1-pod.ts';
import { assignedPodChange, nodeChange } from '../../framework/object-changes.ts';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { hint, scores, verdicts } from '../../testing/verdicts.ts';
import { interPodAffinity } from './inter-pod-affinity.ts';

const zone = 'topology.kubernetes.io/zone';
const nodes = [
  aNode('n1', { labels: { [zone]: 'a' } }),
  aNode('n2', { labels: { [zone]: 'b' } }),
  aNode('n3'),
];
const nearWeb: PodAffinityTerm = { topologyKey: zone, labelSelector: { matchLabels: { app: 'web' } } };
const required = [nearWeb];
const together: Affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
const apart: Affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
const web = on('n1', aPod('web', { labels: { app: 'web' } }));

const NO_AFFINITY = "UnschedulableAndUnresolvable: node(s) didn't match pod affinity rules";
const ANTI = "Unschedulable: node(s) didn't match pod anti-affinity rules";
const EXISTING = "Unschedulable: node(s) didn't satisfy existing pods anti-affinity rules";

describe('InterPodAffinity filters', () => {
  it('SCHED-54 affinity needs a matching pod in the topology, and the label on the node', () => {
    expect(
      verdicts(interPodAffinity, aPod('p', { spec: { affinity: together } }), aView(nodes, [web])),
    ).toEqual(['ok', NO_AFFINITY, NO_AFFINITY]);
  });

  it('SCHED-55 the first pod of a series that matches its own terms may go anywhere the label is', () => {
    const pod = aPod('p', { labels: { app: 'web' }, spec: { affinity: together } });
    expect(verdicts(interPodAffinity, pod, aView(nodes))).toEqual(['ok', 'ok', NO_AFFINITY]);
  });

  it('SCHED-56 anti-affinity keeps away from the topology of matching pods', () => {
    expect(verdicts(interPodAffinity, aPod('p', { spec: { affinity: apart } }), aView(nodes, [web]))).toEqual(
      [ANTI, 'ok', 'ok'],
    );
  });

  it('SCHED-57 anti-affinity of a running pod keeps a plain pod away', () => {
    const repelling = on('n2', aPod('r', { spec: { affinity: apart } }));
    expect(
      verdicts(interPodAffinity, aPod('p', { labels: { app: 'web' } }), aView(nodes, [repelling])),
    ).toEqual(['ok', EXISTING, 'ok']);
    expect(verdicts(interPodAffinity, aPod('p'), aView(nodes, [repelling]))).toEqual(['skip']);
  });

  it.each([
    ['its own namespace by default', {}, 'ok'],
    ['listed namespaces', { namespaces: ['other'] }, NO_AFFINITY],
    ['selected namespaces', { namespaceSelector: { matchLabels: { team: 'x' } } }, NO_AFFINITY],
    ['all namespaces with an empty selector', { namespaceSelector: {} }, 'ok'],
  ])('SCHED-58 a term looks into %s', (_title, where, verdict) => {
    const terms = [{ ...nearWeb, ...where }];
    const spec = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } };
    expect(verdicts(interPodAffinity, aPod('p', { spec }), aView(nodes, [web]))[0]).toBe(verdict);
  });
});

describe('InterPodAffinity scores', () => {
  it('SCHED-59 preferences pull and push, stretched over 0 to 100', () => {
    const weighted = (weight: number, app: string) => ({
      weight,
      podAffinityTerm: { topologyKey: zone, labelSelector: { matchLabels: { app } } },
    });
    const affinity = {
      podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [weighted(30, 'web')] },
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [weighted(10, 'db')] },
    };
    const db = on('n2', aPod('db', { labels: { app: 'db' } }));
    expect(scores(interPodAffinity, aPod('p', { spec: { affinity } }), aView(nodes, [web, db]))).toEqual([
      100, 0, 25,
    ]);
  });

  it('SCHED-60 a running pod that requires this one draws it near', () => {
    const asking = on('n2', aPod('asking', { spec: { affinity: together } }));
    expect(scores(interPodAffinity, aPod('p', { labels: { app: 'web' } }), aView(nodes, [asking]))).toEqual([
      0, 100, 0,
    ]);
    expect(scores(interPodAffinity, aPod('p'), aView(nodes, [asking]))).toEqual([]);
  });
});

describe('InterPodAffinity wakes', () => {
  const wanting = aPod('p', { spec: { affinity: together } });
  const avoiding = aPod('p', { spec: { affinity: apart } });
  it('SCHED-61 a pod with affinity when a match is bound, one with anti-affinity when a match goes', () => {
    expect(hint(interPodAffinity, wanting, assignedPodChange(undefined, web)!)).toBe('Queue');
    expect(hint(interPodAffinity, wanting, assignedPodChange(web, undefined)!)).toBe('QueueSkip');
    expect(hint(interPodAffinity, avoiding, assignedPodChange(web, undefined)!)).toBe('Queue');
    expect(hint(interPodAffinity, avoiding, assignedPodChange(undefined, web)!)).toBe('QueueSkip');
  });

  it('SCHED-62 on a node with the topology label', () => {
    expect(hint(interPodAffinity, avoiding, nodeChange(undefined, nodes[0])!)).toBe('Queue');
    expect(hint(interPodAffinity, avoiding, nodeChange(undefined, nodes[2])!)).toBe('QueueSkip');
  });
});
