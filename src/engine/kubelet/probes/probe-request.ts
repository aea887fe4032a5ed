/**
 * The request a probe sends: which address, which port, how long it may take.
 *
 * Upstream: pkg/kubelet/prober/prober.go, pkg/probe/util.go ResolveContainerPort (v1.37).
 */
import type { IntOrString } from '../../api/scalars.ts';
import type { Container, Probe } from '../../api/core-v1-pod.ts';
import type { RequestSpec } from '../../world/contract.ts';

/** A port by number or by the name the container gave it. */
export function portNumber(port: IntOrString, container: Container): number | undefined {
  if (typeof port === 'number') return port;
  const named = (container.ports ?? []).find((candidate) => candidate.name === port);
  if (named !== undefined) return named.containerPort;
  return /^\d+$/.test(port) ? Number(port) : undefined;
}

export function timeoutMs(probe: Probe): number {
  return (probe.timeoutSeconds ?? 1) * 1000;
}

const USER_AGENT = { name: 'User-Agent', value: 'kube-probe/1.37' };
const ONLY_AGENT = [USER_AGENT];

/** Undefined for exec probes and for ports that cannot be resolved. */
export function probeRequest(
  probe: Probe,
  container: Container,
  fromMachine: string,
  podIp: string,
): RequestSpec | undefined {
  const { httpGet, tcpSocket, grpc } = probe;
  const patience = timeoutMs(probe);
  if (grpc !== undefined) {
    const request = {
      fromMachine,
      timeoutMs: patience,
      protocol: 'grpc',
      ip: podIp,
      port: grpc.port,
    } as const;
    return grpc.service === undefined ? request : { ...request, service: grpc.service };
  }
  const port = portNumber(httpGet?.port ?? tcpSocket?.port ?? '', container);
  if (port === undefined) return undefined;
  if (tcpSocket !== undefined)
    return { fromMachine, timeoutMs: patience, protocol: 'tcp', ip: tcpSocket.host ?? podIp, port };
  if (httpGet === undefined) return undefined;
  return {
    fromMachine,
    timeoutMs: patience,
    protocol: httpGet.scheme === 'HTTPS' ? 'https' : 'http',
    ip: httpGet.host ?? podIp,
    port,
    path: httpGet.path ?? '/',
    method: 'GET',
    headers: httpGet.httpHeaders === undefined ? ONLY_AGENT : [USER_AGENT, ...httpGet.httpHeaders],
  };
}
