/** The tabs of a run that was opened from a link or file: its scenario's, or what its opening applied. */
import type { SavedRun } from '../../protocol/requests.ts';
import { SCENARIOS } from '../../scenarios/scenarios.ts';
import type { NewDocument } from '../stores/editor-documents.ts';

export function runDocuments({ setup }: Pick<SavedRun, 'setup'>): readonly NewDocument[] {
  const known = SCENARIOS.find(({ title }) => title === setup.title);
  if (known !== undefined) return known.documents.map(({ name, text }) => ({ name, text, applied: text }));
  return setup.opening.flatMap((command, index) =>
    command.kind === 'apply-manifest'
      ? [{ name: `manifest-${index + 1}.yaml`, text: command.text, applied: command.text }]
      : [],
  );
}
