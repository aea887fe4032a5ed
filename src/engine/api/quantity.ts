/**
 * Quantities of resources: `500m`, `64Mi`, `1e9`. The API keeps them as text in canonical form; this module reads,
 * compares, adds and prints them exactly.
 *
 * Upstream: k8s.io/apimachinery/pkg/api/resource/quantity.go (v1.37). Inside, an amount is a count of nanos, upstream's
 * finest step; finer input is rounded up, as there.
 * **Simplified:** the cap at 2^63-1 is left out; {@link wholeValue} and {@link milliValue} are exact up to 2^53.
 */
import { fail, ok, type Result } from '../../base/result.ts';
import type { Quantity } from './scalars.ts';

/** How an amount was written, which decides how it is printed. */
type Format = 'decimal' | 'binary' | 'exponent';

interface Amount {
  readonly nanos: bigint;
  readonly format: Format;
}

const wrongFormat =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";

const nanosPerUnit = 1_000_000_000n;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** Longer numbers are refused, so that hostile input cannot make the arithmetic slow. */
const digitsMax = 64;
const exponentMax = 60;

const zero: Amount = { nanos: 0n, format: 'decimal' };

/** The canonical form of what a manifest says, or upstream's complaint. Numbers are read as their JSON text. */
export function canonicalQuantity(value: string | number): Result<Quantity, string> {
  const amount = readAmount(String(value).trim());
  return amount.ok ? ok(print(amount.value)) : amount;
}

/** The canonical form rounded up to whole thousandths, which is what resource lists store. */
export function canonicalMilliQuantity(value: string | number): Result<Quantity, string> {
  const amount = readAmount(String(value).trim());
  if (!amount.ok) return amount;
  const nanos = divideUp(amount.value.nanos, 1_000_000n) * 1_000_000n;
  return ok(print({ ...amount.value, nanos }));
}

/** In thousandths, rounded up: milli-CPUs for `cpu`. Absent and unreadable quantities count as zero. */
export function milliValue(quantity: Quantity | undefined): number {
  return fastMilli(quantity) ?? Number(divideUp(amountOf(quantity).nanos, 1_000_000n));
}

/** In whole units, rounded up: bytes for `memory`. Absent and unreadable quantities count as zero. */
export function wholeValue(quantity: Quantity | undefined): number {
  return fastWhole(quantity) ?? Number(divideUp(amountOf(quantity).nanos, nanosPerUnit));
}

export function compareQuantities(a: Quantity, b: Quantity): number {
  const left = amountOf(a).nanos;
  const right = amountOf(b).nanos;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The sum, printed in the form of `a`, or of `b` when `a` is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return combine(a, b, 1n);
}

/** The difference, printed in the form of `a`, or of `b` when `a` is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return combine(a, b, -1n);
}

/** `1500` becomes `1500m`, `2000` becomes `2`. */
export function quantityOfMilli(milli: number): Quantity {
  return print({ nanos: BigInt(milli) * 1_000_000n, format: 'decimal' });
}

/** Bytes in binary units: 1048576 becomes `1Mi`. With `decimal`, 1000 becomes `1k`. */
export function quantityOfWhole(whole: number, format: 'decimal' | 'binary' = 'binary'): Quantity {
  return print({ nanos: BigInt(whole) * nanosPerUnit, format });
}

export function isZeroQuantity(quantity: Quantity): boolean {
  return amountOf(quantity).nanos === 0n;
}

export function isNegativeQuantity(quantity: Quantity): boolean {
  return amountOf(quantity).nanos < 0n;
}

/** True when the quantity is a whole number of units. */
export function isWholeQuantity(quantity: Quantity): boolean {
  return amountOf(quantity).nanos % nanosPerUnit === 0n;
}

function combine(a: Quantity, b: Quantity, sign: bigint): Quantity {
  const left = amountOf(a);
  const right = amountOf(b);
  const format = left.nanos === 0n ? right.format : left.format;
  return print({ nanos: left.nanos + sign * right.nanos, format });
}

function amountOf(quantity: Quantity | undefined): Amount {
  if (quantity === undefined) return zero;
  const amount = readAmount(quantity);
  return amount.ok ? amount.value : zero;
}

