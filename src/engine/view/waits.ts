/** What the run waits for: pending simulator events that a person would name, soonest first. */
import type { Node } from '../api/core-v1.ts';
import { timeMs } from '../api/time.ts';
import { NamespaceNodeLease } from '../api/well-known.ts';
import { HEALTH } from '../controllers/node-lifecycle/tables.ts';
import type { SimEvent } from '../sim/event-queue.ts';
import { MINUTE } from '../sim/time.ts';
import type { Millis } from '../sim/time.ts';
import { MACHINE_STATES } from '../kubelet/machine-state.ts';
import { PROBES } from '../kubelet/probes/probe-worker.ts';
import type { ProbeWorker } from '../kubelet/probes/probe-worker.ts';
import { CONTAINERS, SANDBOXES } from '../world/runtime/records.ts';
import { WORKERS } from '../kubelet/pod-workers/pod-worker.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { WaitView } from './views.ts';

interface Wait extends Pick<WaitView, 'text' | 'subject'> {
  /** When it is due, unless that is when the event is. */
  readonly at?: Millis;
  readonly passing?: boolean;
  /** It comes again and again, and changes nothing as long as all goes well. */
  readonly routine?: boolean;
}
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

/**
 * A machine that says nothing any more: the look of the node lifecycle that will find its silence too long. The looks before change nothing.
 * Invariant: as long as the machine stays silent, this is the moment at which its node becomes Unknown.
 */
const monitorWait: Describe = (context, { at: tick }) => {
  const { engine } = context;
  const { monitorPeriodMs, passMs, monitorGracePeriodMs } = engine.settings.nodeLifecycle;
  const period = monitorPeriodMs + passMs;
  let first: { readonly name: string; readonly at: Millis } | undefined;
  for (const name of silentNodes(context)) {
    const over = heardAt(context, name, tick) + monitorGracePeriodMs;
    const at = tick + period * Math.max(0, Math.ceil((over + 1 - tick) / period));
    if (first === undefined || at < first.at) first = { name, at };
  }
  if (first === undefined) return undefined;
  const grace = Math.round(monitorGracePeriodMs / 1000);
  const text = `node lifecycle gives ${first.name} up after ${grace} s of silence`;
  return { text, subject: { kind: 'Node', namespace: '', name: first.name }, at: first.at };
};

/** Nodes that count as ready although their machine says nothing any more. */
function silentNodes({ engine, api }: ViewContext): readonly string[] {
  return engine.world
    .machines()
    .filter(({ power, link, kubelet }) => power === 'off' || link === 'cut' || kubelet === 'stopped')
    .map(({ name }) => name)
    .filter((name) => isReady(api.get('Node', '', name)));
}

function isReady(node: Node | undefined): boolean {
  return node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

/** When the controller last saw a sign of life. A lease renewed since its last look counts from its next one, at `tick`. */
function heardAt({ engine, api }: ViewContext, name: string, tick: Millis): Millis {
  const health = engine.sim.table(HEALTH).get(name);
  const renewed = timeMs(api.get('Lease', NamespaceNodeLease, name)?.spec.renewTime);
  const isNews = health === undefined || (renewed !== undefined && renewed > (health.leaseMs ?? 0));
  return isNews ? tick : health.probeMs - engine.setup.epochMs;
}

const patienceWait: Describe = (_context, { target }) => {
  const [namespace = '', name = ''] = target.split('/');
  return podWait(namespace, name, `the patience of ${name} with its node ends`);
};

const namedProbe = workerWait(([container, kind]) =>
  kind === undefined ? undefined : `${kind} probe of ${container} in`,
);

/** The kubelet's turn comes for every container, but only one that runs is asked. */
function runs({ engine, api }: ViewContext, { worker, container }: ProbeWorker): boolean {
  const pod = engine.sim.table(WORKERS).get(worker)?.pod.metadata;
  const status = pod && api.get('Pod', pod.namespace ?? 'default', pod.name)?.status;
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(
    ({ name, state }) => name === container && state?.running !== undefined,
  );
}

/** A probe that passes as it passed before is routine; one that has spoken its last word is nothing to wait for. */
const probeWait: Describe = (context, event) => {
  const probe = context.engine.sim.table(PROBES).get(event.target);
  if (probe === undefined || probe.onHold || !runs(context, probe)) return undefined;
  const wait = namedProbe(context, event);
  return wait && { ...wait, routine: probe.result === 'success' && probe.last === 'success' };
};

/** Why a container waits when its kubelet will try again by itself. */
const RETRIED: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ErrImagePull',
  'ImagePullBackOff',
  'CreateContainerError',
  'CreateContainerConfigError',
  'RunContainerError',
]);

/** Pod syncs are named when a try follows an earlier one, or when they follow from what has just happened. */
const syncWait: Describe = (context, event) => {
  const worker = context.engine.sim.table(WORKERS).get(event.target);
  if (worker === undefined) return undefined;
  const { name, namespace = 'default' } = worker.pod.metadata;
  const { initContainerStatuses = [], containerStatuses = [] } =
    context.api.get('Pod', namespace, name)?.status ?? {};
  const mayRestart = worker.pod.spec.restartPolicy !== 'Never';
  const isRetry = [...initContainerStatuses, ...containerStatuses].some(
    ({ state }) =>
      RETRIED.has(state?.waiting?.reason ?? '') || (mayRestart && (state?.terminated?.exitCode ?? 0) !== 0),
  );
  if (isRetry) return podWait(namespace, name, `the next try for ${name}`);
  return soon(context, event, podWait(namespace, name, `kubelet/${worker.machine} looks at ${name}`));
};

