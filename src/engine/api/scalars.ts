/**
 * The JSON values Kubernetes gives a name of their own. Each is the form the API server stores and returns:
 * `quantity.ts`, `int-or-string.ts` and `time.ts` read and write them.
 */

/** An amount such as `500m` or `64Mi`. A number in a manifest becomes a string when decoded. */
export type Quantity = string;

/** A count, or a name or percentage, as in `maxUnavailable: 25%`. */
export type IntOrString = number | string;

/** RFC 3339 in whole seconds: `2026-01-01T00:00:00Z`. */
export type Time = string;

/** RFC 3339 in microseconds: `2026-01-01T00:00:00.000000Z`. */
export type MicroTime = string;