/** Up to Gi. Written out because `**` on numbers need not be exact. */
const binaryFactors = [1, 1024, 1_048_576, 1_073_741_824];
const fastPattern = /^(\d{1,9})(m|Ki|Mi|Gi|)$/;

/** Nearly every quantity is a short number with a plain suffix; these need no big integers. */
function fastMilli(quantity: Quantity | undefined): number | undefined {
  const match = quantity === undefined ? null : fastPattern.exec(quantity);
  if (match === null) return undefined;
  if (match[2] === 'm') return Number(match[1]);
  return match[2] === '' ? Number(match[1]) * 1000 : undefined;
}

function fastWhole(quantity: Quantity | undefined): number | undefined {
  const match = quantity === undefined ? null : fastPattern.exec(quantity);
  if (match === null || match[2] === 'm') return undefined;
  // At most 2^30 times 2^30, so only long counts of Gi leave the exact range.
  const whole = Number(match[1]) * (binaryFactors[binarySuffixes.indexOf(match[2] ?? '')] ?? 1);
  return whole <= Number.MAX_SAFE_INTEGER ? whole : undefined;
}

/** Sign, digits, fraction, suffix letters, exponent. */
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([-+]?\d*)$/;

function readAmount(text: string): Result<Amount, string> {
  const match = pattern.exec(text);
  if (match === null) return fail(wrongFormat);
  const [, sign = '', whole = '', fraction = '', letters = '', exponent = ''] = match;
  if (whole === '' && fraction === '') return fail(wrongFormat);
  if (whole.length + fraction.length > digitsMax) return fail(wrongFormat);
  const unit = readSuffix(letters, exponent);
  if (unit === undefined) return fail(wrongSuffix);
  const digits = BigInt(`${whole}${fraction}`);
  // Nanos are digits * base^power * 10^(9 - fraction length), rounded away from zero.
  const shift = unit.decimalPower + 9 - fraction.length;
  const grown = digits * unit.factor * 10n ** BigInt(Math.max(shift, 0));
  const nanos = divideUp(grown, 10n ** BigInt(Math.max(-shift, 0)));
  return ok({ nanos: sign === '-' ? -nanos : nanos, format: unit.format });
}

interface Unit {
  readonly format: Format;
  readonly factor: bigint;
  readonly decimalPower: number;
}

function readSuffix(letters: string, exponent: string): Unit | undefined {
  if (exponent === '') {
    const binary = binarySuffixes.indexOf(letters);
    if (binary > 0) return { format: 'binary', factor: 1024n ** BigInt(binary), decimalPower: 0 };
    const decimal = decimalSuffixes.indexOf(letters);
    return decimal < 0 ? undefined : { format: 'decimal', factor: 1n, decimalPower: 3 * decimal - 9 };
  }
  const power = Number(exponent);
  const known = (letters === 'e' || letters === 'E') && Number.isInteger(power) && /\d/.test(exponent);
  if (!known || power > exponentMax || power < -exponentMax) return undefined;
  return { format: 'exponent', factor: 1n, decimalPower: power };
}

/** Division away from zero, as upstream rounds. The divisor is positive. */
function divideUp(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (value % divisor === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function print(amount: Amount): Quantity {
  const { nanos, format } = amount;
  if (nanos === 0n) return '0';
  const small = nanos > -1024n * nanosPerUnit && nanos < 1024n * nanosPerUnit;
  const binary = format === 'binary' && !small && nanos % nanosPerUnit === 0n;
  return binary ? printBinary(nanos / nanosPerUnit) : printDecimal(nanos, format);
}

function printBinary(units: bigint): Quantity {
  let rest = units;
  let step = 0;
  while (rest % 1024n === 0n && step < binarySuffixes.length - 1) {
    rest /= 1024n;
    step += 1;
  }
  return `${rest}${binarySuffixes[step] ?? ''}`;
}

function printDecimal(nanos: bigint, format: Format): Quantity {
  let rest = nanos;
  let step = 0;
  while (rest % 1000n === 0n) {
    rest /= 1000n;
    step += 1;
  }
  const suffix = format === 'exponent' ? undefined : decimalSuffixes[step];
  const power = 3 * step - 9;
  return `${rest}${suffix ?? (power === 0 ? '' : `e${power}`)}`;
}
