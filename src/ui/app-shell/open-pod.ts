/** The way into a pod: it is selected, and the stage shows it from inside. */
import type { ObjectRef } from '../../protocol/requests.ts';
import type { Session } from './session.ts';

export function openPod({ selection, layout }: Session, pod: ObjectRef): void {
  selection.select(pod);
  layout.change({ insidePod: pod, pane: 'map' });
}
