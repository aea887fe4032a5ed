import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';
import { engineSchema } from './schema/engine-schema.ts';

const kinds = Object.keys(engineSchema.kinds).map((key) => {
  const slash = key.lastIndexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)] as const;
});

describe('decode', () => {
  it('NOUN-09 decoding what was decoded changes nothing', () => {
    const value = fc.dictionary(fc.constantFrom('metadata', 'spec', 'status', 'data', 'x'), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...kinds), value, ([apiVersion, kind], sent) => {
        const once = decode(apiVersion, kind, sent).object;
        const twice = decode(apiVersion, kind, once);
        expect(twice.object).toEqual(once);
        expect(twice.problems).toEqual([]);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