const statusWait: Describe = (context, event) => {
  const wait = workerWait(() => 'kubelet reports on')(context, event);
  return wait && soon(context, event, wait);
};

/** A kubelet finds out only by looking that a container has ended. */
const relistWait: Describe = ({ engine }, { target }) => {
  if ((engine.sim.table(MACHINE_STATES).get(target)?.changedPods.length ?? 0) === 0) return undefined;
  return {
    text: `kubelet/${target} looks what became of its containers`,
    subject: { kind: 'Node', namespace: '', name: target },
  };
};

/** What a program will do when it wakes cannot be told: it may end, and it may go on for ever. */
const programWait: Describe = ({ engine }, { target }) => {
  const container = engine.sim.table(CONTAINERS).get(target);
  const sandbox = engine.sim.table(SANDBOXES).get(container?.sandboxId ?? '');
  if (container === undefined || sandbox === undefined) return undefined;
  const { namespace, podName } = sandbox;
  return {
    ...podWait(namespace, podName, `the program of ${container.name} goes on in ${podName}`),
    routine: true,
  };
};

const WORDS: Readonly<Record<string, Describe>> = {
  'kubelet/pod-changed': (context, event) =>
    soon(context, event, { text: 'a kubelet hears of a change', subject: null }),
  'kubelet/probe-due': probeWait,
  'kubelet/relist-due': relistWait,
  'kubelet/pod-relist-due': workerWait(() => 'kubelet looks again at'),
  'kubelet/status-due': statusWait,
  'kubelet/sync-due': syncWait,
  'world/task-due': programWait,
  'kubelet/kill-due': workerWait(() => 'SIGKILL for'),
  'kubelet/mount-due': workerWait(() => 'volumes of'),
  'taint-eviction-controller/patience-ended': patienceWait,
  'node-controller/monitor-due': monitorWait,
  'node-controller/tainting-due': () => ({ text: 'the NoExecute taint', subject: null }),
  'world/answered': (context, event) =>
    soon(context, event, { text: `the container runtime of ${event.target} answers`, subject: null }),
  'world/image-pulled': (_context, { target }) => ({
    text: `an image on ${target}`,
    subject: { kind: 'Node', namespace: '', name: target },
  }),
  'world/sandbox-made': (_context, { target }) => ({
    text: `a pod sandbox on ${target}`,
    subject: { kind: 'Node', namespace: '', name: target },
  }),
  'world/container-created': () => ({ text: 'a container that is made', subject: null }),
  'world/container-started': () => ({ text: 'a container that starts', subject: null }),
  'scheduler/attempt-due': () => ({ text: 'the scheduler tries the next pod', subject: null }),
};

const LOOK = '/key-queued';
/** Looks this near follow from what has just happened; later ones are routine. */
const LOOK_SOON_MS = 100;

function soon({ engine }: ViewContext, { at }: SimEvent, wait: Wait): Wait | undefined {
  return at > engine.sim.now + LOOK_SOON_MS ? undefined : { ...wait, passing: true };
}

/** A controller's look at an object, by the key of its work queue. */
const lookWait: Describe = (context, event) => {
  const { kind, target } = event;
  const name = target.slice(target.lastIndexOf('/') + 1);
  return soon(context, event, { text: `${kind.slice(0, -LOOK.length)} looks at ${name}`, subject: null });
};

function describe(context: ViewContext, event: SimEvent): Wait | undefined {
  if (event.kind.endsWith(LOOK)) return lookWait(context, event);
  return WORDS[event.kind]?.(context, event);
}

/** At most `limit` pending events that can be named, soonest first. */
export function waits(context: ViewContext, limit: number): WaitView[] {
  return context.engine.sim.queue
    .save()
    .flatMap((event) => {
      const wait = describe(context, event);
      return wait === undefined ? [] : [{ ...wait, at: wait.at ?? event.at, seq: event.seq }];
    })
    .sort((a, b) => a.at - b.at || a.seq - b.seq)
    .slice(0, limit)
    .map((wait) => waitView(context, wait));
}

/** So far ahead something telling is named before what is only routine. */
const TELLING_MS = 10 * MINUTE;

/** What to say next: the soonest that may change something; without one in the near future, the soonest of all. */
export function nextWait(context: ViewContext): WaitView | null {
  const { queue, now } = context.engine.sim;
  let telling: Due | undefined;
  let routine: Due | undefined;
  for (const event of queue.save()) {
    if (telling !== undefined && event.at > telling.at) continue;
    const wait = describe(context, event);
    if (wait === undefined) continue;
    const due = { ...wait, at: wait.at ?? event.at, seq: event.seq };
    if (wait.routine === true) routine = sooner(routine, due);
    else telling = sooner(telling, due);
  }
  const isNear = telling !== undefined && telling.at <= now + TELLING_MS;
  const next = isNear || routine === undefined ? telling : sooner(telling, routine);
  return next === undefined ? null : waitView(context, next);
}

interface Due extends Wait {
  readonly at: Millis;
  readonly seq: number;
}

function sooner(a: Due | undefined, b: Due): Due {
  return a === undefined || b.at < a.at || (b.at === a.at && b.seq < a.seq) ? b : a;
}

function waitView(context: ViewContext, { text, subject, at, passing = false }: Due): WaitView {
  return { text, subject, at: visible(context, at), passing };
}
