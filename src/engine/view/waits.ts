/** What the run waits for: pending simulator events that a person would name, soonest first. */
import type { SimEvent } from '../sim/event-queue.ts';
import { WORKERS } from '../kubelet/pod-workers/pod-worker.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { WaitView } from './views.ts';

type Wait = Pick<WaitView, 'text' | 'subject'>;
type Describe = (context: ViewContext, event: SimEvent) => Wait | undefined;

function podWait(namespace: string, name: string, text: string): Wait {
  return { text, subject: { kind: 'Pod', namespace, name } };
}

/** The pod of a kubelet's event, whose target begins with `machine/incarnation/uid`. */
function workerWait(text: (rest: readonly string[]) => string | undefined): Describe {
  return ({ engine }, { target }) => {
    const [machine = '', incarnation = '', uid = '', ...rest] = target.split('/');
    const worker = engine.sim.table(WORKERS).get(`${machine}/${incarnation}/${uid}`);
    const words = text(rest);
    if (worker === undefined || words === undefined) return undefined;
    const { name, namespace = 'default' } = worker.pod.metadata;
    return podWait(namespace, name, `${words} ${name}`);
  };
}

/** Silent nodes make the next look of the node lifecycle worth waiting for. */
const monitorWait: Describe = ({ engine, api }) => {
  const silent = engine.world.machines().find(({ name, power, link, kubelet }) => {
    const ready = api.get('Node', '', name)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    return ready === 'True' && (power === 'off' || link === 'cut' || kubelet === 'stopped');
  });
  return silent === undefined
    ? undefined
    : {
        text: `node lifecycle looks whether ${silent.name} still reports`,
        subject: { kind: 'Node', namespace: '', name: silent.name },
      };
};

const patienceWait: Describe = (_context, { target }) => {
  const [namespace = '', name = ''] = target.split('/');
  return podWait(namespace, name, `the patience of ${name} with its node ends`);
};

const WORDS: Readonly<Record<string, Describe>> = {
  'kubelet/probe-due': workerWait(([container, kind]) =>
    kind === undefined ? undefined : `${kind} probe of ${container} in`,
  ),
  'kubelet/kill-due': workerWait(() => 'SIGKILL for'),
  'kubelet/mount-due': workerWait(() => 'volumes of'),
  'taint-eviction-controller/patience-ended': patienceWait,
  'node-controller/monitor-due': monitorWait,
  'node-controller/tainting-due': () => ({ text: 'the NoExecute taint', subject: null }),
  'world/image-pulled': (_context, { target }) => ({
    text: `an image on ${target}`,
    subject: { kind: 'Node', namespace: '', name: target },
  }),
  'world/sandbox-made': (_context, { target }) => ({
    text: `a pod sandbox on ${target}`,
    subject: { kind: 'Node', namespace: '', name: target },
  }),
  'world/container-started': () => ({ text: 'a container that starts', subject: null }),
  'scheduler/attempt-due': () => ({ text: 'the scheduler tries the next pod', subject: null }),
};

/** Pod syncs are named only when a back-off ends with them. */
const backoffWait: Describe = (context, event) => {
  const { engine, api } = context;
  const worker = engine.sim.table(WORKERS).get(event.target);
  if (worker === undefined || Object.keys(worker.failures).length === 0) return undefined;
  const { name, namespace = 'default' } = worker.pod.metadata;
  const pod = api.get('Pod', namespace, name);
  return pod === undefined ? undefined : podWait(namespace, name, `the next try for ${name}`);
};

function describe(context: ViewContext, event: SimEvent): Wait | undefined {
  if (event.kind === 'kubelet/sync-due') return backoffWait(context, event);
  return WORDS[event.kind]?.(context, event);
}

/** At most `limit` pending events that can be named, soonest first. */
export function waits(context: ViewContext, limit: number): WaitView[] {
  const pending = [...context.engine.sim.queue.save()].sort((a, b) => a.at - b.at || a.seq - b.seq);
  const found: WaitView[] = [];
  for (const event of pending) {
    if (found.length >= limit) break;
    const wait = describe(context, event);
    if (wait !== undefined) found.push({ ...wait, at: visible(context, event.at) });
  }
  return found;
}

export function nextWait(context: ViewContext): WaitView | null {
  return waits(context, 1)[0] ?? null;
}
