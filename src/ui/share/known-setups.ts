/** The starts that links name instead of carrying. */
import type { KnownSetup } from '../../host/share/run-link.ts';
import { SCENARIOS } from '../../scenarios/scenarios.ts';

export const KNOWN_SETUPS: readonly KnownSetup[] = SCENARIOS.map(({ id, setup }) => ({ id, setup }));
