/** What a person may do on the map, as commands and selections. One object per session, so that memoised cards stay still. */
import { useMemo } from 'react';
import type { MapActions } from '../../canvas/cluster-map.tsx';
import type { Session } from '../session.ts';
import { openPod } from '../open-pod.ts';
import { useSession } from '../use-session.ts';

function podRef(session: Session, uid: string): void {
  const row = session.mirror.getState().pods.get(uid);
  if (row !== undefined)
    session.selection.select({ kind: 'Pod', namespace: row.namespace, name: row.name, uid });
}

function createMapActions(session: Session): MapActions {
  const { selection, map, layout, deeds } = session;
  const selectNode = (name: string): void => selection.select({ kind: 'Node', namespace: '', name });
  return {
    onSelectPod: (uid) => podRef(session, uid),
    onOpenPod: (uid) => {
      const row = session.mirror.getState().pods.get(uid);
      if (row !== undefined) openPod(session, { kind: 'Pod', namespace: row.namespace, name: row.name, uid });
    },
    onSelectNode: selectNode,
    onOpenNode: (name) => {
      selectNode(name);
      layout.showInspector('status', false);
    },
    onSelectOwner: (uid) => {
      const owner = map.getState().model?.owners.find((candidate) => candidate.uid === uid);
      if (owner !== undefined)
        selection.select({ kind: owner.kind, namespace: owner.namespace, name: owner.name, uid });
    },
    onSelectService: (uid) => {
      const service = map.getState().model?.services.find((candidate) => candidate.uid === uid);
      if (service !== undefined)
        selection.select({ kind: 'Service', namespace: service.namespace, name: service.name, uid });
    },
    onSelectActor: (actor) => {
      const decision = map.getState().model?.controlPlane.lastDecision;
      if (actor !== 'scheduler' || decision === undefined || decision === null) {
        layout.change({ dockOpen: true, dockTab: 'events' });
        return;
      }
      podRef(session, decision.podUid);
      layout.showInspector('decision', false);
    },
    onPower: (machine, on) => void deeds.command({ kind: on ? 'power-on' : 'power-off', machine }),
    onNetwork: (machine, on) => void deeds.command({ kind: on ? 'heal-network' : 'cut-network', machine }),
    onKubelet: (machine, on) => void deeds.command({ kind: on ? 'start-kubelet' : 'stop-kubelet', machine }),
    onSelectJob: (namespace, name, uid) => selection.select({ kind: 'Job', namespace, name, uid }),
    onSteer: (command) => void deeds.command(command),
    onCompare: ({ kind, namespace, name, uid }, revision) => {
      selection.select({ kind, namespace, name, uid });
      layout.change({ comparedRevision: revision });
      layout.showInspector('revisions', false);
    },
    onScale: (objectKind, namespace, name, replicas) =>
      void deeds.command({ kind: 'scale', objectKind, namespace, name, replicas }),
  };
}

const known = new WeakMap<Session, MapActions>();

export function mapActionsOf(session: Session): MapActions {
  const found = known.get(session);
  if (found !== undefined) return found;
  const made = createMapActions(session);
  known.set(session, made);
  return made;
}

export function useMapActions(): MapActions {
  const session = useSession();
  return useMemo(() => mapActionsOf(session), [session]);
}
