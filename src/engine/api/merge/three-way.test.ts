import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../base/json.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';
import { threeWayApply } from './three-way.ts';

const apply = (last: JsonObject, next: JsonObject, live: JsonObject): JsonObject => {
  const patched = applyStrategicMergePatch(
    'apps/v1',
    'Deployment',
    live,
    threeWayApply('apps/v1', 'Deployment', last, next, live),
  );
  if (!patched.ok) throw new Error(patched.error);
  return patched.value;
};

const deployment = (spec: JsonObject): JsonObject => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec });
const withContainers = (...containers: JsonObject[]): JsonObject =>
  deployment({ template: { spec: { containers } } });

describe('threeWayApply', () => {
  it('NOUN-44 says nothing when the live object already is as wanted', () => {
    const live = deployment({
      replicas: 3,
      paused: false,
      template: { spec: { containers: [{ name: 'a', image: 'x', tty: false }] } },
    });
    expect(
      threeWayApply('apps/v1', 'Deployment', {}, withContainers({ name: 'a', image: 'x' }), live),
    ).toEqual({});
  });

  it('NOUN-45 leaves alone what others set and deletes only what was applied before', () => {
    const last = deployment({ replicas: 1, minReadySeconds: 5 });
    const live = deployment({ replicas: 4, minReadySeconds: 5, paused: true });
    expect(threeWayApply('apps/v1', 'Deployment', last, deployment({ minReadySeconds: 5 }), live)).toEqual({
      spec: { replicas: null },
    });
    expect(apply(last, deployment({ minReadySeconds: 5 }), live)).toEqual(
      deployment({ minReadySeconds: 5, paused: true }),
    );
  });

  it('NOUN-46 patches lists by merge key and spells out their order', () => {
    const last = withContainers({ name: 'a', image: '1' }, { name: 'old', image: '1' });
    const next = withContainers({ name: 'a', image: '2' }, { name: 'b', image: '1' });
    const live = withContainers(
      { name: 'a', image: '1', tty: true },
      { name: 'old', image: '1' },
      { name: 'injected' },
    );
    expect(threeWayApply('apps/v1', 'Deployment', last, next, live)).toEqual({
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }],
            containers: [
              { image: '2', name: 'a' },
              { name: 'b', image: '1' },
              { $patch: 'delete', name: 'old' },
            ],
          },
        },
      },
    });
    const merged = apply(last, next, live);
    expect(merged).toEqual(
      withContainers({ name: 'a', image: '2', tty: true }, { name: 'b', image: '1' }, { name: 'injected' }),
    );
  });

  it('NOUN-47 retains only the named keys of a strategy', () => {
    const live = deployment({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } });
    const next = deployment({ strategy: { type: 'Recreate' } });
    expect(apply({}, next, live)).toEqual(next);
  });

  it('NOUN-48 applying twice changes nothing more', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const container = fc.record({ name, image: fc.constantFrom('x', 'y') });
    const object = fc
      .record({ replicas: fc.nat(3), containers: fc.uniqueArray(container, { selector: (one) => one.name }) })
      .map(({ replicas, containers }) => deployment({ replicas, template: { spec: { containers } } }));
    fc.assert(
      fc.property(object, object, object, (last, next, live) => {
        const once = apply(last, next, live);
        expect(threeWayApply('apps/v1', 'Deployment', next, next, once)).toEqual({});
        expect(once['spec']).toMatchObject({ replicas: (next['spec'] as { replicas: number }).replicas });
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
