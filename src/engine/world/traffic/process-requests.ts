/**
 * What processes inside containers ask of the network: connections, HTTP, names, ping. Names are the resolver library's part:
 * literals, localhost, the pod's own host name, then the cluster's DNS.
 */
import { asJson, begin, drawMs, isAlive } from '../core.ts';
import type { Begun } from '../core.ts';
import type { NameAnswer, RequestSpec } from '../contract.ts';
import { deliverReply } from '../programs/container.ts';
import type { NetworkError, NetworkReply, NetworkRequest } from '../programs/contract.ts';
import type { Millis } from '../../sim/time.ts';
import type { Exchange, Runtime } from '../runtime/records.ts';
import { applyStep, ioFor } from '../runtime/tasks.ts';
import { findDestination } from './destination.ts';
import { NO_CARGO, sendRequest } from './requests.ts';
import type { Cargo } from './requests.ts';

/** A program's own patience is shorter; this is the kernel's for a connection. */
const KERNEL_TIMEOUT_MS: Millis = 130_000;
const NAME_SERVER = '10.96.0.10';

export interface ProcessRequest extends Begun {
  readonly containerId: string;
  readonly request: number;
  readonly asked: NetworkRequest;
}

/** Sends the question on its way, so that no process runs in the middle of another's step. */
export function processAsked(rt: Runtime, containerId: string, request: number, asked: NetworkRequest): void {
  const machine = rt.containers.get(containerId)?.machine ?? '';
  const sent: ProcessRequest = { containerId, request, asked, ...begin(rt.core, machine) };
  const delay = drawMs(rt.core, machine, 'network', rt.core.settings.networkMs);
  rt.core.sim.schedule(delay, 'world/request-sent', containerId, { payload: asJson(sent) });
}

export function requestSent(rt: Runtime, sent: ProcessRequest): void {
  if (!isAlive(rt.core, sent) || !rt.tasks.has(sent.containerId)) return;
  const { asked } = sent;
  const name = asked.kind === 'resolve' ? asked.name : asked.host;
  const found = resolveName(rt, sent.containerId, name);
  if (asked.kind === 'resolve') return reply(rt, sent, nameReply(found));
  const address = found.outcome === 'found' ? found.addresses[0] : undefined;
  if (address === undefined)
    return reply(
      rt,
      sent,
      failed(found.outcome === 'no-dns' ? 'no-dns' : 'unknown-host', null, found.server),
    );
  if (asked.kind === 'ping') return reply(rt, sent, pong(rt, sent, address));
  sendRequest(rt, exchangeOf(rt, sent, asked, address), cargoOf(asked));
}

function reply(rt: Runtime, { containerId, request, machine }: ProcessRequest, answer: NetworkReply): void {
  const task = rt.tasks.get(containerId);
  if (task !== undefined)
    applyStep(rt, containerId, deliverReply(task.processes, request, answer, ioFor(rt, machine)));
}

function failed(error: NetworkError, address: string | null, server: string): NetworkReply {
  return { kind: 'failed', error, address, server };
}

function resolveName(rt: Runtime, containerId: string, name: string): NameAnswer {
  const here = (address: string): NameAnswer => ({
    outcome: 'found',
    name,
    addresses: [address],
    server: NAME_SERVER,
  });
  if (/^[\d.]+$/.test(name) || name.includes(':')) return here(name);
  if (name === 'localhost') return here('127.0.0.1');
  const container = rt.containers.get(containerId);
  const sandbox = container && rt.sandboxes.get(container.sandboxId);
  if (sandbox !== undefined && name === sandbox.hostname) return here(sandbox.ips[0] ?? '127.0.0.1');
  return (
    rt.core.network?.resolve(name, sandbox?.namespace ?? 'default') ?? {
      outcome: 'no-dns',
      server: NAME_SERVER,
    }
  );
}

function nameReply(found: NameAnswer): NetworkReply {
  if (found.outcome !== 'found') return failed(found.outcome, null, found.server);
  return { kind: 'resolved', server: found.server, name: found.name, addresses: found.addresses };
}

function pong(rt: Runtime, { containerId, machine }: ProcessRequest, address: string): NetworkReply {
  const at = findDestination(rt, { fromMachine: machine, fromContainerId: containerId }, address);
  if (at.kind === 'found') return { kind: 'pong', address, roundTripMs: 1 };
  return failed(at.kind === 'no-host' ? 'unreachable' : 'timed-out', address, NAME_SERVER);
}

function exchangeOf(
  rt: Runtime,
  sent: ProcessRequest,
  asked: NetworkRequest & { readonly port: number },
  ip: string,
): Exchange {
  const { machine, boot, containerId, request } = sent;
  const place = {
    fromMachine: machine,
    fromContainerId: containerId,
    ip,
    port: asked.port,
    timeoutMs: KERNEL_TIMEOUT_MS,
  };
  const spec: RequestSpec =
    asked.kind === 'http'
      ? {
          ...place,
          protocol: 'http',
          path: asked.path,
          method: asked.method,
          headers: headersOf(asked.headers),
        }
      : { ...place, protocol: 'tcp' };
  const { now } = rt.core.sim;
  return {
    spec,
    caller: { kind: 'process', begun: { machine, boot }, containerId, request, asked },
    startedAt: now,
    deadline: now + KERNEL_TIMEOUT_MS,
  };
}

function headersOf(
  pairs: readonly (readonly [string, string])[],
): { readonly name: string; readonly value: string }[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

function cargoOf(asked: NetworkRequest): Cargo {
  if (asked.kind === 'http') return { transport: 'TCP', text: asked.body };
  return asked.kind === 'connect' ? { transport: asked.protocol, text: asked.payload } : NO_CARGO;
}
