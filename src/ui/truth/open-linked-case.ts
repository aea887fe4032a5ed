/** Opens the recorded case that a link names. */
import type { Session } from '../app-shell/session.ts';
import { createCasesClient } from './cases-client.ts';
import { openCase } from './open-case.ts';

/** Whether it could be opened; throws what the player says when there is no such case. */
export async function openLinkedCase(session: Session, id: string): Promise<boolean> {
  const cases = createCasesClient();
  try {
    return await openCase(session, id, await cases.play(id));
  } finally {
    cases.close();
  }
}
