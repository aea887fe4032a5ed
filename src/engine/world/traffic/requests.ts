/**
 * Requests on their way: from a machine or a process to whatever listens at the other end, and the answer back.
 *
 * **Simplified:** a request and its answer are one message each; connection set-up is part of the latency. gRPC is the health service only.
 */
import { behaviourOf } from '../behaviour/behaviour.ts';
import type { ContainerRecord, ServerFault } from '../contract.ts';
import { drawMs, isAlive, MACHINES } from '../core.ts';
import { deliverInbound } from '../programs/container.ts';
import type { Inbound } from '../programs/contract.ts';
import type { Millis } from '../../sim/time.ts';
import { gatewayAddress } from '../runtime/addresses.ts';
import type { Exchange, Runtime, Task, TrafficAnswer } from '../runtime/records.ts';
import { serverFault } from '../runtime/server-faults.ts';
import { applyStep, ioFor, setTimer } from '../runtime/tasks.ts';
import { endExchange } from './answers.ts';
import { findDestination, findServer } from './destination.ts';
import type { Destination } from './destination.ts';

/** How long a machine waits for an address on its own network before it says that there is no route to the host. */
const NO_HOST_MS: Millis = 3_000;

/** What a request carries besides its {@link RequestSpec}. */
export interface Cargo {
  readonly transport: 'TCP' | 'UDP';
  readonly text: string;
}
export const NO_CARGO: Cargo = { transport: 'TCP', text: '' };

export function sendRequest(rt: Runtime, exchange: Exchange, cargo: Cargo): void {
  const { spec } = exchange;
  const pick = (below: number): number =>
    rt.core.sim.random(`world/${spec.fromMachine}/service-choice`, below);
  const routed = rt.core.network?.route(spec.ip, spec.port, cargo.transport, spec.fromMachine, pick) ?? spec;
  if (routed === 'rejected') return refuse(rt, exchange);
  const destination = findDestination(rt, spec, routed.ip);
  if (destination.kind === 'silent') return endExchange(rt, exchange, { kind: 'timeout' }, spec.timeoutMs);
  if (destination.kind === 'no-host') return noHost(rt, exchange);
  arrive(rt, exchange, cargo, destination, routed.port);
}

function refuse(rt: Runtime, exchange: Exchange): void {
  endExchange(rt, exchange, { kind: 'refused' }, latency(rt, exchange));
}

function noHost(rt: Runtime, exchange: Exchange): void {
  const inTime = exchange.spec.timeoutMs > NO_HOST_MS;
  endExchange(
    rt,
    exchange,
    { kind: inTime ? 'unreachable' : 'timeout' },
    inTime ? NO_HOST_MS : exchange.spec.timeoutMs,
  );
}

export function latency(rt: Runtime, exchange: Exchange): Millis {
  return drawMs(rt.core, exchange.spec.fromMachine, 'network', rt.core.settings.networkMs);
}

function arrive(
  rt: Runtime,
  exchange: Exchange,
  cargo: Cargo,
  at: Destination & { readonly kind: 'found' },
  port: number,
): void {
  const server = findServer(rt, at, port, cargo.transport);
  const container = server && rt.containers.get(server.containerId);
  if (server === undefined || container === undefined || isWarmingUp(rt, container))
    return refuse(rt, exchange);
  const reached: Exchange = { ...exchange, server: container.id };
  const fault = serverFault(rt, container.id) ?? nthFailure(rt, server, container);
  if (fault !== undefined) return answerBroken(rt, reached, fault);
  deliver(rt, reached, cargo, server, at.loopback, port);
}

function isWarmingUp(rt: Runtime, container: ContainerRecord): boolean {
  const warmUpMs = Math.max(
    behaviourOf(container).startDelayMs,
    rt.images.config(container.imageRef)?.readyAfterMs ?? 0,
  );
  return rt.core.sim.now - container.startedAt < warmUpMs;
}

/** Annotation `fail-every`. Failed requests count as well. */
function nthFailure(rt: Runtime, server: Task, container: ContainerRecord): ServerFault | undefined {
  const { failEvery } = behaviourOf(container);
  if (failEvery === 0 || server.nextConnection % failEvery !== 0) return undefined;
  rt.tasks.put(container.id, { ...server, nextConnection: server.nextConnection + 1 });
  return 'fail';
}

function answerBroken(rt: Runtime, exchange: Exchange, fault: ServerFault): void {
  if (fault === 'refuse') return refuse(rt, exchange);
  const { protocol, timeoutMs } = exchange.spec;
  if (fault === 'hang' && protocol !== 'tcp')
    return endExchange(rt, exchange, { kind: 'timeout' }, timeoutMs);
  endExchange(rt, exchange, brokenAnswer(protocol), latency(rt, exchange));
}

