/** Opens the run that the address names. */
import { readRun } from '../../host/share/read-run.ts';
import { KNOWN_SETUPS } from '../share/known-setups.ts';
import { messageOf } from '../stores/playback.ts';
import { caseInHash } from '../truth/case-link.ts';
import { frameOf } from './frame-of.ts';
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

/** The stage that the link names: a pod from inside, found by name. */
function openNamed(session: Session, view: string): void {
  const [kind, namespace = '', name = ''] = view.split('/');
  if (kind !== 'pod') return;
  const { pods } = session.mirror.getState();
  const row = [...pods.values()].find((pod) => pod.name === name && pod.namespace === namespace);
  if (row !== undefined)
    session.layout.change({ insidePod: { kind: 'Pod', namespace, name, uid: row.uid }, pane: 'map' });
}

/** Whether it named one that could be opened. A damaged link says so, and the page goes on as if there had been none. */
async function openLinked(session: Session, hash: string): Promise<boolean> {
  const { readRunLink } = await import('../../host/share/run-link.ts');
  const read = readRunLink(hash, KNOWN_SETUPS, readRun);
  if (!read.ok) {
    session.toasts.show(read.error, { tone: 'refused' });
    return false;
  }
  if (read.value === null || !(await session.deeds.open(read.value.saved))) return false;
  const { selection, view = '', saved } = read.value;
  await frameOf(session, saved.at);
  selectNamed(session, selection);
  openNamed(session, view);
  return true;
}

/**
 * Opens what the address names, and takes it out of the address: the run goes on from there, and a reload must not bring back the older
 * moment over newer work.
 */
export async function openAddress(session: Session): Promise<boolean> {
  const { hash, pathname, search } = location;
  const caseId = caseInHash(hash);
  if (caseId === null && !/[#&]v=/.test(hash)) return false;
  history.replaceState(history.state, '', pathname + search);
  return caseId === null ? openLinked(session, hash) : openNamedCase(session, caseId);
}
