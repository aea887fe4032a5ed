import { describe, expect, it } from 'vitest';
import type { Taint } from '../../api/core-v1.ts';
import { ControllerCluster } from '../testing/controller-cluster.ts';
import { createTaintEvictionController } from './controller.ts';
import { decideEviction } from './decision.ts';

const taint = (key: string): Taint => ({ key, effect: 'NoExecute' });

describe('patience', () => {
  const rows = [
    ['TAINT-01 a taint that is not tolerated', [taint('a')], [], { kind: 'evict-now', taint: taint('a') }],
    [
      'TAINT-01 one of two not tolerated',
      [taint('a'), taint('b')],
      [{ key: 'a', operator: 'Exists' }],
      { kind: 'evict-now', taint: taint('b') },
    ],
    ['TAINT-02 tolerated for ever', [taint('a')], [{ key: 'a', operator: 'Exists' }], { kind: 'stay' }],
    [
      'TAINT-02 tolerated for a while',
      [taint('a')],
      [{ key: 'a', operator: 'Exists', tolerationSeconds: 8 }],
      { kind: 'evict-after', seconds: 8, taint: taint('a') },
    ],
    [
      'TAINT-02 the shortest counts',
      [taint('a'), taint('b')],
      [
        { key: 'a', operator: 'Exists', tolerationSeconds: 8 },
        { key: 'b', operator: 'Exists', tolerationSeconds: 3 },
      ],
      { kind: 'evict-after', seconds: 3, taint: taint('b') },
    ],
    [
      'TAINT-02 negative counts as none',
      [taint('a')],
      [{ key: 'a', operator: 'Exists', tolerationSeconds: -1 }],
      { kind: 'evict-after', seconds: 0, taint: taint('a') },
    ],
  ] as const;
  for (const [title, taints, tolerations, expected] of rows)
    it(`${title}`, () => expect(decideEviction(taints, tolerations)).toEqual(expected));
});

function cluster(tolerations: readonly object[]): ControllerCluster {
  const c = new ControllerCluster({
    'taint-eviction-controller': (ctx) => createTaintEvictionController(ctx),
  });
  c.addNode('n1');
  c.createFor('Pod', {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'app', image: 'a' }], tolerations },
  });
  c.runPod(c.get('Pod', 'p')!, 'n1');
  c.run(1000);
  return c;
}

function setTaints(c: ControllerCluster, taints: readonly Taint[]): void {
  c.change('Node', 'n1', (node) => ({ ...node, spec: { ...node.spec, taints } }));
}

const marks = (c: ControllerCluster): readonly string[] =>
  c.events().filter((line) => line.includes('TaintManagerEviction'));

describe('taint eviction controller', () => {
  it('TAINT-01 evicts at once what does not tolerate, again for a pod that is going already', () => {
    const c = cluster([]);
    setTaints(c, [taint('maintenance')]);
    c.run(100);
    expect(c.get('Pod', 'p')).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 30 },
      status: {
        conditions: expect.arrayContaining([
          expect.objectContaining({
            type: 'DisruptionTarget',
            reason: 'DeletionByTaintManager',
            observedGeneration: 1,
          }),
        ]),
      },
    });
    setTaints(c, [taint('maintenance'), taint('out')]);
    c.run(100);
    expect(marks(c)).toEqual(['Pod/p Normal TaintManagerEviction Marking for deletion Pod default/p x2']);
  });

  it('TAINT-05 swapping one taint for another does not start the clock again', () => {
    const tolerations = ['a', 'b'].map((key) => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 60,
    }));
    const c = cluster(tolerations);
    setTaints(c, [taint('a')]);
    c.run(40_000);
    setTaints(c, [taint('a'), taint('b')]);
    setTaints(c, [taint('b')]);
    c.run(21_000);
    expect(c.get('Pod', 'p')?.metadata.deletionTimestamp).toBeDefined();
  });

  it('TAINT-04 taking the taint off cancels the deletion with an Event', () => {
    const c = cluster([{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }]);
    setTaints(c, [taint('a')]);
    c.run(10_000);
    setTaints(c, []);
    c.run(100_000);
    expect(marks(c)).toEqual(['Pod/p Normal TaintManagerEviction Cancelling deletion of Pod default/p']);
    expect(c.get('Pod', 'p')?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('TAINT-06 judges a pod that is bound to a tainted node', () => {
    const c = cluster([]);
    setTaints(c, []);
    c.createFor('Node', { metadata: { name: 'n2' }, spec: { taints: [taint('a')] } });
    c.createFor('Pod', {
      metadata: { name: 'q', namespace: 'default' },
      spec: { containers: [{ name: 'app', image: 'a' }] },
    });
    c.runPod(c.get('Pod', 'q')!, 'n2');
    c.run(100);
    expect(c.get('Pod', 'q')?.metadata.deletionTimestamp).toBeDefined();
  });
});
