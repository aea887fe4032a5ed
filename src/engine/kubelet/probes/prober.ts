/**
 * The probes of a pod: ticks, tries, counting, and what a verdict sets off.
 *
 * Upstream: pkg/kubelet/prober/{prober_manager,worker,prober}.go (v1.37).
 * **Simplified:** the random delay of probes right after a start of the kubelet is left out; a redirect is followed at most ten times.
 */
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import { must } from '../../../base/assert.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Container, Probe } from '../../api/core-v1-pod.ts';
import type { ContainerRecord } from '../../world/contract.ts';
import { allSpecs, specOf } from '../containers/container-specs.ts';
import type { ContainerSpec } from '../containers/container-specs.ts';
import { podPolicyOf, restartsAfter } from '../containers/restart-decision.ts';
import { containerEvent, podIpsOf, stateOf, traceSubject } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { requestSync } from '../pod-workers/request-sync.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { containerId as statusId } from '../status/container-statuses.ts';
import { setContainerReadiness } from '../status/container-readiness.ts';
import { statusOfContainer } from '../status/status-cache.ts';
import { execOutcome, requestOutcome, sameHostRedirect } from './probe-outcome.ts';
import { PROBE_HISTORY, rememberResult } from './probe-history.ts';
import type { ProbeOutcome } from './probe-outcome.ts';
import { probeRequest, timeoutMs } from './probe-request.ts';
import { copyProbe, PROBE_KINDS, PROBES, probeKey } from './probe-worker.ts';
import type { ProbeKind, ProbeWorker } from './probe-worker.ts';

/** Tries that could not be made are repeated this often before the tick gives up. */
const TRIES_MAX = 3;
const REDIRECTS_MAX = 10;

export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  if (kind === 'startup') return container.startupProbe;
  return kind === 'liveness' ? container.livenessProbe : container.readinessProbe;
}

/** Starts the probes of all containers that have some. Known ones go on as they are. */
export function addProbes(k: Kubelet, worker: PodWorker): void {
  const table = k.sim.table(PROBES);
  for (const { kind: containerKind, container } of allSpecs(worker.pod.spec)) {
    if (containerKind === 'init' || containerKind === 'ephemeral') continue;
    for (const kind of PROBE_KINDS) {
      const probe = probeOf(container as Container, kind);
      const key = probeKey(worker.key, container.name, kind);
      if (probe === undefined || table.has(key)) continue;
      table.put(key, newProbe(key, worker.key, container.name, kind));
      tickAfter(k, key, periodMs(probe));
      tick(k, worker, key);
    }
  }
}

function newProbe(key: string, worker: string, container: string, kind: ProbeKind): ProbeWorker {
  return {
    key,
    worker,
    container,
    kind,
    containerId: '',
    result: 'unknown',
    onHold: false,
    last: 'unknown',
    inRow: 0,
    call: 0,
    nextCall: 1,
    retries: 0,
    missed: false,
  };
}

export function removeProbes(k: Kubelet, worker: PodWorker, kinds: readonly ProbeKind[] = PROBE_KINDS): void {
  const table = k.sim.table(PROBES);
  for (const probe of table.byIndex('worker', worker.key)) {
    if (!kinds.includes(probe.kind)) continue;
    k.sim.cancelTimer(probe.key);
    table.delete(probe.key);
    k.sim.table(PROBE_HISTORY).delete(probe.key);
  }
}

function periodMs(probe: Probe): number {
  return (probe.periodSeconds ?? 10) * 1000;
}

function tickAfter(k: Kubelet, key: string, delay: number): void {
  k.sim.setTimer(key, k.sim.now + delay, 'kubelet/probe-due', key, { cause: 0 });
}

export function onProbeDue(k: Kubelet, event: SimEvent): void {
  const probe = k.sim.table(PROBES).get(event.target);
  if (probe === undefined) return;
  const worker = must(k.workers.get(probe.worker), 'probes end before their worker');
  const spec = specOf(worker.pod, probe.container);
  const settings = spec === undefined ? undefined : probeOf(spec.container as Container, probe.kind);
  if (settings === undefined) return;
  tickAfter(k, probe.key, periodMs(settings));
  tick(k, worker, probe.key);
}

/** Probes at once, and every period from now on. */
export function triggerProbe(k: Kubelet, worker: PodWorker, container: string, kind: ProbeKind): void {
  const key = probeKey(worker.key, container, kind);
  if (k.sim.table(PROBES).has(key)) tickAfter(k, key, 0);
}

function change(k: Kubelet, key: string, fields: Partial<ProbeWorker>): ProbeWorker {
  const table = k.sim.table(PROBES);
  const next = Object.assign(copyProbe(must(table.get(key), `no probe ${key}`)), fields);
  table.put(key, next);
  return next;
}

