import { describe, expect, it } from 'vitest';
import { countClass, fleetProblems, fleetSummary, fleetTile, type FleetTile } from './fleet.ts';
import { createMapProjection } from './map-model.ts';
import { mirror, node, resource, row } from './testing/samples.ts';
import type { NodeView } from '../protocol/views.ts';
import type { PodRow } from '../protocol/pod-row.ts';

function tiles(nodes: readonly NodeView[], rows: readonly PodRow[]): FleetTile[] {
  return createMapProjection()(mirror({ nodes, pods: rows }), 'truth').nodes.map(fleetTile);
}

const on = (name: string, uid: string, state: PodRow['truth']): PodRow =>
  row(uid, { node: name, api: state, truth: state });

describe('a node as a tile of the fleet', () => {
  it('FLEET-01 tells how much of it is asked for, by what is scarcer', () => {
    const [tile] = tiles(
      [
        node('a', {
          cpu: resource({ capacity: 4000, allocatable: 4000 }),
          memory: resource({ capacity: 1000, allocatable: 800 }),
        }),
      ],
      [row('x', { node: 'a', cpuMilli: 1000, memoryBytes: 600 })],
    );
    expect(tile?.asked).toBe(0.75);
  });

  it('FLEET-02 carries the worst state of its pods and how many are in it', () => {
    const [a, b, c] = tiles(
      [node('a'), node('b'), node('c')],
      [
        on('a', '1', 'not-ready'),
        on('a', '2', 'crash-loop'),
        on('a', '3', 'crash-loop'),
        on('b', '4', 'creating'),
        on('b', '5', 'terminating'),
        on('c', '6', 'not-ready'),
      ],
    );
    expect([a?.worst, a?.worstCount, b?.worst, c?.worst]).toEqual(['crash-loop', 2, null, 'not-ready']);
  });

  it.each([
    { count: 0, is: 0 },
    { count: 1, is: 1 },
    { count: 2, is: 2 },
    { count: 9, is: 2 },
    { count: 10, is: 3 },
  ])('FLEET-02 $count pods are of class $is', ({ count, is }) => {
    expect(countClass(count)).toBe(is);
  });

  it('FLEET-03 tells a node without power, a silent one, one that is not ready and one that is cut off apart', () => {
    const states = tiles(
      [
        node('a', { power: 'off' }),
        node('b', { ready: 'Unknown' }),
        node('c', { ready: 'False' }),
        node('d', { link: 'cut' }),
        node('e'),
      ],
      [],
    ).map(({ state }) => state);
    expect(states).toEqual(['off', 'unknown', 'not-ready', 'cut', 'ready']);
  });
});

describe('fences', () => {
  it('FLEET-03 the taint that a cordon brings is no second mark', () => {
    const taint = (key: string) => ({ key, value: '', effect: 'NoSchedule' });
    const cordon = taint('node.kubernetes.io/unschedulable');
    const marks = tiles(
      [
        node('a', { unschedulable: true, taints: [cordon] }),
        node('b', { unschedulable: true, taints: [cordon, taint('gpu')] }),
        node('c', { taints: [taint('gpu')] }),
      ],
      [],
    ).map(({ cordoned, tainted }) => [cordoned, tainted]);
    expect(marks).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
  });
});

describe('problems first', () => {
  it('FLEET-04 lists every node that needs somebody: lost nodes, then failing pods, then pods that are not ready', () => {
    const all = tiles(
      [
        node('a'),
        node('b'),
        node('c'),
        node('d', { ready: 'Unknown' }),
        node('e', { power: 'off' }),
        node('f'),
        node('g', { unschedulable: true }),
      ],
      [
        on('a', '1', 'not-ready'),
        on('b', '2', 'failed'),
        on('c', '3', 'crash-loop'),
        on('c', '4', 'crash-loop'),
        on('f', '5', 'ready'),
      ],
    );
    expect(fleetProblems(all).map(({ name }) => name)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(fleetSummary(all)).toEqual({ nodes: 7, ready: 5, pods: 5, problems: 5 });
  });
});
