import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  canonicalMilliQuantity,
  canonicalQuantity,
  compareQuantities,
  isNegativeQuantity,
  isWholeQuantity,
  isZeroQuantity,
  milliValue,
  quantityOfMilli,
  quantityOfWhole,
  subtractQuantities,
  wholeValue,
} from './quantity.ts';

const wrongFormat =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

describe('canonicalQuantity', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1500m', '1500m'],
    ['100m', '100m'],
    ['1024Mi', '1Gi'],
    ['0.5Gi', '512Mi'],
    ['1.5Gi', '1536Mi'],
    ['1000Ki', '1000Ki'],
    ['512', '512'],
    ['0.5Ki', '512'],
    ['1000k', '1M'],
    ['123456', '123456'],
    ['1e9', '1e9'],
    ['12E6', '12e6'],
    ['1E', '1E'],
    ['8Ei', '8Ei'],
    ['.5', '500m'],
    ['5.', '5'],
    ['-1', '-1'],
    ['+2', '2'],
    ['0', '0'],
    ['0Gi', '0'],
    ['1n', '1n'],
    ['0.1n', '1n'],
    [' 1 ', '1'],
    [1, '1'],
    [0.25, '250m'],
  ])('NOUN-17 %j is written %s', (written, canonical) => {
    expect(canonicalQuantity(written)).toEqual({ ok: true, value: canonical });
  });

  it.each(['', '64MB', 'half', '1.2.3', '--1', 'm', '.', '1 Gi', `1${'0'.repeat(80)}`])(
    'NOUN-18 refuses %j',
    (written) => {
      expect(canonicalQuantity(written)).toEqual({ ok: false, error: wrongFormat });
    },
  );

  it.each(['1KM', '1mi', '1k5', '1e999'])('NOUN-18 refuses the suffix of %j', (written) => {
    expect(canonicalQuantity(written)).toEqual({ ok: false, error: "unable to parse quantity's suffix" });
  });

  it('NOUN-19 rounds up to thousandths in resource lists', () => {
    expect(canonicalMilliQuantity('0.0001')).toEqual({ ok: true, value: '1m' });
    expect(canonicalMilliQuantity('1e9')).toEqual({ ok: true, value: '1e9' });
  });
});

describe('values', () => {
  it.each([
    ['500m', 500, 1],
    ['2', 2000, 2],
    ['1Ki', 1_024_000, 1024],
    ['64Mi', 67_108_864_000, 67_108_864],
    ['1500m', 1500, 2],
    ['100u', 1, 1],
    ['1e3', 1_000_000, 1000],
    ['-1500m', -1500, -2],
  ])('NOUN-20 %s is %d thousandths and %d units', (quantity, milli, whole) => {
    expect([milliValue(quantity), wholeValue(quantity)]).toEqual([milli, whole]);
  });

  it('NOUN-20 counts absent quantities as zero', () => {
    expect([milliValue(undefined), wholeValue(undefined)]).toEqual([0, 0]);
  });
});

describe('arithmetic', () => {
  it.each([
    ['100m', '900m', '1'],
    ['512Mi', '512Mi', '1Gi'],
    ['1Gi', '1000', '1073742824'],
    ['0', '1Gi', '1Gi'],
    ['1', '500m', '1500m'],
  ])('NOUN-21 %s + %s = %s', (a, b, sum) => {
    expect(addQuantities(a, b)).toBe(sum);
    expect(compareQuantities(subtractQuantities(sum, b), a)).toBe(0);
  });

  it('NOUN-21 prints counts', () => {
    expect([quantityOfMilli(1500), quantityOfMilli(2000)]).toEqual(['1500m', '2']);
    expect([quantityOfWhole(1_048_576), quantityOfWhole(1000, 'decimal')]).toEqual(['1Mi', '1k']);
  });

  it('NOUN-21 tells zero, negative and whole amounts', () => {
    expect([isZeroQuantity('0Gi'), isZeroQuantity('1n')]).toEqual([true, false]);
    expect([isNegativeQuantity('-1m'), isNegativeQuantity('0')]).toEqual([true, false]);
    expect([isWholeQuantity('1000m'), isWholeQuantity('1m')]).toEqual([true, false]);
  });
});
