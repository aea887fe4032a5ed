/**
 * Virtual time: integer milliseconds since the start of the run.
 * Wall time exists only in `host/`; API timestamps are formatted from `epochMs + now` by `api/time.ts`.
 */

/** Integer milliseconds of virtual time. */
export type Millis = number;

export const SECOND: Millis = 1000;
export const MINUTE: Millis = 60_000;
export const HOUR: Millis = 3_600_000;
