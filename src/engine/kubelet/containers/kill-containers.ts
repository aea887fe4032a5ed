/**
 * Stopping containers: event, preStop hook, the turn of sidecars, stop signal, SIGKILL. All of a pod's containers at once.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, kuberuntime_termination_order.go (v1.37).
 */
import type { Json } from '../../../base/json.ts';
import { must } from '../../../base/assert.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Container } from '../../api/core-v1-pod.ts';
import type { Millis } from '../../sim/time.ts';
import { hookError, runHook } from '../hooks/hooks.ts';
import { containerEvent, numberedReply } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { noteRuntimeChange } from '../pleg/relist.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import type { KillProgress } from '../pod-workers/sync-run.ts';
import { specOf } from './container-specs.ts';
import type { ContainerKind } from './container-specs.ts';
import { changeRun } from './start-failure.ts';

export interface Victim {
  readonly containerId: string;
  readonly name: string;
  readonly kind: ContainerKind;
}

export interface KillOptions {
  /** Null: what the pod asks for. */
  readonly graceMs: Millis | null;
  /** Null: `Stopping container <name>`. */
  readonly message: string | null;
  /** Kill because of a probe, which may bring a grace of its own. */
  readonly probe: 'liveness' | 'startup' | undefined;
}

/** Begins to stop the containers. Returns true when there is nothing to wait for. */
export function startKills(
  k: Kubelet,
  key: string,
  victims: readonly Victim[],
  options: KillOptions,
): boolean {
  const worker = must(k.workers.get(key), key);
  const kills = victims.map((victim): KillProgress => {
    const graceMs = graceFor(k, worker, victim, options);
    containerEvent(
      k,
      worker,
      victim,
      'Normal',
      'Killing',
      options.message ?? `Stopping container ${victim.name}`,
    );
    return { ...victim, stage: 'turn', call: 0, since: k.sim.now, graceMs, leftMs: graceMs };
  });
  changeRun(k, key, { kills, acted: true });
  for (const kill of kills) beginKill(k, key, kill);
  takeTurns(k, key);
  return allEnded(k, key);
}

function graceFor(k: Kubelet, worker: PodWorker, victim: Victim, options: KillOptions): Millis {
  if (options.graceMs !== null) return options.graceMs;
  if (worker.graceMs !== null) return worker.graceMs;
  const container = specOf(worker.pod, victim.name)?.container;
  const probe =
    options.probe === 'liveness'
      ? container?.livenessProbe
      : options.probe === 'startup'
        ? container?.startupProbe
        : undefined;
  return 1000 * (probe?.terminationGracePeriodSeconds ?? worker.pod.spec.terminationGracePeriodSeconds ?? 30);
}

function beginKill(k: Kubelet, key: string, kill: KillProgress): void {
  const worker = must(k.workers.get(key), key);
  const container = specOf(worker.pod, kill.name)?.container as Container | undefined;
  const hook = container?.lifecycle?.preStop;
  if (container === undefined || hook === undefined || kill.graceMs <= 0) return;
  const call = runHook(k, worker, hook, container, kill.containerId);
  changeKill(k, key, kill.containerId, { stage: 'pre-stop', call });
  setKillTimer(k, key, kill.containerId, kill.graceMs);
}

function timerKey(key: string, containerId: string): string {
  return `kubelet/kill/${key}/${containerId}`;
}

function setKillTimer(k: Kubelet, key: string, containerId: string, delay: Millis): void {
  k.sim.setTimer(timerKey(key, containerId), k.sim.now + delay, 'kubelet/kill-due', key, {
    payload: { containerId },
  });
}

function changeKill(k: Kubelet, key: string, containerId: string, fields: Partial<KillProgress>): void {
  const kills = must(k.workers.get(key)?.run, 'a sync under way').kills;
  changeRun(k, key, {
    kills: kills.map((kill) => (kill.containerId === containerId ? { ...kill, ...fields } : kill)),
  });
}

function killsOf(k: Kubelet, key: string): readonly KillProgress[] {
  return k.workers.get(key)?.run?.kills ?? [];
}

export function allEnded(k: Kubelet, key: string): boolean {
  return killsOf(k, key).every((kill) => kill.stage === 'ended');
}

