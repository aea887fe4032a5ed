import type { Session } from '../app-shell/session.ts';
import type { Example } from './examples.ts';

/** Opens an example as a tab; applying it stays the person's own deed. */
export function loadExample(session: Session, example: Example): void {
  session.documents.open({ name: `${example.file}.yaml`, text: example.text });
  session.layout.change({ editorOpen: true, pane: 'yaml', dialog: 'none' });
}
