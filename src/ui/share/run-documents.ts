/** The tabs of a run that was opened from a link or file: its scenario's, and what was applied since, as it was applied last. */
import type { SavedRun } from '../../protocol/requests.ts';
import { SCENARIOS } from '../../scenarios/scenarios.ts';
import type { NewDocument } from '../stores/editor-documents.ts';

/** The objects that a manifest speaks of, as far as its lines tell: enough to know a newer version of the same manifest. */
function subjects(text: string): readonly string[] {
  return text.split(/^---.*$/m).flatMap((part) => {
    const kind = /^kind:\s*["']?(\w+)/m.exec(part)?.[1];
    const name = /^metadata:\s*\n(?:\s+.*\n)*?\s+name:\s*["']?([\w.-]+)/m.exec(part)?.[1];
    return kind === undefined ? [] : [`${kind.toLowerCase()}-${name ?? 'unnamed'}`];
  });
}

function withApplied(documents: readonly NewDocument[], text: string): readonly NewDocument[] {
  const about = subjects(text);
  const applied = { name: `${about[0] ?? 'manifest'}.yaml`, text, applied: text };
  const older = documents.findIndex((document) => subjects(document.text).join() === about.join());
  return older < 0
    ? [...documents, applied]
    : documents.with(older, { ...applied, name: documents[older]?.name ?? applied.name });
}

export function runDocuments({ setup, log, at }: SavedRun): readonly NewDocument[] {
  const known = SCENARIOS.find(({ title }) => title === setup.title);
  const start = known?.documents.map(({ name, text }) => ({ name, text, applied: text })) ?? [];
  const commands = [
    ...(known === undefined ? setup.opening : []),
    ...log.filter((logged) => logged.at <= at).map(({ command }) => command),
  ];
  return commands
    .flatMap((command) => (command.kind === 'apply-manifest' ? [command.text] : []))
    .reduce(withApplied, start);
}
