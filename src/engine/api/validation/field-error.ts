/**
 * Field errors, and the Status they become.
 *
 * Upstream: k8s.io/apimachinery/pkg/util/validation/field/errors.go and pkg/api/errors/errors.go (v1.37).
 */
import type { Json, JsonObject } from '../../../base/json.ts';
import { resourceOf } from '../resources.ts';
import type { Kind } from '../types.ts';

export type FieldErrorType =
  'Required' | 'Invalid' | 'NotSupported' | 'Forbidden' | 'Duplicate' | 'NotFound' | 'TooLong' | 'TooMany';

/** One broken rule. `badValue` is printed as JSON, which for text is Go's quoted form. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** `spec.containers[0].name`. */
  readonly field: string;
  readonly badValue?: Json;
  readonly detail: string;
}

export type FieldErrors = readonly FieldError[];

export const noErrors: FieldErrors = [];

export const required = (field: string, detail = ''): FieldError => ({ type: 'Required', field, detail });
export const forbidden = (field: string, detail: string): FieldError => ({
  type: 'Forbidden',
  field,
  detail,
});
export const duplicate = (field: string, badValue: Json): FieldError => ({
  type: 'Duplicate',
  field,
  badValue,
  detail: '',
});
export const notFound = (field: string, badValue: Json): FieldError => ({
  type: 'NotFound',
  field,
  badValue,
  detail: '',
});
export const invalid = (field: string, badValue: Json, detail: string): FieldError => ({
  type: 'Invalid',
  field,
  badValue,
  detail,
});
export const tooLong = (field: string, bytes: number): FieldError => ({
  type: 'TooLong',
  field,
  detail: `may not be more than ${bytes} bytes`,
});
export const tooMany = (field: string, actual: number, max: number): FieldError => ({
  type: 'TooMany',
  field,
  badValue: actual,
  detail: `must have at most ${max} items`,
});

/** The supported values are named in the order given. */
export function notSupported(field: string, badValue: Json, supported: readonly string[]): FieldError {
  const list = supported.map((value) => JSON.stringify(value)).join(', ');
  return { type: 'NotSupported', field, badValue, detail: `supported values: ${list}` };
}

/** One `Invalid` per complaint about a value. */
export function invalidEach(field: string, badValue: Json, problems: readonly string[]): FieldErrors {
  return problems.map((problem) => invalid(field, badValue, problem));
}

/** The error of one of a fixed set of values; absent values are someone else's concern. */
export function oneOf(field: string, value: string | undefined, supported: readonly string[]): FieldErrors {
  return value === undefined || supported.includes(value)
    ? noErrors
    : [notSupported(field, value, supported)];
}

export function notNegative(field: string, value: number | undefined): FieldErrors {
  return value !== undefined && value < 0
    ? [invalid(field, value, 'must be greater than or equal to 0')]
    : noErrors;
}

export function positive(field: string, value: number | undefined): FieldErrors {
  return value !== undefined && value <= 0 ? [invalid(field, value, 'must be greater than 0')] : noErrors;
}

/** Calls `check` for every item with its path, `spec.containers[0]`. */
export function checkEach<T>(
  field: string,
  list: readonly T[] | undefined,
  check: (item: T, path: string, index: number) => FieldErrors,
): FieldErrors {
  return (list ?? []).flatMap((item, index) => check(item, `${field}[${index}]`, index));
}

const causeReasons: Readonly<Record<FieldErrorType, string>> = {
  Required: 'FieldValueRequired',
  Invalid: 'FieldValueInvalid',
  NotSupported: 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  Duplicate: 'FieldValueDuplicate',
  NotFound: 'FieldValueNotFound',
  TooLong: 'FieldValueTooLong',
  TooMany: 'FieldValueTooMany',
};

const titles: Readonly<Record<FieldErrorType, string>> = {
  Required: 'Required value',
  Invalid: 'Invalid value',
  NotSupported: 'Unsupported value',
  Forbidden: 'Forbidden',
  Duplicate: 'Duplicate value',
  NotFound: 'Not found',
  TooLong: 'Too long',
  TooMany: 'Too many',
};

/** The error without its path, as in `details.causes[].message`. */
export function errorBody(error: FieldError): string {
  const shown = error.badValue === undefined ? [] : [JSON.stringify(error.badValue)];
  const detail = error.detail === '' ? [] : [error.detail];
  return [titles[error.type], ...shown, ...detail].join(': ');
}

/** `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function errorText(error: FieldError): string {
  return `${error.field}: ${errorBody(error)}`;
}

/** The interesting part of a metav1.Status that tells of a failure. */
export interface StatusFailure {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: JsonObject;
}

/** The 422 reply: `Deployment.apps "web" is invalid: …`. Repeated errors are said once but all listed as causes. */
export function toStatus(kind: Kind, name: string, errors: FieldErrors): StatusFailure {
  const { group } = resourceOf(kind);
  const texts = [...new Set(errors.map(errorText))];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const causes = errors.map((error) => ({
    reason: causeReasons[error.type],
    message: errorBody(error),
    field: error.field,
  }));
  return {
    code: 422,
    reason: 'Invalid',
    message: `${kind}${group === '' ? '' : `.${group}`} "${name}" is invalid: ${list}`,
    details: { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind, causes },
  };
}
