/**
 * The steps of a sync that concern the pod's sandbox.
 *
 * Upstream: pkg/kubelet/kuberuntime/kuberuntime_sandbox.go (v1.37).
 */
import { jsonText } from '../../../base/json.ts';
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import { must } from '../../../base/assert.ts';
import type { StepOutcome } from '../containers/start-container.ts';
import { changeRun, noteFailure } from '../containers/start-failure.ts';
import { hostNameOf, resolvConfOf } from '../environment/host-files.ts';
import { numberedReply, podEvent } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { noteRuntimeChange } from '../pleg/relist.ts';
import { markSandboxReady } from '../status/status-manager.ts';

export function beginSandbox(k: Kubelet, key: string, attempt: number): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const { metadata, spec } = worker.pod;
  const { call, reply } = numberedReply(k, key);
  changeRun(k, key, { call, acted: true });
  const { namespace = 'default', name } = metadata;
  const config = {
    podUid: worker.uid,
    namespace,
    podName: name,
    ...hostNameOf(spec, name, namespace, worker.machine),
    resolvConf: resolvConfOf(spec, namespace),
    ...(spec.hostAliases === undefined
      ? {}
      : { hostAliases: spec.hostAliases.map(({ ip, hostnames = [] }) => ({ ip, hostnames })) }),
    attempt,
    hostNetwork: spec.hostNetwork === true,
    shareProcessNamespace: spec.shareProcessNamespace === true,
    hostPid: spec.hostPID === true,
    ...(spec.hostIPC === true ? { hostIpc: true } : {}),
  };
  k.world.runSandbox(worker.machine, config, reply);
  return 'waits';
}

export function continueSandbox(k: Kubelet, key: string, result: Json | undefined): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const fields = isJsonObject(result) ? result : {};
  noteRuntimeChange(k, worker.machine, worker.uid);
  if (fields.ok !== true) {
    const message = `Failed to create pod sandbox: ${jsonText(fields.error)}`;
    podEvent(k, worker, 'Warning', 'FailedCreatePodSandBox', message);
    noteFailure(k, key, { container: '', reason: 'CreatePodSandboxError', message });
    return 'failed';
  }
  const sandboxId = jsonText(fields.sandboxId);
  const ips =
    k.world.sandboxes(worker.machine, worker.uid).find((sandbox) => sandbox.id === sandboxId)?.ips ?? [];
  changeRun(k, key, { sandboxId, ips });
  markSandboxReady(k, worker);
  return 'done';
}

/** Stops the sandboxes that are still up, one after the other. */
export function stopSandboxes(k: Kubelet, key: string): StepOutcome {
  const worker = must(k.workers.get(key), key);
  const next = k.world.sandboxes(worker.machine, worker.uid).find((sandbox) => sandbox.state === 'ready');
  if (next === undefined) return 'done';
  const { call, reply } = numberedReply(k, key);
  changeRun(k, key, { call, acted: true });
  noteRuntimeChange(k, worker.machine, worker.uid);
  k.world.stopSandbox(next.id, reply);
  return 'waits';
}
