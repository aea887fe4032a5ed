import { ContextMenu } from 'radix-ui';
import { useState, type MouseEvent, type ReactNode } from 'react';
import type { ObjectRef } from '../../../protocol/requests.ts';
import { Glyph } from '../../glyphs/glyph.tsx';
import { actionsFor, clusterActions } from '../../palette/actions-catalogue.ts';
import { runAction } from '../../palette/run-action.ts';
import type { Session } from '../session.ts';
import { useSession } from '../use-session.ts';

/** Which object was pointed at: the innermost that says who it is. */
function pointedAt(target: EventTarget | null, session: Session): ObjectRef | null {
  if (!(target instanceof Element)) return null;
  const podUid = target.closest<HTMLElement>('[data-pod-uid]')?.dataset['podUid'];
  const row = podUid === undefined ? undefined : session.mirror.getState().pods.get(podUid);
  if (row !== undefined) return { kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid };
  const { model } = session.map.getState();
  const ownerUid = target.closest<HTMLElement>('[data-owner-uid]')?.dataset['ownerUid'];
  const owner = model?.owners.find(({ uid }) => uid === ownerUid);
  if (owner !== undefined) return { kind: owner.kind, namespace: owner.namespace, name: owner.name, uid: owner.uid };
  const serviceUid = target.closest<HTMLElement>('[data-service-uid]')?.dataset['serviceUid'];
  const service = model?.services.find(({ uid }) => uid === serviceUid);
  if (service !== undefined) return { kind: 'Service', namespace: service.namespace, name: service.name, uid: service.uid };
  const node = target.closest<HTMLElement>('[data-node]')?.dataset['node'];
  return node === undefined ? null : { kind: 'Node', namespace: '', name: node };
}

/** Right click (or long press) on anything of the map: what can be done to it. */
export function MapContextMenu({ children }: { readonly children: ReactNode }): ReactNode {
  const session = useSession();
  const [ref, setRef] = useState<ObjectRef | null>(null);
  const point = (event: MouseEvent): void => {
    const found = pointedAt(event.target, session);
    setRef(found);
    if (found !== null) session.selection.select(found);
  };
  const state = session.mirror.getState();
  const actions = ref === null ? clusterActions(state) : actionsFor(ref, state);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={point}>
        <div className="pd-map-menu-place">{children}</div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="pd-menu" collisionPadding={8}>
          <ContextMenu.Label className="pd-menu-label">{ref === null ? 'Cluster' : `${ref.kind} ${ref.name}`}</ContextMenu.Label>
          {actions.map((action) => (
            <ContextMenu.Item key={action.id} className="pd-menu-item" onSelect={() => runAction(session, action, ref)}>
              <Glyph name={action.glyph} size={14} />
              {action.label}
            </ContextMenu.Item>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
