/** The containers of a pod from inside: the API's words, the kubelet's bookkeeping and the machine's processes side by side. */
import type { Container, Pod, Probe } from '../api/core-v1-pod.ts';
import type { ContainerStatus } from '../api/core-v1-pod-status.ts';
import { milliValue, wholeValue } from '../api/quantity.ts';
import type { StoredObject } from '../apiserver/client.ts';
import { containerHash } from '../kubelet/containers/container-hash.ts';
import { delayInForce } from '../kubelet/containers/crash-backoff.ts';
import { allSpecs } from '../kubelet/containers/container-specs.ts';
import type { ContainerSpec } from '../kubelet/containers/container-specs.ts';
import { BACK_OFFS } from '../kubelet/kubelet-context.ts';
import { WORKERS } from '../kubelet/pod-workers/pod-worker.ts';
import type { KillProgress } from '../kubelet/pod-workers/sync-run.ts';
import type { ContainerRecord } from '../world/contract.ts';
import { TASKS } from '../world/runtime/records.ts';
import type { Task } from '../world/runtime/records.ts';
import { apiPhase, realUid, truePhase } from './build-pod-row.ts';
import { probesOf, workerKeyOf } from './kubelet-view.ts';
import type {
  ContainerInside,
  EndedRun,
  KillView,
  PortView,
  ProbeInside,
  ProcessView,
  ResourceInside,
} from './pod-inside.ts';
import { statusesOf } from './pod-state.ts';
import type { ProbeRail } from './pod-row.ts';
import { ENDED_RUNS } from './run-watch.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

type StoredPod = StoredObject<'Pod'>;

const RUNS_SHOWN = 5;
const TAIL_LINES = 8;
const PROCESSES_SHOWN = 8;
const COMMAND_MAX = 80;

export function containersOf(context: ViewContext, pod: StoredPod): ContainerInside[] {
  const { engine } = context;
  const node = pod.spec.nodeName ?? '';
  const powered = engine.world.machine(node)?.power === 'on';
  const records = engine.world.containers(node, realUid(pod));
  const rails = probesOf(engine.sim, node, realUid(pod));
  return allSpecs(pod.spec).map((spec) =>
    containerInside(context, pod, spec, {
      powered,
      records: records.filter(({ name }) => name === spec.container.name),
      rails: rails.filter(({ container }) => container === spec.container.name),
    }),
  );
}

interface Found {
  readonly powered: boolean;
  /** Newest first. */
  readonly records: readonly ContainerRecord[];
  readonly rails: readonly ProbeRail[];
}

function containerInside(
  context: ViewContext,
  pod: StoredPod,
  { kind, container }: ContainerSpec,
  { powered, records, rails }: Found,
): ContainerInside {
  const status = statusesOf(pod).find(({ name }) => name === container.name);
  const phase = apiPhase(status);
  const record = records[0];
  const runs = powered && record?.state === 'running';
  const task = runs ? context.engine.sim.table(TASKS).get(record.id) : undefined;
  return {
    name: container.name,
    kind,
    image: container.image ?? '',
    phase,
    truth: powered ? truePhase(record, phase) : phase === 'waiting' ? 'waiting' : 'never',
    ...reasonOf(status, record),
    restarts: status?.restartCount ?? 0,
    attempt: runs ? record.attempt : -1,
    startedAt: runs ? visible(context, record.startedAt) : 0,
    ended: endedRuns(context, pod, container.name, records),
    ...processesOf(task),
    ports: portsOf(container as Container, task),
    mounts: (container.volumeMounts ?? []).map(({ name, mountPath, subPath = '', readOnly = false }) => ({
      volume: name,
      path: mountPath,
      subPath,
      readOnly,
    })),
    probes: rails.map((rail) => probeInside(context, container as Container, rail)),
    ...resourcesOf(context, container as Container, runs ? record : undefined),
    ...backOffOf(context, pod, container as Container, record),
    tail: tailOf(context, record),
    preStop: preStopOf(container as Container),
    kill: killOf(context, pod, container.name),
    behaviour: behaviourOf(context, record),
  };
}

