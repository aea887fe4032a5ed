/** What can become of a request, and counts of it. */

/**
 * - `ok`: an answer below 500.
 * - `http-error`: an answer of 500 or more.
 * - `refused`: nobody listens on the port.
 * - `reset`: the server's container died in the middle of the request.
 * - `timeout`: no answer within the generator's patience.
 * - `unreachable`: the machine says that it has no such pod (`No route to host`).
 * - `no-endpoints`: the Service has no endpoint to send it to.
 * - `dns-failure`: the Service's name could not be resolved.
 */
export const REQUEST_FATES = [
  'ok',
  'http-error',
  'refused',
  'reset',
  'timeout',
  'unreachable',
  'no-endpoints',
  'dns-failure',
] as const;

export type RequestFate = (typeof REQUEST_FATES)[number];

/** How many requests met each fate; fates that nobody met are left out. */
export type FateCounts = Readonly<Partial<Record<RequestFate, number>>>;

export function addFate(counts: FateCounts, fate: RequestFate, count: number): FateCounts {
  return { ...counts, [fate]: (counts[fate] ?? 0) + count };
}

export function addCounts(a: FateCounts, b: FateCounts): FateCounts {
  const sum: Partial<Record<RequestFate, number>> = {};
  for (const fate of REQUEST_FATES) {
    const count = (a[fate] ?? 0) + (b[fate] ?? 0);
    if (count > 0) sum[fate] = count;
  }
  return sum;
}
