import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  milliValue,
  subtractQuantities,
  wholeValue,
} from './quantity.ts';

const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e2', 'E-3'];
const quantity = fc
  .tuple(
    fc.integer({ min: -99_999, max: 99_999 }),
    fc.constantFrom('', '.5', '.125'),
    fc.constantFrom(...suffixes),
  )
  .map(([whole, fraction, suffix]) => `${whole}${fraction}${suffix}`);
const options = { seed: 7, numRuns: 500 };

describe('quantities', () => {
  it('NOUN-22 the canonical form is the same amount and settles after one more reading', () => {
    fc.assert(
      fc.property(quantity, (written) => {
        const canonical = canonicalQuantity(written);
        if (!canonical.ok) throw new Error(`${written} was refused`);
        expect(compareQuantities(written, canonical.value)).toBe(0);
        // A binary amount that no binary suffix fits is read back as a decimal one, as upstream does.
        const again = canonicalQuantity(canonical.value);
        expect(again.ok && canonicalQuantity(again.value)).toEqual(again);
        expect(compareQuantities(again.ok ? again.value : '', written)).toBe(0);
        expect([milliValue(written), wholeValue(written)]).toEqual([
          milliValue(canonical.value),
          wholeValue(canonical.value),
        ]);
      }),
      options,
    );
  });

  it('NOUN-22 subtracting what was added gives back the amount', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        expect(compareQuantities(subtractQuantities(addQuantities(a, b), b), a)).toBe(0);
      }),
      options,
    );
  });

  it('NOUN-22 never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => typeof canonicalQuantity(text).ok === 'boolean'),
      options,
    );
  });
});