function tick(k: Kubelet, worker: PodWorker, key: string): void {
  const probe = must(k.sim.table(PROBES).get(key), key);
  if (probe.call !== 0) {
    if (!probe.missed) change(k, key, { missed: true });
    return;
  }
  const spec = must(specOf(worker.pod, probe.container), probe.container);
  const run = knownRun(k, worker, probe.container);
  if (run === undefined) return;
  const current = run.id === probe.containerId ? probe : takeUpRun(k, worker, probe, run);
  if (current.onHold) return;
  if (run.state !== 'running') return containerGone(k, worker, current, spec, run);
  const settings = must(probeOf(spec.container as Container, probe.kind), probe.kind);
  if (isDue(k, worker, current, run, settings)) attempt(k, worker, current, settings, run);
}

/** The run that the pod's status names: a probe sees no other. */
function knownRun(k: Kubelet, worker: PodWorker, container: string): ContainerRecord | undefined {
  const id = statusOfContainer(k, worker, container)?.containerID;
  return id === undefined ? undefined : worker.runtime.containers.find((record) => id.endsWith(record.id));
}

/** A new run: the verdict starts from its initial value. A run older than the kubelet keeps what was said about it. */
function takeUpRun(k: Kubelet, worker: PodWorker, probe: ProbeWorker, run: ContainerRecord): ProbeWorker {
  const initial = probe.kind === 'readiness' ? 'failure' : probe.kind === 'liveness' ? 'success' : 'unknown';
  const adopted =
    run.startedAt < (stateOf(k, worker.machine)?.startedAt ?? 0) && adoptedVerdict(k, worker, probe, run);
  return change(k, probe.key, {
    containerId: run.id,
    result: adopted ? 'success' : initial,
    onHold: false,
    last: 'unknown',
    inRow: 0,
  });
}

function adoptedVerdict(k: Kubelet, worker: PodWorker, probe: ProbeWorker, run: ContainerRecord): boolean {
  const status = statusOfContainer(k, worker, probe.container);
  if (status === undefined || status.containerID !== statusId(run)) return false;
  return probe.kind === 'readiness' ? status.ready : probe.kind === 'startup' && status.started === true;
}

function containerGone(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  spec: ContainerSpec,
  run: ContainerRecord,
): void {
  setResult(k, worker, probe, 'failure');
  if (run.state !== 'exited' || restartsAfter(spec, podPolicyOf(worker.pod), run.exitCode)) return;
  k.sim.cancelTimer(probe.key);
}

function isDue(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  run: ContainerRecord,
  settings: Probe,
): boolean {
  if (worker.stage !== 'syncing' && probe.kind !== 'readiness') return false;
  if (Math.floor((k.sim.now - run.startedAt) / 1000) < (settings.initialDelaySeconds ?? 0)) return false;
  const startup = k.sim.table(PROBES).get(probeKey(worker.key, probe.container, 'startup'));
  const started = startup === undefined || (startup.containerId === run.id && startup.result === 'success');
  return started !== (probe.kind === 'startup');
}

/** The answer comes back as `kubelet/probe-answered`. */
function attempt(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  settings: Probe,
  run: ContainerRecord,
): void {
  const call = probe.nextCall;
  const payload = { call, path: '', redirects: 0 };
  change(k, probe.key, { call, nextCall: call + 1 });
  send(k, worker, probe, settings, run.id, payload);
}

function send(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  settings: Probe,
  containerId: string,
  payload: AnswerPayload,
): void {
  const { call, path, redirects } = payload;
  const reply = { kind: 'kubelet/probe-answered', target: probe.key, payload: { call, path, redirects } };
  if (settings.exec !== undefined)
    return k.world.exec(containerId, settings.exec.command ?? [], '', timeoutMs(settings), reply);
  const container = must(specOf(worker.pod, probe.container), probe.container).container as Container;
  const request = probeRequest(settings, container, worker.machine, podIpsOf(k, worker)[0] ?? '');
  if (request === undefined) {
    k.sim.schedule(0, reply.kind, reply.target, {
      payload: { ...reply.payload, result: { error: "couldn't find port" } },
    });
    return;
  }
  k.world.request(payload.path === '' ? request : { ...request, path: payload.path }, reply);
}

interface AnswerPayload {
  readonly call: number;
  /** Path after a redirect; empty for the probe's own. */
  readonly path: string;
  readonly redirects: number;
}

export function onProbeAnswered(k: Kubelet, event: SimEvent): void {
  const payload = event.payload as { call: number; path: string; redirects: number; result: Json };
  const probe = k.sim.table(PROBES).get(event.target);
  if (probe === undefined || probe.call !== payload.call) return;
  const worker = must(k.workers.get(probe.worker), 'probes end before their worker');
  const settings = probeOf(
    must(specOf(worker.pod, probe.container), probe.container).container as Container,
    probe.kind,
  );
  if (settings === undefined) return;
  if (followRedirect(k, worker, probe, settings, payload)) return;
  const outcome = outcomeOf(k, worker, probe, settings, payload.result);
  if (outcome.verdict === 'error' && probe.retries + 1 < TRIES_MAX) {
    change(k, probe.key, { retries: probe.retries + 1 });
    return send(k, worker, probe, settings, probe.containerId, {
      call: payload.call,
      path: '',
      redirects: 0,
    });
  }
  rememberResult(k.sim, probe.key, outcome);
  judge(k, worker, change(k, probe.key, { call: 0, retries: 0, missed: false }), settings, outcome);
  if (probe.missed) tick(k, must(k.workers.get(worker.key), worker.key), probe.key);
}

