import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from './base64.ts';
import { canonicalJson, deepEqual, deepFreeze } from './json.ts';
import { fnv32a, hashHex, hashText } from './hash.ts';
import { lowerBound, sortedKeys } from './compare.ts';

describe('base', () => {
  it('encodes base64 as Node does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(encodeBase64(text)).toBe(Buffer.from(text).toString('base64'));
      }),
      { seed: 3 },
    );
  });

  it('writes equal values as equal text, whatever the order of their keys', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }], 2: true, u: undefined })).toBe(
      '{"2":true,"a":[{"c":"x","d":null}],"b":1}',
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 4 },
    );
  });

  it('compares by structure, an absent property being undefined', () => {
    expect(deepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(deepEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe(false);
    expect(deepEqual([], {})).toBe(false);
  });

  it('freezes all the way down', () => {
    const frozen = deepFreeze({ a: { b: [1] } });
    expect(Object.isFrozen(frozen.a.b)).toBe(true);
  });

  it('hashes as upstream where upstream has the same hash', () => {
    expect(fnv32a('hello')).toBe(0x4f9f2cab);
    expect(hashHex(hashText('a'))).not.toBe(hashHex(hashText('b')));
  });

  it('orders keys by code unit and finds places in sorted lists', () => {
    expect(sortedKeys({ b: 0, 10: 0, 9: 0, a: 0 })).toEqual(['10', '9', 'a', 'b']);
    expect([0, 1, 5, 9].map((value) => lowerBound([1, 5, 5, 8], value))).toEqual([0, 0, 1, 4]);
  });
});
