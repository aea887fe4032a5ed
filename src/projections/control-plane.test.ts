import { describe, expect, it } from 'vitest';
import { controlPlaneModel } from './control-plane.ts';
import { controlPlane, happening } from './testing/samples.ts';

const SLICE = happening({
  id: 9,
  at: 100_900,
  actor: 'endpoint-slice-controller',
  verb: 'update',
  kind: 'EndpointSlice',
  name: 'web-1',
  uid: '',
});

describe('what the controllers did last', () => {
  it('PROJ-17 is a deed on pods, not the bookkeeping after it', () => {
    const made = [1, 2].map((id) => happening({ id, at: 100_000 + id, uid: `p${id}` }));
    const counted = happening({
      id: 3,
      at: 100_500,
      verb: 'update',
      kind: 'ReplicaSet',
      name: 'web-1',
      uid: '',
    });
    expect(controlPlaneModel(controlPlane(), [...made, counted, SLICE], 200_000).lastControllerAction).toBe(
      'ReplicaSet made 2 pods',
    );
  });

  it('PROJ-17 names the node that it marked', () => {
    const silent = happening({
      id: 4,
      actor: 'node-controller',
      verb: 'update',
      kind: 'Node',
      name: 'node-b',
      uid: '',
      fields: ['status.conditions.Ready'],
    });
    expect(controlPlaneModel(controlPlane(), [silent, SLICE], 200_000).lastControllerAction).toBe(
      'Node lifecycle marked node-b',
    );
  });

  it('PROJ-17 is whatever was done while nothing else is known', () => {
    const lastAction = {
      actor: 'endpoint-slice-controller',
      verb: 'update',
      kind: 'EndpointSlice',
      name: 'web-1',
      at: 0,
      count: 1,
    };
    expect(controlPlaneModel(controlPlane({ lastAction }), [SLICE], 200_000).lastControllerAction).toBe(
      'Endpoint slices updated 1 slice',
    );
    expect(controlPlaneModel(null, [], 0).lastControllerAction).toBe('');
  });
});