/** A reply to a preStop hook or to a stop. Returns false when no kill waits for it. */
export function continueKill(k: Kubelet, key: string, call: number, result: Json | undefined): boolean {
  const kill = killsOf(k, key).find((candidate) => candidate.call === call && candidate.stage !== 'ended');
  if (kill === undefined) return false;
  if (kill.stage === 'pre-stop') afterPreStop(k, key, kill, result);
  else if (kill.stage === 'stopping') ended(k, key, kill);
  return true;
}

function afterPreStop(k: Kubelet, key: string, kill: KillProgress, result: Json | undefined): void {
  const worker = must(k.workers.get(key), key);
  const hook = specOf(worker.pod, kill.name)?.container.lifecycle?.preStop;
  const error = hook === undefined ? undefined : hookError(worker, hook, kill.name, result);
  if (error !== undefined)
    containerEvent(k, worker, kill, 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
  preStopOver(k, key, kill);
}

/** The time of a preStop hook or of the wait for a turn is up. */
export function onKillDue(k: Kubelet, event: SimEvent): void {
  const { containerId } = event.payload as { containerId: string };
  const kill = killsOf(k, event.target).find((candidate) => candidate.containerId === containerId);
  if (kill?.stage === 'turn') return stop(k, event.target, { ...kill, leftMs: 0 });
  if (kill?.stage !== 'pre-stop') return;
  const worker = must(k.workers.get(event.target), event.target);
  const hook = specOf(worker.pod, kill.name)?.container.lifecycle?.preStop;
  if (hook?.sleep === undefined)
    containerEvent(k, worker, kill, 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
  preStopOver(k, event.target, kill);
}

/** What the hook used of the grace counts in whole seconds. */
function preStopOver(k: Kubelet, key: string, kill: KillProgress): void {
  k.sim.cancelTimer(timerKey(key, kill.containerId));
  const usedMs = Math.floor((k.sim.now - kill.since) / 1000) * 1000;
  changeKill(k, key, kill.containerId, {
    stage: 'turn',
    call: 0,
    since: k.sim.now,
    leftMs: Math.max(0, kill.graceMs - usedMs),
  });
  takeTurns(k, key);
}

/**
 * Stops every container whose turn it is; the others wait as long as their grace allows. Sidecars outlive regular containers, and earlier
 * sidecars later ones.
 */
function takeTurns(k: Kubelet, key: string): void {
  const worker = must(k.workers.get(key), key);
  const order = (worker.pod.spec.initContainers ?? []).map((container) => container.name);
  for (const kill of killsOf(k, key)) {
    if (kill.stage !== 'turn') continue;
    const blocked = killsOf(k, key).some((other) => other.stage !== 'ended' && outlives(kill, other, order));
    if (!blocked || kill.leftMs <= 0) stop(k, key, kill);
    else setKillTimer(k, key, kill.containerId, kill.since + kill.leftMs - k.sim.now);
  }
}

/** True when `kill` must wait for `other` to end. */
export function outlives(kill: Victim, other: Victim, initOrder: readonly string[]): boolean {
  if (kill.kind !== 'sidecar' || kill.containerId === other.containerId) return false;
  if (other.kind !== 'sidecar') return other.kind === 'app';
  return initOrder.indexOf(other.name) > initOrder.indexOf(kill.name);
}

function stop(k: Kubelet, key: string, kill: KillProgress): void {
  k.sim.cancelTimer(timerKey(key, kill.containerId));
  const waitedMs = Math.floor((k.sim.now - kill.since) / 1000) * 1000;
  const graceMs = Math.max(kill.leftMs - waitedMs, k.settings.minimumGracePeriodMs);
  const worker = must(k.workers.get(key), key);
  const image = specOf(worker.pod, kill.name)?.container.image ?? '';
  const { call, reply } = numberedReply(k, key);
  changeKill(k, key, kill.containerId, { stage: 'stopping', call });
  k.world.stopContainer(
    kill.containerId,
    k.world.hasImage(worker.machine, image)?.stopSignal ?? 'SIGTERM',
    graceMs,
    reply,
  );
}

function ended(k: Kubelet, key: string, kill: KillProgress): void {
  const worker = must(k.workers.get(key), key);
  changeKill(k, key, kill.containerId, { stage: 'ended', call: 0 });
  noteRuntimeChange(k, worker.machine, worker.uid);
  takeTurns(k, key);
}
