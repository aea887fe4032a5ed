import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ObjectRef } from '../../../protocol/requests.ts';
import type { Session } from '../session.ts';
import { useSession } from '../use-session.ts';

const PointMenu = lazy(() =>
  import('../../palette/point-menu.tsx').then(({ PointMenu: component }) => ({ default: component })),
);

/** Which object was pointed at: the innermost that says who it is. */
function pointedAt(target: EventTarget | null, session: Session): ObjectRef | null {
  if (!(target instanceof Element)) return null;
  const podUid = target.closest<HTMLElement>('[data-pod-uid]')?.dataset['podUid'];
  const row = podUid === undefined ? undefined : session.mirror.getState().pods.get(podUid);
  if (row !== undefined) return { kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid };
  const { model } = session.map.getState();
  const ownerUid = target.closest<HTMLElement>('[data-owner-uid]')?.dataset['ownerUid'];
  const owner = model?.owners.find(({ uid }) => uid === ownerUid);
  if (owner !== undefined)
    return { kind: owner.kind, namespace: owner.namespace, name: owner.name, uid: owner.uid };
  const serviceUid = target.closest<HTMLElement>('[data-service-uid]')?.dataset['serviceUid'];
  const service = model?.services.find(({ uid }) => uid === serviceUid);
  if (service !== undefined)
    return { kind: 'Service', namespace: service.namespace, name: service.name, uid: service.uid };
  const node = target.closest<HTMLElement>('[data-node]')?.dataset['node'];
  return node === undefined ? null : { kind: 'Node', namespace: '', name: node };
}

interface Pointed {
  readonly left: number;
  readonly top: number;
  readonly subject: ObjectRef | null;
}

/** Right click (or long press) on anything of the map: what can be done to it. */
export function MapContextMenu({ children }: { readonly children: ReactNode }): ReactNode {
  const session = useSession();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const open = (event: MouseEvent): void => {
      event.preventDefault();
      const subject = pointedAt(event.target, session);
      if (subject !== null) session.selection.select(subject);
      setPointed({ left: event.clientX, top: event.clientY, subject });
    };
    element.addEventListener('contextmenu', open);
    return () => element.removeEventListener('contextmenu', open);
  }, [session]);
  return (
    <div className="pd-map-menu-place" ref={place}>
      {children}
      {pointed !== null && (
        <Suspense fallback={null}>
          <PointMenu {...pointed} key={`${pointed.left} ${pointed.top}`} onClose={() => setPointed(null)} />
        </Suspense>
      )}
    </div>
  );
}
