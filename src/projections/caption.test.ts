import { describe, expect, it } from 'vitest';
import { captionOf } from './caption.ts';
import { happening, mirror, node, row } from './testing/samples.ts';

const POWER_OFF = happening({
  id: 1,
  at: 1,
  actor: 'you',
  verb: 'power-off',
  kind: 'Machine',
  namespace: '',
  name: 'node-b',
  uid: '',
  text: 'You switched node-b off',
});
const SILENT = happening({
  id: 2,
  at: 50_200,
  actor: 'node-controller',
  verb: 'update',
  kind: 'Node',
  namespace: '',
  name: 'node-b',
  uid: '',
  text: 'no lease was renewed and no status posted for 50 s',
  fields: ['status.conditions.Ready'],
});
const PATIENCE = happening({
  id: 3,
  at: 350_320,
  actor: 'taint-eviction-controller',
  verb: 'delete',
  name: 'web-7c9f4d1ab-x2kzp',
  text: 'its 300 s of patience with node.kubernetes.io/unreachable ran out',
});
const MADE = happening({ id: 4, at: 350_324, uid: '00009c02' });
const BOUND = happening({ id: 5, at: 350_330, actor: 'default-scheduler', verb: 'bind', uid: '00009c02' });

const nodes = [node('node-b', { power: 'off', machineSince: 1 })];
const lost = row('00004f1a', { node: 'node-b' });
const standIn = row('00009c02', { node: 'node-c', replaces: '00004f1a' });

describe('the caption', () => {
  it('PROJ-18 tells the story of a node that lost its power', () => {
    const story = [POWER_OFF, SILENT, PATIENCE, MADE, BOUND];
    const captions = story.map((_, i) =>
      captionOf(mirror({ pods: [lost, standIn], nodes, happenings: story.slice(0, i + 1) })),
    );
    expect(captions.map((caption) => `${caption?.id} ${caption?.headline} ${caption?.detail}`)).toEqual([
      'h1 node-b stopped answering. Nobody knows yet. You switched node-b off; to the API it is as before.',
      'h2 The control plane marked node-b Unknown. No lease for 50 s. To the API, its pod still looks Running.',
      'h3 Patience is over: …x2kzp is to go. Its 300 s of patience with unreachable ran out.',
      'h4 Same promise, new pod uid …9c02 stands in for …4f1a, 350 s after the lights went out',
      'h4 Same promise, new pod uid …9c02 stands in for …4f1a, 350 s after the lights went out',
    ]);
  });

  it('PROJ-18 says nothing of what happened before the visible beginning', () => {
    expect(captionOf(mirror({ happenings: [{ ...POWER_OFF, at: -5 }] }))).toBeNull();
    expect(captionOf(mirror())).toBeNull();
  });

  it('PROJ-18 tells that a pod finds no node, and that a container ended', () => {
    const waiting = row('w', {
      node: '',
      api: 'unscheduled',
      gate: '0/3 nodes are available: 3 Insufficient cpu. preemption: none',
    });
    const refused = happening({
      id: 7,
      actor: 'default-scheduler',
      verb: 'update',
      uid: 'w',
      name: 'web-7c9f4d1ab-aaaaa',
    });
    expect(captionOf(mirror({ pods: [waiting], happenings: [refused] }))).toEqual({
      id: 'h7',
      headline: 'No node fits …aaaaa. It waits.',
      detail: '0/3 nodes are available: 3 Insufficient cpu.',
    });
    const ended = happening({
      id: 8,
      actor: 'world',
      verb: 'exit',
      kind: 'Container',
      name: 'web',
      text: 'container web ended with 1',
    });
    expect(captionOf(mirror({ happenings: [ended] }))).toMatchObject({
      headline: 'Container web ended with 1.',
    });
    const placed = happening({
      ...ended,
      name: 'default/web-7c9f4d1ab-x2kzp/app',
      text: 'process 1 (sh) exited with code 1',
    });
    expect(captionOf(mirror({ happenings: [placed] }))).toMatchObject({
      headline: 'Container app of …x2kzp ended.',
      detail: 'Process 1 (sh) exited with code 1.',
    });
  });

  it('PROJ-18 tells of a manifest what it changed', () => {
    const applied = happening({
      id: 5,
      actor: 'you',
      verb: 'apply-manifest',
      kind: 'Manifest',
      name: '',
      uid: '',
      text: 'You applied a manifest',
    });
    const made = [6, 7, 8].map((id) =>
      happening({ id, actor: 'you', kind: 'Deployment', name: `web-${id}`, causes: [5] }),
    );
    const captions = [[applied], [applied, ...made.slice(0, 1)], [applied, ...made]].map((happenings) =>
      captionOf(mirror({ happenings })),
    );
    expect(captions.map((caption) => caption?.headline)).toEqual([
      'You applied a manifest.',
      'You applied Deployment web-6.',
      'You applied Deployment web-6 and 2 more objects.',
    ]);
  });

  it('PROJ-18 tells that a node reports again', () => {
    const back = happening({
      id: 9,
      actor: 'kubelet/node-b',
      verb: 'update',
      kind: 'Node',
      namespace: '',
      name: 'node-b',
      fields: ['status.conditions.Ready'],
    });
    expect(captionOf(mirror({ nodes: [node('node-b')], happenings: [back] }))).toMatchObject({
      headline: 'node-b reports again.',
    });
  });
});
