import { describe, expect, it } from 'vitest';
import type { HappeningView } from '../protocol/views.ts';
import { announcements } from './announcements.ts';
import { sentenceParts, sentenceText } from './sentences.ts';
import { happening } from './testing/samples.ts';

const POD = { kind: 'Pod', namespace: 'default', name: 'web-7c9f4d1ab-x2kzp', uid: 'x' };
const NODE = { kind: 'Node', namespace: '', name: 'node-b', uid: '' };

const cases: readonly (readonly [Partial<HappeningView>, string])[] = [
  [
    {
      ...POD,
      actor: 'default-scheduler',
      verb: 'bind',
      text: '2 of 3 nodes fit; node-c scored 183, the next one 171',
    },
    'The scheduler put …x2kzp on node-c: 2 of 3 nodes fit, node-c scored 183 to 171.',
  ],
  [
    { ...POD, actor: 'default-scheduler', verb: 'bind', text: '1 of 3 nodes fit, so it goes to node-a' },
    'The scheduler put …x2kzp on node-a: 1 of 3 nodes fit, so it goes to node-a.',
  ],
  [
    {
      ...POD,
      actor: 'default-scheduler',
      verb: 'bind',
      text: '2 of 3 nodes fit; 2 of them share the highest score 657, and chance chose node-a',
    },
    'The scheduler put …x2kzp on node-a: 2 of 3 nodes fit, 2 of them with the best score 657, and chance chose node-a.',
  ],
  [
    {
      ...POD,
      actor: 'replicaset-controller',
      verb: 'create',
      text: 'wanted 3 and counted 2, because a pod being deleted does not count',
    },
    'ReplicaSet 7c9f4d1ab made …x2kzp: wanted 3 and counted 2, because a pod being deleted does not count.',
  ],
  [
    {
      ...POD,
      actor: 'taint-eviction-controller',
      verb: 'delete',
      text: 'its 300 s of patience with node.kubernetes.io/unreachable ran out',
    },
    'Taint eviction deleted …x2kzp: its 300 s of patience with unreachable ran out.',
  ],
  [
    {
      ...NODE,
      actor: 'node-controller',
      verb: 'update',
      text: 'no lease was renewed for 50 s',
      fields: ['status.conditions.Ready'],
    },
    'Node lifecycle set node-b to Unknown: no lease was renewed for 50 s.',
  ],
  [
    { ...NODE, kind: 'Machine', actor: 'you', verb: 'power-off', text: 'You switched node-b off' },
    'You switched node-b off.',
  ],
  [
    { kind: 'Deployment', name: 'web', actor: 'you', verb: 'create', text: 'You applied a manifest' },
    'You made Deployment web.',
  ],
  [
    { ...POD, actor: 'kubelet/node-a', verb: 'update', text: 'Ready is True' },
    'The kubelet of node-a reported of …x2kzp: it is ready.',
  ],
  [
    {
      ...POD,
      actor: 'kubelet/node-c',
      verb: 'update',
      text: 'phase Pending → Running: container web runs; Ready is True',
    },
    'The kubelet of node-c reported …x2kzp Running: container web runs; it is ready.',
  ],
  [
    { ...POD, actor: 'kubelet/node-c', verb: 'update', text: 'the kubelet has taken the pod over' },
    'The kubelet of node-c took …x2kzp over.',
  ],
  [
    {
      ...POD,
      actor: 'kubelet/node-c',
      verb: 'probe',
      text: 'readiness probe of container web passed 1 of 1',
    },
    'Readiness probe of container web in …x2kzp passed 1 of 1.',
  ],
  [
    { ...NODE, actor: 'kubelet/node-b', verb: 'update', text: 'the kubelet reports Ready False → True' },
    'The kubelet of node-b reported: Ready False → True.',
  ],
  [{ kind: 'Deployment', name: 'web', actor: 'you', verb: 'apply', text: '' }, 'You applied Deployment web.'],
  [
    {
      kind: 'Container',
      name: 'default/web-7c9f4d1ab-x2kzp/app',
      actor: 'world',
      verb: 'exit',
      text: 'process 1 (sh) exited with code 1',
    },
    'Container app of …x2kzp: process 1 (sh) exited with code 1.',
  ],
  [
    {
      kind: 'Container',
      name: 'web',
      actor: 'world',
      verb: 'exit',
      text: 'container web ended with exit code 1',
    },
    'Container web ended with exit code 1.',
  ],
  [
    {
      kind: 'ReplicaSet',
      name: 'web-1',
      actor: 'garbage-collector-controller',
      verb: 'delete',
      text: 'its owner web does not live any more',
    },
    'Garbage collection deleted ReplicaSet web-1: its owner web does not live any more.',
  ],
];

describe('a happening as a sentence', () => {
  for (const [change, expected] of cases)
    it(`PROJ-19 ${expected}`, () => expect(sentenceText(happening(change))).toBe(expected));

  it('PROJ-19 calls the object of the story "it" and links the others', () => {
    const bound = happening({
      ...POD,
      actor: 'default-scheduler',
      verb: 'bind',
      text: '1 of 3 nodes fit, so it goes to node-c',
    });
    expect(sentenceParts(bound, POD)).toEqual([
      { text: 'The scheduler put ' },
      { text: 'it' },
      { text: ' on ' },
      { text: 'node-c', ref: { kind: 'Node', namespace: '', name: 'node-c' } },
      { text: ': 1 of 3 nodes fit, so it goes to node-c' },
      { text: '.' },
    ]);
    expect(sentenceParts(bound)[1]).toEqual({ text: '…x2kzp', ref: POD });
  });

  it('PROJ-19 tells its own story without its name', () => {
    const made = happening({
      ...POD,
      actor: 'replicaset-controller',
      verb: 'create',
      text: 'wanted 3 and counted 2',
    });
    const runs = happening({
      ...POD,
      actor: 'kubelet/node-c',
      verb: 'update',
      text: 'container web runs; Ready is False',
    });
    expect([made, runs].map((one) => sentenceText(one, POD))).toEqual([
      'ReplicaSet 7c9f4d1ab wanted 3 and counted 2.',
      'The kubelet of node-c reported: container web runs; it is not ready.',
    ]);
  });
});

describe('announcements', () => {
  it('PROJ-20 count equal deeds', () => {
    const made = [1, 2, 3].map((i) =>
      happening({ id: i, uid: `u${i}`, rule: 'RS-01', text: 'wanted 3 and counted 0' }),
    );
    const silent = happening({
      ...NODE,
      id: 4,
      actor: 'node-controller',
      verb: 'update',
      text: 'no lease for 50 s',
      fields: ['status.conditions.Ready'],
    });
    expect(announcements([...made, silent])).toEqual([
      'ReplicaSet made 3 pods.',
      'Node lifecycle set node-b to Unknown: no lease for 50 s.',
    ]);
    expect(announcements([])).toEqual([]);
  });
});
