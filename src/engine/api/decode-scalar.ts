/**
 * Decoding of single values, each with the complaint Go's decoder has about it.
 *
 * Upstream: encoding/json and the UnmarshalJSON methods of Quantity, IntOrString, Time and MicroTime (v1.37).
 */
import type { Json } from '../../base/json.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { canonicalQuantity } from './quantity.ts';
import type { ScalarName } from './schema/shapes.ts';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

export interface ScalarProblem {
  /** What was found, when the JSON type is wrong: `string`, `bool`, `number 1.5`. */
  readonly wrongType?: string;
  /** The whole message otherwise. */
  readonly message: string;
}

type Scalar = Result<Json, ScalarProblem>;

const int32Max = 2_147_483_647;

export function decodeScalar(scalar: ScalarName, value: unknown): Scalar {
  switch (scalar) {
    case 'string':
      return typeof value === 'string' ? ok(value) : wrong(value);
    case 'bool':
      return typeof value === 'boolean' ? ok(value) : wrong(value);
    case 'int32':
      return integer(value, int32Max);
    case 'int64':
      return integer(value, Number.MAX_SAFE_INTEGER);
    case 'float64':
      return typeof value === 'number' ? ok(value) : wrong(value);
    case '[]byte':
      return typeof value === 'string' ? base64(value) : wrong(value);
    case 'Quantity':
      return quantity(value);
    case 'IntOrString':
      return typeof value === 'string' ? ok(value) : integer(value, int32Max);
    case 'Time':
    case 'MicroTime':
      return time(scalar, value);
    default:
      return wrong(value);
  }
}

function wrong(value: unknown): Scalar {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return fail({ wrongType: found, message: '' });
}

function integer(value: unknown, max: number): Scalar {
  if (typeof value !== 'number') return wrong(value);
  const fits = Number.isInteger(value) && value <= max && value >= -max - 1;
  return fits ? ok(value === 0 ? 0 : value) : fail({ wrongType: `number ${value}`, message: '' });
}

function quantity(value: unknown): Scalar {
  const canonical = canonicalQuantity(typeof value === 'string' || typeof value === 'number' ? value : '');
  return canonical.ok ? canonical : fail({ message: canonical.error });
}

/** `2026-01-01T00:00:00Z` as the server itself writes it, which is most of what it reads. */
const canonicalTime = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function time(scalar: 'Time' | 'MicroTime', value: unknown): Scalar {
  if (typeof value !== 'string') return wrong(value);
  if (scalar === 'Time' && canonicalTime.test(value)) return ok(value);
  const moment = parseTime(value);
  if (moment !== undefined) return ok(scalar === 'Time' ? formatTime(moment) : formatMicroTime(moment));
  const layout = scalar === 'Time' ? '2006-01-02T15:04:05Z07:00' : '2006-01-02T15:04:05.000000Z07:00';
  return fail({ message: `parsing time "${value}" as "${layout}": cannot parse "${value}" as "2006"` });
}

const base64Pattern = /[^A-Za-z0-9+/]/;

/** Line breaks are allowed, as in Go; the text is stored without them. */
function base64(value: string): Scalar {
  const text = value.replace(/[\r\n]/g, '');
  const body = text.replace(/={1,2}$/, '');
  const bad = base64Pattern.exec(body);
  if (bad !== null) return fail({ message: `illegal base64 data at input byte ${bad.index}` });
  const complete = text.length % 4 === 0;
  return complete
    ? ok(text)
    : fail({ message: `illegal base64 data at input byte ${text.length - (text.length % 4)}` });
}
