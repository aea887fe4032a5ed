/** Opens the run that the address names. */
import { KNOWN_SETUPS } from '../share/known-setups.ts';
import { messageOf } from '../stores/playback.ts';
import { caseInHash } from '../truth/case-link.ts';
import type { Session } from './session.ts';

/** The live object of that name; pods are found by name, because uids are not part of a link. */
function selectNamed({ mirror, selection }: Session, text: string): void {
  const [kind = '', namespace = '', name = ''] = text.split('/');
  if (kind === '' || name === '') return;
  const { pods, workloads, services } = mirror.getState();
  const things = kind === 'Pod' ? [...pods.values()] : kind === 'Service' ? services : workloads;
  const uid = things.find((thing) => thing.name === name && thing.namespace === namespace)?.uid;
  selection.select({ kind, namespace, name, ...(uid !== undefined && kind !== 'Node' && { uid }) });
}

async function openNamedCase(session: Session, id: string): Promise<boolean> {
  try {
    const { openLinkedCase } = await import('../truth/open-linked-case.ts');
    return await openLinkedCase(session, id);
  } catch (error) {
    session.toasts.show(messageOf(error), { tone: 'refused' });
    return false;
  }
}

/** Whether it named one that could be opened. A damaged link says so, and the page begins as always. */
export async function openLinked(session: Session, hash: string): Promise<boolean> {
  const caseId = caseInHash(hash);
  if (caseId !== null) return openNamedCase(session, caseId);
  if (!/[#&]v=/.test(hash)) return false;
  const [{ readRunLink }, { readRun }] = await Promise.all([
    import('../../host/share/run-link.ts'),
    import('../../host/share/read-run.ts'),
  ]);
  const read = readRunLink(hash, KNOWN_SETUPS, readRun);
  if (!read.ok) {
    session.toasts.show(read.error, { tone: 'refused' });
    return false;
  }
  if (read.value === null || !(await session.deeds.open(read.value.saved))) return false;
  selectNamed(session, read.value.selection);
  return true;
}
