/**
 * Pod sandboxes: the pause process with its network namespace and addresses. Stands for the CRI calls RunPodSandbox, StopPodSandbox and
 * RemovePodSandbox, and for the CNI plugin.
 *
 * **Simplified:** cgroups and host port forwarding are left out.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Reply, SandboxConfig, SandboxRecord } from '../contract.ts';
import { answer, answerNow, asJson, begin, drawMs, isAlive, MACHINES, runtimeChanged } from '../core.ts';
import type { Begun } from '../core.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { SignalName } from '../programs/contract.ts';
import { allocateAddress, usableRange } from './addresses.ts';
import { deleteContainer } from './containers.ts';
import { endTask } from './exits.ts';
import { newId } from './identifiers.ts';
import type { Runtime } from './records.ts';
import { ipcTableId, sharedMemoryId } from '../volumes/trees.ts';

export interface SandboxRun extends Begun {
  readonly config: SandboxConfig;
  readonly reply: Reply;
}

export function runSandbox(rt: Runtime, machine: string, config: SandboxConfig, reply: Reply): void {
  const run: SandboxRun = { config, reply, ...begin(rt.core, machine) };
  const delay = drawMs(rt.core, machine, 'sandbox', rt.core.settings.sandboxMs) + contentionMs(rt, machine);
  noteStart(rt, machine, rt.core.sim.now + delay);
  rt.core.sim.schedule(delay, 'world/sandbox-made', machine, { payload: asJson(run) });
}

/** When the sandboxes that a host is making now will be up. */
const IN_THE_MAKING = defineTable<readonly Millis[]>('world/sandboxes-in-the-making');

/** Machines of one host hinder each other; otherwise every machine is a host of its own. */
function hostOf({ core }: Runtime, machine: string): string {
  return core.settings.sharedHost > 0 ? '' : machine;
}

/** Sandboxes that are made at the same time slow each other down. */
function contentionMs(rt: Runtime, machine: string): Millis {
  const { sim, settings } = rt.core;
  const others = (sim.table(IN_THE_MAKING).get(hostOf(rt, machine)) ?? []).filter((end) => end > sim.now);
  return Math.min(others.length, settings.sandboxContentionMax) * settings.sandboxContentionMs;
}

function noteStart(rt: Runtime, machine: string, end: Millis): void {
  const { sim } = rt.core;
  const making = sim.table(IN_THE_MAKING);
  const host = hostOf(rt, machine);
  making.put(host, [...(making.get(host) ?? []).filter((other) => other > sim.now), end]);
}

/** The sandbox is up: it has its addresses from now on. */
export function sandboxMade(rt: Runtime, { config, reply, machine, boot }: SandboxRun): void {
  if (!isAlive(rt.core, { machine, boot })) return;
  const id = newId(rt.core, machine, `${config.podUid} ${config.attempt}`);
  const ips = config.hostNetwork ? ok([]) : podAddresses(rt, machine, id);
  if (!ips.ok) return answerNow(rt.core, reply, { ok: false, error: ips.error });
  rt.sandboxes.put(id, {
    id,
    machine,
    state: 'ready',
    createdAt: rt.core.sim.now,
    ips: ips.value,
    entry: 0,
    ...config,
  });
  answerNow(rt.core, reply, { ok: true, sandboxId: id });
}

function podAddresses(rt: Runtime, machine: string, sandboxId: string): Result<readonly string[], string> {
  const refuse = (text: string): Result<readonly string[], string> =>
    fail(`rpc error: code = Unknown desc = failed to setup network for sandbox "${sandboxId}": ${text}`);
  const cidrs = rt.core.sim.table(MACHINES).get(machine)?.podCidrs ?? [];
  if (cidrs.length === 0) return refuse('cni plugin not initialized');
  const ips: string[] = [];
  for (const [range, cidr] of cidrs.entries()) {
    const ip = allocateAddress(
      rt.core.sim,
      machine,
      cidr,
      (candidate) => rt.sandboxes.countByIndex('ip', candidate) > 0,
    );
    if (ip === undefined) {
      return refuse(
        `plugin type="ptp" failed (add): failed to allocate for range ${range}: no IP addresses available in range set: ${usableRange(cidr)}`,
      );
    }
    ips.push(ip);
  }
  return ok(ips);
}

/** Kills what is left in it at once; the addresses are free when it is down. */
export function stopSandbox(rt: Runtime, sandboxId: string, reply: Reply): void {
  const sandbox = rt.sandboxes.get(sandboxId);
  if (sandbox === undefined) return answerNow(rt.core, reply, {});
  killTasks(rt, sandboxId);
  const isDown = sandbox.state === 'not-ready' && sandbox.ips.length === 0;
  rt.sandboxes.put(sandboxId, { ...sandbox, state: 'not-ready', ips: [] });
  const delay = isDown ? 0 : drawMs(rt.core, sandbox.machine, 'sandbox-stop', rt.core.settings.sandboxStopMs);
  answer(rt.core, sandbox.machine, delay, reply, {});
}

export function removeSandbox(rt: Runtime, sandboxId: string): void {
  killTasks(rt, sandboxId);
  for (const { id } of rt.containers.byIndex('sandbox', sandboxId)) deleteContainer(rt, id);
  rt.sandboxes.delete(sandboxId);
  rt.volumes.trees.delete(sharedMemoryId(sandboxId));
  rt.volumes.trees.delete(ipcTableId(sandboxId));
}

function killTasks(rt: Runtime, sandboxId: string): void {
  for (const { containerId } of rt.tasks.byIndex('sandbox', sandboxId))
    endTask(rt, containerId, { kind: 'sandbox-lost' });
}

/** `/pause` ends on these and ignores all others. */
const PAUSE_ENDS_ON: readonly SignalName[] = ['INT', 'TERM', 'KILL'];

/** A signal to the pause process. When it dies, the kernel kills everything in its process namespace, and the network is gone. */
export function signalSandbox(rt: Runtime, sandboxId: string, signal: SignalName): void {
  const sandbox = rt.sandboxes.get(sandboxId);
  if (sandbox?.state !== 'ready' || !PAUSE_ENDS_ON.includes(signal)) return;
  const { sim } = rt.core;
  const name = `${sandbox.namespace}/${sandbox.podName}`;
  const because = { rule: 'WORLD-13', text: `process 1 (pause) of the pod's sandbox ended after ${signal}` };
  const entry = sim.record(
    'world',
    'exit',
    { kind: 'Sandbox', namespace: sandbox.namespace, name, id: sandboxId },
    ['state'],
    because,
  );
  rt.sandboxes.put(sandboxId, { ...sandbox, state: 'not-ready', entry });
  sim.withCause(entry, () => {
    if (sandbox.shareProcessNamespace) killTasks(rt, sandboxId);
    runtimeChanged(rt.core, sandbox.machine, sandbox.podUid);
  });
}

/** Newest first. */
export function sandboxesOf(rt: Runtime, machine: string, podUid: string): readonly SandboxRecord[] {
  const here = rt.sandboxes.byIndex('pod', podUid).filter((sandbox) => sandbox.machine === machine);
  return here.sort((a, b) => b.attempt - a.attempt || b.createdAt - a.createdAt);
}
