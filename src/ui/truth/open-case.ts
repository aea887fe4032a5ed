/** Puts a recorded case on the map: the run stands before its first step, and its manifests are in the editor. */
import type { CaseAnswers } from '../../fidelity/case-messages.ts';
import type { Session } from '../app-shell/session.ts';
import type { NewDocument } from '../stores/editor-documents.ts';
import { TEXTS } from '../texts.ts';
import { caseTitle } from './truth-model.ts';

function caseDocument(text: string, index: number): NewDocument {
  return { name: index === 0 ? 'case.yaml' : `case-${index + 1}.yaml`, text, applied: text };
}

/** Whether it could be opened. */
export async function openCase(session: Session, id: string, played: CaseAnswers['play']): Promise<boolean> {
  const { saved, manifests } = played;
  const title = TEXTS.truth.opened(caseTitle(id));
  if (!(await session.deeds.open({ ...saved, setup: { ...saved.setup, title } }))) return false;
  if (manifests.length > 0) session.documents.reset(manifests.map(caseDocument));
  await session.playback.play();
  return true;
}
