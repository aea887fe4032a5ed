/**
 * What the answer to a probe means, and upstream's words for it.
 *
 * Upstream: pkg/probe/{exec,http,tcp,grpc}, pkg/kubelet/prober/prober.go (v1.37).
 */
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { Probe } from '../../api/core-v1-pod.ts';
import type { RequestSpec } from '../../world/contract.ts';

/** `error`: the try could not be made at all and counts for nothing. */
export interface ProbeOutcome {
  readonly verdict: 'success' | 'warning' | 'failure' | 'error';
  readonly text: string;
}

type Fields = { readonly [key: string]: Json | undefined };

export function execOutcome(probe: Probe, result: Json | undefined): ProbeOutcome {
  const fields: Fields = isJsonObject(result) ? result : {};
  const output = typeof fields.output === 'string' ? fields.output : '';
  if (fields.timedOut === true) {
    const command = (probe.exec?.command ?? []).join(' ');
    return {
      verdict: 'failure',
      text: `command timed out: "${command}" timed out after ${probe.timeoutSeconds ?? 1}s`,
    };
  }
  if (typeof fields.error === 'string') return { verdict: 'error', text: fields.error };
  return { verdict: fields.exitCode === 0 ? 'success' : 'failure', text: output };
}

/** Outcome of an http, tcp or grpc try. `redirected` holds where a redirect to the same host may go on. */
export function requestOutcome(request: RequestSpec, result: Json | undefined): ProbeOutcome {
  const fields: Fields = isJsonObject(result) ? result : {};
  const address = `${hostText(request.ip)}:${request.port}`;
  if (request.protocol === 'tcp') return tcpOutcome(fields, address);
  if (request.protocol === 'grpc') return grpcOutcome(request, fields, address);
  return httpOutcome(request, fields, address);
}

export function hostText(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}

function dialError(outcome: Json | undefined, address: string): string {
  if (outcome === 'refused') return `dial tcp ${address}: connect: connection refused`;
  return outcome === 'unreachable'
    ? `dial tcp ${address}: connect: no route to host`
    : `dial tcp ${address}: i/o timeout`;
}

function tcpOutcome(fields: Fields, address: string): ProbeOutcome {
  if (fields.outcome === 'response' || fields.outcome === 'reset') return { verdict: 'success', text: '' };
  return { verdict: 'failure', text: dialError(fields.outcome, address) };
}

const SERVING = 1;

function grpcOutcome(request: RequestSpec, fields: Fields, address: string): ProbeOutcome {
  if (fields.outcome === 'response') {
    const body = typeof fields.body === 'string' ? fields.body : '';
    if (fields.status === SERVING || body === 'SERVING')
      return { verdict: 'success', text: 'service healthy' };
    return {
      verdict: 'failure',
      text: `service unhealthy (responded with "${body === '' ? 'NOT_SERVING' : body}")`,
    };
  }
  const seconds = Math.floor(request.timeoutMs / 1000);
  return {
    verdict: 'failure',
    text: `timeout: failed to connect service "${address}" within ${seconds}s: context deadline exceeded`,
  };
}

function httpOutcome(request: RequestSpec, fields: Fields, address: string): ProbeOutcome {
  if (fields.outcome !== 'response')
    return { verdict: 'failure', text: `Get "${urlOf(request)}": ${httpError(fields.outcome, address)}` };
  const status = Number(fields.status);
  const body = typeof fields.body === 'string' ? fields.body : '';
  if (status >= 300 && status < 400)
    return { verdict: 'warning', text: `Probe terminated redirects, Response body: ${body}` };
  if (status >= 200 && status < 300) return { verdict: 'success', text: body };
  return { verdict: 'failure', text: `HTTP probe failed with statuscode: ${status}` };
}

function httpError(outcome: Json | undefined, address: string): string {
  if (outcome === 'timeout')
    return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  return outcome === 'reset' ? 'EOF' : dialError(outcome, address);
}

export function urlOf(request: RequestSpec): string {
  const path = request.path ?? '/';
  return `${request.protocol}://${hostText(request.ip)}:${request.port}${path.startsWith('/') ? path : `/${path}`}`;
}

/** Where a redirect leads when it stays on the same host; undefined when the probe ends there. */
export function sameHostRedirect(request: RequestSpec, location: string): string | undefined {
  if (location.startsWith('/')) return location;
  const match = /^https?:\/\/(\[[^\]]*\]|[^/:]*)(?::\d+)?(\/.*)?$/.exec(location);
  return match !== null && match[1] === hostText(request.ip) ? (match[2] ?? '/') : undefined;
}
