import type { PodInside } from '../../protocol/pod-inside.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useMoment } from '../app-shell/use-session.ts';

/** The pod from inside at the shown moment; null while it is asked for or when it is not there. */
export function useInside(pod: ObjectRef): PodInside | null {
  const moment = useMoment();
  return useAnswer({ ask: 'inside', pod }, moment);
}