function brokenAnswer(protocol: Exchange['spec']['protocol']): TrafficAnswer {
  if (protocol === 'tcp') return { kind: 'accepted', text: '', delayMs: 0 };
  if (protocol === 'grpc') return { kind: 'grpc', serving: 'NOT_SERVING', delayMs: 0 };
  return { kind: 'response', status: 500, headers: [], body: 'Internal Server Error\n', delayMs: 0 };
}

/** Hands the connection to the server's processes; the answer is an effect of this or a later step. */
function deliver(
  rt: Runtime,
  exchange: Exchange,
  cargo: Cargo,
  server: Task,
  loopback: boolean,
  port: number,
): void {
  const { spec } = exchange;
  const connection = server.nextConnection;
  rt.tasks.put(server.containerId, {
    ...server,
    nextConnection: connection + 1,
    inbound: [...server.inbound, { connection, ...exchange }],
    alarms: [...server.alarms, { at: exchange.deadline, kind: 'request-timeout', connection }],
  });
  const peer = {
    address: loopback ? '127.0.0.1' : peerAddress(rt, exchange),
    port: 40_000 + ((connection * 4) % 20_000),
  };
  const isHttp = spec.protocol === 'http' || spec.protocol === 'https';
  const http = isHttp ? httpOf(exchange, cargo) : null;
  const grpcService = spec.protocol === 'grpc' ? (spec.service ?? '') : null;
  const inbound: Inbound = {
    connection,
    port,
    protocol: cargo.transport,
    peer,
    http,
    grpcService,
    text: isHttp ? '' : cargo.text,
  };
  applyStep(rt, server.containerId, deliverInbound(server.processes, inbound, ioFor(rt, server.machine)));
  acceptTcp(rt, server.containerId, connection, spec.protocol);
}

/** The kernel accepts for a listening program, however busy that is: to a client that only connects, this is the answer. */
function acceptTcp(
  rt: Runtime,
  containerId: string,
  connection: number,
  protocol: Exchange['spec']['protocol'],
): void {
  const task = rt.tasks.get(containerId);
  const pending = task?.inbound.find((known) => known.connection === connection);
  if (task === undefined || pending === undefined || protocol !== 'tcp' || pending.caller.kind === 'process')
    return;
  rt.tasks.put(containerId, {
    ...task,
    inbound: task.inbound.filter((known) => known !== pending),
    alarms: task.alarms.filter(
      (alarm) => alarm.kind !== 'request-timeout' || alarm.connection !== connection,
    ),
  });
  setTimer(rt, containerId);
  endExchange(rt, pending, { kind: 'accepted', text: '', delayMs: 0 }, latency(rt, pending));
}

function httpOf({ spec }: Exchange, cargo: Cargo): NonNullable<Inbound['http']> {
  const headers = (spec.headers ?? []).map(({ name, value }): readonly [string, string] => [name, value]);
  return { method: spec.method ?? 'GET', path: spec.path ?? '/', headers, body: cargo.text };
}

function peerAddress(rt: Runtime, { spec }: Exchange): string {
  const container = spec.fromContainerId === undefined ? undefined : rt.containers.get(spec.fromContainerId);
  const ip = container && rt.sandboxes.get(container.sandboxId)?.ips[0];
  if (ip !== undefined) return ip;
  const machine = rt.core.sim.table(MACHINES).get(spec.fromMachine);
  const cidr = machine?.podCidrs[0];
  return cidr === undefined ? (machine?.addresses[0] ?? '127.0.0.1') : gatewayAddress(cidr);
}

/** A server has answered: the answer travels back, unless its client gives up first. */
export function serverAnswered(
  rt: Runtime,
  containerId: string,
  exchange: Exchange,
  answer: TrafficAnswer,
): void {
  if (!isAlive(rt.core, exchange.caller.begun)) return;
  const left = Math.max(0, exchange.deadline - rt.core.sim.now);
  if (answer.kind === 'timeout' || answer.kind === 'hang')
    return endExchange(rt, exchange, { kind: 'timeout' }, left);
  const container = rt.containers.get(containerId);
  const slow = container === undefined ? 0 : behaviourOf(container).answerDelayMs;
  const delay = latency(rt, exchange) + slow + ('delayMs' in answer ? answer.delayMs : 0);
  if (delay > left) endExchange(rt, exchange, { kind: 'timeout' }, left);
  else endExchange(rt, exchange, answer, delay);
}
