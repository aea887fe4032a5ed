/** What the map shows of a kubelet's own bookkeeping: probe results and the time of the next try. */
import type { Probe } from '../api/core-v1-pod.ts';
import { MACHINE_STATES } from '../kubelet/machine-state.ts';
import { timerKey } from '../kubelet/pod-workers/request-sync.ts';
import { WORKERS } from '../kubelet/pod-workers/pod-worker.ts';
import { PROBE_HISTORY } from '../kubelet/probes/probe-history.ts';
import type { ProbeHistory } from '../kubelet/probes/probe-history.ts';
import { PROBES } from '../kubelet/probes/probe-worker.ts';
import type { ProbeWorker } from '../kubelet/probes/probe-worker.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import type { ProbeRail, ProbeResult } from './pod-row.ts';

/** Key of the pod's worker in the kubelet process that runs now. */
export function workerKeyOf(sim: Sim, machine: string, podUid: string): string | undefined {
  const state = sim.table(MACHINE_STATES).get(machine);
  return state === undefined ? undefined : `${machine}/${state.incarnation}/${podUid}`;
}

/** When the kubelet will look at the pod again; undefined when nothing is planned. */
export function syncDueAt(sim: Sim, machine: string, podUid: string): Millis | undefined {
  const key = workerKeyOf(sim, machine, podUid);
  return key === undefined ? undefined : sim.timer(timerKey(key))?.at;
}

/** Whether an image of the pod is being pulled, or waits for its turn. */
export function isPulling(sim: Sim, machine: string, podUid: string): boolean {
  const key = workerKeyOf(sim, machine, podUid);
  return (
    sim
      .table(MACHINE_STATES)
      .get(machine)
      ?.pulls.some((ticket) => ticket.key === key) ?? false
  );
}

/** When the kubelet last looked at the pod; undefined when it never did. */
export function lastSyncAt(sim: Sim, machine: string, podUid: string): Millis | undefined {
  const key = workerKeyOf(sim, machine, podUid);
  const worker = key === undefined ? undefined : sim.table(WORKERS).get(key);
  return worker === undefined || worker.lastSyncAt < 0 ? undefined : worker.lastSyncAt;
}

/** One rail per probe of the pod, in the order in which the kubelet keeps them. */
export function probesOf(sim: Sim, machine: string, podUid: string): ProbeRail[] {
  const key = workerKeyOf(sim, machine, podUid);
  const worker = key === undefined ? undefined : sim.table(WORKERS).get(key);
  if (key === undefined || worker === undefined) return [];
  return sim
    .table(PROBES)
    .byIndex('worker', key)
    .flatMap((probe) => {
      const containers = [...worker.pod.spec.containers, ...(worker.pod.spec.initContainers ?? [])];
      const spec = containers.find(({ name }) => name === probe.container)?.[`${probe.kind}Probe`];
      return spec === undefined ? [] : [rail(probe, spec, sim.table(PROBE_HISTORY).get(probe.key))];
    });
}

function rail(probe: ProbeWorker, spec: Probe, history: ProbeHistory | undefined): ProbeRail {
  const threshold = spec.failureThreshold ?? 3;
  const label = labelOf(spec);
  return {
    container: probe.container,
    kind: probe.kind,
    handler:
      spec.httpGet !== undefined
        ? 'http'
        : spec.tcpSocket !== undefined
          ? 'tcp'
          : spec.grpc !== undefined
            ? 'grpc'
            : 'exec',
    results: (history?.results ?? '').slice(-threshold).split('') as ProbeResult[],
    threshold,
    lastAt: history?.at ?? 0,
    lastLabel: history === undefined || history.text === '' ? label : `${label}: ${history.text}`,
  };
}

/** What the probe carries, on one line. */
function labelOf({ httpGet, tcpSocket, grpc, exec }: Probe): string {
  const text =
    httpGet !== undefined
      ? `GET ${httpGet.path ?? '/'}`
      : tcpSocket !== undefined
        ? `TCP ${tcpSocket.port}`
        : grpc !== undefined
          ? `gRPC ${grpc.port}`
          : (exec?.command ?? []).join(' ');
  return text.replace(/\s+/g, ' ').slice(0, 60);
}
