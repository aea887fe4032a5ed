/**
 * The natural logarithm of a whole number, the same bits in every browser.
 *
 * **Why:** the language leaves `Math.log` approximate, and one differing bit can tip a rounded score. Only the four basic
 * operations are used, which are exact by definition.
 * **Upstream:** Go's `math.Log`, which follows the classic method of FreeBSD's e_log.c: split off the power of two, then
 * approximate log(1+f) by a polynomial in s = f/(2+f).
 */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const SQRT_HALF = 0.7071067811865476;

/** Coefficients of the even powers of s, lowest first. */
const COEFFICIENTS = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
] as const;

/** `value` is a whole number of at least 1. */
export function naturalLog(value: number): number {
  let fraction = value;
  let exponent = 0;
  while (fraction >= 1) {
    fraction /= 2;
    exponent += 1;
  }
  if (fraction < SQRT_HALF) {
    fraction *= 2;
    exponent -= 1;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const halfSquare = 0.5 * f * f;
  const correction = halfSquare - (s * (halfSquare + remainder(s)) + exponent * LN2_LOW);
  return exponent * LN2_HIGH - (correction - f);
}

/** Odd and even terms are summed apart, in the order upstream sums them: floating point is not associative. */
function remainder(s: number): number {
  const [c1, c2, c3, c4, c5, c6, c7] = COEFFICIENTS;
  const s2 = s * s;
  const s4 = s2 * s2;
  const odd = s2 * (c1 + s4 * (c3 + s4 * (c5 + s4 * c7)));
  const even = s4 * (c2 + s4 * (c4 + s4 * c6));
  return odd + even;
}
