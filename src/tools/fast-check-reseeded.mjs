/**
 * Stands in for fast-check during `npm run test:fuzz`: the same library, but every property takes its seed and
 * number of runs from the command line instead of the fixed ones the ordinary suite uses.
 */
import * as real from '../../node_modules/fast-check/lib/fast-check.js';

const overrides = { seed: Number(process.env.FUZZ_SEED), numRuns: Number(process.env.FUZZ_RUNS) };

export * from '../../node_modules/fast-check/lib/fast-check.js';
export const assert = (property, parameters) =>
  real.assert(property, { ...parameters, ...overrides, path: undefined, endOnFailure: false });
export default { ...real.default, assert };
