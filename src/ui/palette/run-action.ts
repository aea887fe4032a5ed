import type { ObjectRef } from '../../protocol/requests.ts';
import { openPod } from '../app-shell/open-pod.ts';
import type { Session } from '../app-shell/session.ts';
import { unreachable } from '../../base/assert.ts';
import type { Action } from './actions-catalogue.ts';

/** Selects what owns the selected pod. */
export function selectOwner(session: Session, ref: ObjectRef): void {
  const row = session.mirror.getState().pods.get(ref.uid ?? '');
  if (row === undefined || row.ownerName === '') return;
  // A ReplicaSet of a Deployment is shown by its Deployment; both are known by uid.
  session.selection.select({
    kind: row.ownerKind,
    namespace: row.namespace,
    name: row.ownerName,
    uid: row.ownerUid,
  });
}

export function runAction(session: Session, action: Action, ref: ObjectRef | null): void {
  const { run } = action;
  if ('command' in run) {
    void session.deeds.command(run.command);
    return;
  }
  if (ref === null) return;
  switch (run.deed) {
    case 'edit':
      void session.deeds.editLive(ref);
      return;
    case 'why':
      session.layout.showInspector('why', true);
      return;
    case 'logs':
      session.layout.showInspector('logs', true);
      return;
    case 'open':
      openPod(session, ref);
      return;
    case 'owner':
      selectOwner(session, ref);
      return;
    default:
      unreachable(run.deed);
  }
}
