/** Why a request came to nothing: its fate, what stood in its way, and the trace entry to blame. */
import type { Machine } from '../contract.ts';
import type { Runtime } from '../runtime/records.ts';
import type { RequestFate } from './load/fates.ts';

export interface Trouble {
  readonly fate: RequestFate;
  /** A plain clause, e.g. `nobody listens on port 80 of web-7c9f-abcde: container app has ended`. */
  readonly text: string;
  /** Trace entry of what stood in the way; 0 when nothing that was recorded did. */
  readonly entry: number;
}

/** How far back the trace is searched for the last word about a pod that has left no other track. */
const LOOK_BACK = 2000;

export function machineTrouble({ name, power, entry }: Machine): Trouble {
  const text = power === 'off' ? `${name} has no power` : `the network of ${name} is cut`;
  return { fate: 'timeout', text, entry };
}

/** The pod's sandbox is gone, and its machine says so. */
export function goneTrouble(rt: Runtime, pod: string, podUid: string, ip: string): Trouble {
  const who = pod === '' ? ip : pod;
  return { fate: 'unreachable', text: `${who} is gone, no route to ${ip}`, entry: lastWordOn(rt, podUid) };
}

export function deafTrouble(rt: Runtime, podUid: string, port: number): Trouble {
  const [container] = [...rt.containers.byIndex('pod', podUid)].sort((a, b) => b.createdAt - a.createdAt);
  const pod = rt.sandboxes.byIndex('pod', podUid)[0]?.podName ?? 'the machine';
  const why =
    container === undefined
      ? ''
      : container.state === 'exited'
        ? `: container ${container.name} has ended`
        : `: container ${container.name} does not listen yet`;
  return {
    fate: 'refused',
    text: `nobody listens on port ${port} of ${pod}${why}`,
    entry: container?.state === 'exited' ? container.entry : lastWordOn(rt, podUid),
  };
}

/** The server that was reached died before it answered. */
export function resetTrouble(rt: Runtime, containerId: string): Trouble {
  const container = rt.containers.get(containerId);
  const pod = container && rt.sandboxes.get(container.sandboxId)?.podName;
  return {
    fate: 'reset',
    text: `${pod ?? 'the server'} ended in the middle of the request`,
    entry: container?.entry ?? 0,
  };
}

/** The newest entry that can be blamed on the pod: the end of one of its containers, else what was last done to it. */
function lastWordOn(rt: Runtime, podUid: string): number {
  if (podUid === '') return 0;
  const ended = Math.max(0, ...rt.containers.byIndex('pod', podUid).map(({ entry }) => entry));
  if (ended > 0) return ended;
  const { trace } = rt.core.sim;
  for (let i = trace.length - 1; i >= Math.max(0, trace.length - LOOK_BACK); i--) {
    const entry = trace.at(i);
    if (entry?.subject.kind === 'Pod' && entry.subject.id === podUid) return entry.id;
  }
  return 0;
}
