/** The first frame of the scenario that a visitor meets, as text. Run by the build, in Node. */
import { must } from '../base/assert.ts';
import { openingFrame } from '../host/node/opening-frame.ts';
import { writeFrame } from '../protocol/frame-text.ts';
import { SCENARIOS } from '../scenarios/scenarios.ts';

export function openingText(): { readonly scenario: string; readonly text: string } {
  const { id, setup } = must(SCENARIOS[0], 'there is no scenario to begin with');
  return { scenario: id, text: writeFrame(openingFrame(setup)) };
}