function reasonOf(
  status: ContainerStatus | undefined,
  record: ContainerRecord | undefined,
): Pick<ContainerInside, 'reason' | 'message'> {
  const told = status?.state?.waiting ?? status?.state?.terminated;
  if (told !== undefined) return { reason: told.reason ?? '', message: told.message ?? '' };
  return { reason: record?.state === 'exited' ? record.reason : '', message: '' };
}

/** What was remembered, and what the machine still has; the machine knows it first. */
function endedRuns(
  context: ViewContext,
  pod: StoredPod,
  name: string,
  records: readonly ContainerRecord[],
): EndedRun[] {
  const known = new Map<number, EndedRun>();
  for (const run of context.engine.sim.table(ENDED_RUNS).get(`${pod.metadata.uid}/${name}`)?.runs ?? [])
    known.set(run.attempt, run);
  for (const { attempt, state, exitCode, reason, startedAt, finishedAt } of records)
    if (state === 'exited') known.set(attempt, { attempt, exitCode, reason, startedAt, finishedAt });
  return [...known.values()]
    .sort((a, b) => a.attempt - b.attempt)
    .slice(-RUNS_SHOWN)
    .map((run) => ({
      ...run,
      startedAt: run.startedAt === 0 ? 0 : visible(context, run.startedAt),
      finishedAt: visible(context, run.finishedAt),
    }));
}

function processesOf(task: Task | undefined): Pick<ContainerInside, 'processes' | 'processCount'> {
  const all = (task?.processes.processes ?? []).filter(({ ending }) => ending === null);
  return {
    processCount: all.length,
    processes: all.slice(0, PROCESSES_SHOWN).map(({ pid, ppid, argv, wait, memoryBytes }): ProcessView => ({
      pid,
      parent: ppid,
      command: argv.join(' ').replace(/\s+/g, ' ').slice(0, COMMAND_MAX),
      state: wait === null ? 'running' : 'sleeping',
      memoryBytes,
    })),
  };
}

function portsOf(container: Container, task: Task | undefined): PortView[] {
  const open = (task?.processes.processes ?? []).flatMap(({ listening }) => listening);
  const listens = (port: number, protocol: string): PortView['listens'] => {
    const found = open.filter((listener) => listener.port === port && listener.protocol === protocol);
    if (found.length === 0) return 'none';
    return found.some(({ address }) => !address.startsWith('127.')) ? 'pod' : 'localhost';
  };
  const declared = (container.ports ?? []).map(
    ({ containerPort, protocol = 'TCP', name = '', hostPort = 0 }): PortView => ({
      port: containerPort,
      protocol,
      name,
      hostPort,
      declared: true,
      listens: listens(containerPort, protocol),
    }),
  );
  const isDeclared = (port: number, protocol: string): boolean =>
    declared.some((known) => known.port === port && known.protocol === protocol);
  const others = new Map(
    open
      .filter(({ port, protocol }) => !isDeclared(port, protocol))
      .map(({ port, protocol }) => [`${port}/${protocol}`, { port, protocol }]),
  );
  return [
    ...declared,
    ...[...others.values()].map(({ port, protocol }): PortView => ({
      port,
      protocol,
      name: '',
      hostPort: 0,
      declared: false,
      listens: listens(port, protocol),
    })),
  ];
}

function probeInside(context: ViewContext, container: Container, rail: ProbeRail): ProbeInside {
  const spec: Probe = container[`${rail.kind}Probe`] ?? {};
  const port = spec.httpGet?.port ?? spec.tcpSocket?.port ?? spec.grpc?.port ?? 0;
  return {
    ...rail,
    lastAt: rail.lastAt === 0 ? 0 : visible(context, rail.lastAt),
    periodS: spec.periodSeconds ?? 10,
    timeoutS: spec.timeoutSeconds ?? 1,
    initialDelayS: spec.initialDelaySeconds ?? 0,
    port:
      typeof port === 'number'
        ? port
        : (container.ports?.find(({ name }) => name === port)?.containerPort ?? 0),
  };
}

