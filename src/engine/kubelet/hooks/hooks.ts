/**
 * Lifecycle hooks: what runs right after a container has started and right before it is stopped.
 *
 * Upstream: pkg/kubelet/lifecycle/handlers.go, kuberuntime_container.go (v1.37).
 */
import { jsonText } from '../../../base/json.ts';
import type { Container, LifecycleHandler } from '../../api/core-v1-pod.ts';
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import { numberedReply } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { podDescription } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { portNumber } from '../probes/probe-request.ts';

/** Longest wait for the answer to an httpGet hook. */
const HTTP_HOOK_TIMEOUT_MS = 30_000;

/** Starts the hook and returns the number of the reply that ends it. */
export function runHook(
  k: Kubelet,
  worker: PodWorker,
  hook: LifecycleHandler,
  container: Container,
  containerId: string,
): number {
  const { call, reply } = numberedReply(k, worker.key);
  const { exec, httpGet, sleep } = hook;
  if (exec !== undefined) {
    k.world.exec(containerId, exec.command ?? [], '', 0, reply);
  } else if (httpGet !== undefined) {
    const scheme = httpGet.scheme === 'HTTPS' ? 'https' : 'http';
    k.world.request(
      {
        protocol: scheme,
        fromMachine: worker.machine,
        ip: httpGet.host ?? worker.run?.ips[0] ?? worker.runtime.ips[0] ?? '',
        port: portNumber(httpGet.port, container) ?? 0,
        path: httpGet.path ?? '/',
        timeoutMs: HTTP_HOOK_TIMEOUT_MS,
      },
      reply,
    );
  } else {
    k.sim.schedule((sleep?.seconds ?? 0) * 1000, reply.kind, reply.target, {
      payload: { ...reply.payload, result: { exitCode: 0 } },
    });
  }
  return call;
}

/** Why the hook failed, in upstream's words; undefined when it did not. */
export function hookError(
  worker: PodWorker,
  hook: LifecycleHandler,
  container: string,
  result: Json | undefined,
): string | undefined {
  const fields = isJsonObject(result) ? result : {};
  const where = `for Container "${container}" in Pod "${podDescription(worker.pod, worker.uid)}" failed - error:`;
  if (hook.exec !== undefined) {
    const args = (hook.exec.command ?? []).join(' ');
    if (typeof fields.error === 'string')
      return `Exec lifecycle hook ([${args}]) ${where} ${fields.error}, message: ""`;
    if (fields.exitCode === 0) return undefined;
    const output = typeof fields.output === 'string' ? fields.output : '';
    return `Exec lifecycle hook ([${args}]) ${where} command '${args}' exited with ${jsonText(fields.exitCode)}: , message: ${goQuoted(output)}`;
  }
  if (hook.httpGet === undefined) return undefined;
  const answered = fields.outcome === 'response' && typeof fields.status === 'number' && fields.status < 400;
  const path = hook.httpGet.path ?? '/';
  return answered
    ? undefined
    : `HTTP lifecycle hook (${path}) ${where} ${jsonText(fields.outcome)}, message: ""`;
}

/** Text as Go's %q prints it, for the characters that occur. */
function goQuoted(text: string): string {
  return JSON.stringify(text);
}
