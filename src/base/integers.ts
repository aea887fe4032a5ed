/** Whole-number arithmetic that gives the same bits everywhere. */

/** 2 to the power of `exponent`, a whole number from 0 to 52. The `**` operator may differ between engines in the last bit. */
export function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
}
