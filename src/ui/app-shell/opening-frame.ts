/** The first frame of a scenario, which the build has written into the page: drawn while the engine that will send the same one is on its way. */
import type { Frame } from '../../protocol/frame.ts';
import { readFrame } from '../../protocol/frame-text.ts';

/** Null when the page holds none of this scenario. Looked for once: what came later in the run would be drawn over. */
export function takeOpeningFrame(scenario: string): Frame | null {
  const element = document.getElementById('opening-frame');
  element?.remove();
  if (element?.dataset['scenario'] !== scenario) return null;
  return readFrame(element.textContent);
}