function resourcesOf(
  { engine }: ViewContext,
  { resources }: Container,
  record: ContainerRecord | undefined,
): Pick<ContainerInside, 'cpu' | 'memory'> {
  const used = record === undefined ? undefined : engine.world.usage(record.id);
  const cpu: ResourceInside = {
    request: milliValue(resources?.requests?.['cpu']),
    limit: milliValue(resources?.limits?.['cpu']),
    used: used?.cpuMilli ?? 0,
  };
  const memory: ResourceInside = {
    request: wholeValue(resources?.requests?.['memory']),
    limit: wholeValue(resources?.limits?.['memory']),
    used: used?.memoryBytes ?? 0,
  };
  return { cpu, memory };
}

function backOffOf(
  context: ViewContext,
  pod: StoredPod,
  { name, image = '' }: Container,
  record: ContainerRecord | undefined,
): Pick<ContainerInside, 'backOffMs' | 'backOffUntil' | 'nextBackOffMs'> {
  const { sim, settings } = context.engine;
  const { crashLoopBackOffMs: initialMs, crashLoopBackOffMsMax: maxMs } = settings.kubelet;
  const worker = workerKeyOf(sim, pod.spec.nodeName ?? '', realUid(pod));
  const entry = sim.table(BACK_OFFS).get(`${worker ?? ''}/c/${name}/${containerHash(name, image)}`);
  const endedAt = record?.state === 'exited' ? record.finishedAt : sim.now;
  const backOffMs = delayInForce(entry, endedAt, { initialMs, maxMs });
  const until = record?.state === 'exited' && endedAt + backOffMs > sim.now ? endedAt + backOffMs : 0;
  return {
    backOffMs,
    backOffUntil: until === 0 ? 0 : visible(context, until),
    nextBackOffMs: backOffMs === 0 ? initialMs : Math.min(2 * backOffMs, maxMs),
  };
}

function tailOf(context: ViewContext, record: ContainerRecord | undefined): ContainerInside['tail'] {
  const lines = record === undefined ? [] : (context.engine.world.log(record.id) ?? []);
  return lines.slice(-TAIL_LINES).map(({ at, stream, text }) => ({
    at: visible(context, at),
    stream,
    text: text.slice(0, 200),
  }));
}

function preStopOf({ lifecycle }: Container): string {
  const hook = lifecycle?.preStop;
  if (hook === undefined) return '';
  if (hook.sleep !== undefined) return `sleep ${hook.sleep.seconds} s`;
  if (hook.httpGet !== undefined) return `GET ${hook.httpGet.path ?? '/'}`;
  return (hook.exec?.command ?? []).join(' ').slice(0, COMMAND_MAX);
}

const STAGES = {
  'pre-stop': 'hook',
  turn: 'turn',
  stopping: 'term',
  ended: 'ended',
} as const satisfies Readonly<Record<KillProgress['stage'], KillView['stage']>>;

function killOf(context: ViewContext, pod: Pod, name: string): KillView | null {
  const { sim, settings } = context.engine;
  const key = workerKeyOf(sim, pod.spec.nodeName ?? '', realUid(pod as StoredPod));
  const kills = sim.table(WORKERS).get(key ?? '')?.run?.kills ?? [];
  const kill = kills.find((one) => one.name === name);
  if (kill === undefined) return null;
  const { stage, since, leftMs } = kill;
  const grace = Math.max(leftMs, stage === 'stopping' ? settings.kubelet.minimumGracePeriodMs : 0);
  return { stage: STAGES[stage], since: visible(context, since), killAt: visible(context, since + grace) };
}

function behaviourOf(
  { engine }: ViewContext,
  record: ContainerRecord | undefined,
): Readonly<Record<string, string>> {
  if (record === undefined) return {};
  const fault = engine.world.serverFault(record.id);
  const shaped = Object.entries(record.behaviour).flatMap(([name, value]): [string, string][] => {
    const [plain = '', container] = name.replace('podarium.dev/', '').split('.');
    return container === undefined || container === record.name ? [[plain, value]] : [];
  });
  return { ...Object.fromEntries(shaped), ...(fault === undefined ? {} : { server: fault }) };
}
