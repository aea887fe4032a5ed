import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../decode.ts';
import { applyDefaults } from '../defaulting/defaulting.ts';
import { resources } from '../resources.ts';
import { structOf, structOfKind, type Shape } from '../schema/shapes.ts';
import type { KubeObject } from '../types.ts';
import { validateCreate, validateUpdate } from './validation.ts';

/** Values of roughly the right shape, with odd contents and missing parts. */
function valueOf(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  if (depth <= 0) return fc.constantFrom(undefined, null, '', 'x', -1, {}, []);
  switch (shape.form) {
    case 'list':
      return fc.array(valueOf(shape.of, depth - 1), { maxLength: 2 });
    case 'map':
      return fc.dictionary(fc.constantFrom('a', 'cpu', 'a b', '__proto__'), valueOf(shape.of, depth - 1), {
        maxKeys: 2,
      });
    case 'struct':
      return structValue(shape.typeName, depth - 1);
    default:
      return fc.constantFrom<unknown>('', 'a', 'A_b', '1', '25%', -1, 0, 7, 70_000, true, null);
  }
}

function structValue(typeName: string, depth: number): fc.Arbitrary<unknown> {
  const fields = structOf(typeName).fields.map((field) => [field.name, valueOf(field.shape, depth)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

const object = fc.constantFrom(...resources).chain((one) => {
  const typeName = structOfKind(one.apiVersion, one.kind)?.typeName ?? '';
  return structValue(typeName, 6).map((sent) => ({ one, sent }));
});

describe('validation', () => {
  it('NOUN-50 whatever was decoded can be defaulted and validated, as new object and as change', () => {
    fc.assert(
      fc.property(object, ({ one, sent }) => {
        const decoded: unknown = decode(one.apiVersion, one.kind, sent).object;
        const defaulted = applyDefaults(decoded as KubeObject);
        expect(applyDefaults(defaulted)).toEqual(defaulted);
        expect(Array.isArray(validateCreate(defaulted))).toBe(true);
        expect(Array.isArray(validateUpdate(defaulted, decoded as KubeObject))).toBe(true);
      }),
      { seed: 21, numRuns: 400 },
    );
  });
});
