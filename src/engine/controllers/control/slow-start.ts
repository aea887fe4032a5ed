/**
 * Slow start: batches of 1, 2, 4, 8, … calls, given up after the first batch in which one fails. Many failures of one kind then cost few calls.
 *
 * **Upstream:** pkg/controller/replicaset slowStartBatch (v1.37).
 */

/** Most pods that one look creates or deletes; more wait for a look a few milliseconds later, as requests to a real server would. */
export const CALLS_PER_LOOK = 50;
/** From such a look to the next. */
export const NEXT_CALLS_MS = 4;

/** How many calls succeeded, and the first failure if there was one. */
export interface SlowStartOutcome<E> {
  readonly succeeded: number;
  readonly failure?: E;
}

/** Calls `call(0)`, `call(1)`, … up to `count` times. `call` returns its failure, or undefined. */
export function slowStartBatch<E>(
  count: number,
  call: (index: number) => E | undefined,
  initialBatch = 1,
): SlowStartOutcome<E> {
  let succeeded = 0;
  let next = 0;
  for (let batch = initialBatch; next < count; batch *= 2) {
    const end = Math.min(count, next + batch);
    let failure: E | undefined;
    for (; next < end; next++) {
      const failed = call(next);
      if (failed === undefined) succeeded++;
      else failure ??= failed;
    }
    if (failure !== undefined) return { succeeded, failure };
  }
  return { succeeded };
}
