/** All scenarios, by id. The first is what a visitor meets. */
import { EMPTY_PLAYGROUND } from './empty-playground.ts';
import type { Scenario } from './scenario.ts';
import { THREE_COPIES_OF_WEB } from './three-copies-of-web.ts';

export const SCENARIOS: readonly Scenario[] = [THREE_COPIES_OF_WEB, EMPTY_PLAYGROUND];

export function scenarioById(id: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.id === id);
}