function outcomeOf(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  settings: Probe,
  result: Json,
): ProbeOutcome {
  if (settings.exec !== undefined) return execOutcome(settings, result);
  if (settings.httpGet !== undefined && isPlainSuccess(result)) return { verdict: 'success', text: '' };
  const container = must(specOf(worker.pod, probe.container), probe.container).container as Container;
  const request = probeRequest(settings, container, worker.machine, podIpsOf(k, worker)[0] ?? '');
  return request === undefined
    ? { verdict: 'error', text: "couldn't find port" }
    : requestOutcome(request, result);
}

/** The common case, judged without building the request once more. */
function isPlainSuccess(result: Json): boolean {
  return (
    isJsonObject(result) &&
    result.outcome === 'response' &&
    Number(result.status) >= 200 &&
    Number(result.status) < 300
  );
}

function followRedirect(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  settings: Probe,
  payload: AnswerPayload & { result: Json },
): boolean {
  const { result } = payload;
  if (settings.httpGet === undefined || !isJsonObject(result) || typeof result.location !== 'string')
    return false;
  if (Number(result.status) < 300 || Number(result.status) >= 400 || payload.redirects >= REDIRECTS_MAX)
    return false;
  const container = must(specOf(worker.pod, probe.container), probe.container).container as Container;
  const request = probeRequest(settings, container, worker.machine, podIpsOf(k, worker)[0] ?? '');
  const path = request === undefined ? undefined : sameHostRedirect(request, result.location);
  if (path === undefined) return false;
  send(k, worker, probe, settings, probe.containerId, {
    call: payload.call,
    path,
    redirects: payload.redirects + 1,
  });
  return true;
}

const TITLES: Readonly<Record<ProbeKind, string>> = {
  liveness: 'Liveness',
  readiness: 'Readiness',
  startup: 'Startup',
};

/** Counts the outcome and sets the result once its threshold is reached. */
function judge(
  k: Kubelet,
  worker: PodWorker,
  probe: ProbeWorker,
  settings: Probe,
  outcome: ProbeOutcome,
): void {
  announce(k, worker, probe, outcome);
  if (outcome.verdict === 'error') return;
  const verdict = outcome.verdict === 'failure' ? 'failure' : 'success';
  const threshold =
    verdict === 'failure' ? (settings.failureThreshold ?? 3) : (settings.successThreshold ?? 1);
  if (probe.result === verdict && probe.last === verdict && probe.inRow >= threshold) return;
  const inRow = probe.last === verdict ? probe.inRow + 1 : 1;
  const counted = change(k, probe.key, { last: verdict, inRow });
  if (inRow < threshold) return;
  if (verdict === 'failure' && probe.kind !== 'readiness')
    change(k, probe.key, { onHold: true, last: 'unknown', inRow: 0 });
  setResult(k, worker, counted, verdict);
}

function announce(k: Kubelet, worker: PodWorker, probe: ProbeWorker, { verdict, text }: ProbeOutcome): void {
  if (verdict === 'success') return;
  const kind = specOf(worker.pod, probe.container)?.kind ?? 'app';
  const title = TITLES[probe.kind];
  const place = { kind, name: probe.container };
  if (verdict === 'warning')
    return containerEvent(k, worker, place, 'Warning', 'ProbeWarning', `${title} probe warning: ${text}`);
  const what =
    verdict === 'error'
      ? `${title} probe errored and resulted in unknown state: ${text}`
      : `${title} probe failed: ${text}`;
  containerEvent(k, worker, place, 'Warning', 'Unhealthy', what);
}

/** A changed verdict makes the pod be synced, and a passed startup probe wakes readiness. */
function setResult(k: Kubelet, worker: PodWorker, probe: ProbeWorker, result: 'success' | 'failure'): void {
  const before = must(k.sim.table(PROBES).get(probe.key), probe.key).result;
  if (before === result) return;
  change(k, probe.key, { result });
  if (probe.kind === 'readiness')
    setContainerReadiness(k, worker, `containerd://${probe.containerId}`, result === 'success');
  if (probe.kind === 'liveness' && result === 'success') return;
  if (probe.kind === 'startup' && result === 'success') triggerProbe(k, worker, probe.container, 'readiness');
  const { failureThreshold = 3, successThreshold = 1 } = probeSettings(worker, probe) ?? {};
  const count =
    result === 'failure'
      ? `failed ${probe.inRow} of ${failureThreshold}`
      : `passed ${probe.inRow} of ${successThreshold}`;
  const text = `${probe.kind} probe of container ${probe.container} ${count}`;
  const entry = k.sim.record(`kubelet/${worker.machine}`, 'probe', traceSubject(worker.pod, worker.uid), [], {
    rule: 'KUBELET-40',
    text,
  });
  k.sim.withCause(entry, () => requestSync(k, worker.key));
}

function probeSettings(worker: PodWorker, probe: ProbeWorker): Probe | undefined {
  const spec = specOf(worker.pod, probe.container);
  return spec === undefined ? undefined : probeOf(spec.container as Container, probe.kind);
}
