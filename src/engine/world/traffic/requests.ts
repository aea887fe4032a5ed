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
import { copyTask } from '../runtime/records.ts';
import type { Exchange, Runtime, Task, TrafficAnswer } from '../runtime/records.ts';
import { serverFault } from '../runtime/server-faults.ts';
import { applyStep, ioFor, setTimer } from '../runtime/tasks.ts';
import { endExchange } from './answers.ts';
import { ENTRY, OUTSIDE } from './destination.ts';
import { findWay } from './way.ts';
import type { Way } from './way.ts';

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
  const way = findWay(rt, spec, spec, cargo.transport);
  if (way.kind === 'server') return arrive(rt, exchange, cargo, way);
  const ended = exchange.caller.kind === 'load' ? { ...exchange, trouble: way.trouble() } : exchange;
  if (way.kind === 'refused') return refuse(rt, ended);
  if (way.kind === 'no-host') return noHost(rt, ended);
  endExchange(rt, ended, { kind: 'timeout' }, spec.timeoutMs);
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
  { server, container, port, loopback }: Way & { readonly kind: 'server' },
): void {
  const { spec, caller, startedAt, deadline } = exchange;
  const reached: Exchange = { spec, caller, startedAt, deadline, server: container.id };
  const fault = serverFault(rt, container.id) ?? nthFailure(rt, server, container);
  if (fault !== undefined) return answerBroken(rt, reached, fault);
  deliver(rt, reached, cargo, server, loopback, port);
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
  const { caller, startedAt, deadline } = exchange;
  const pending = { connection, spec, caller, startedAt, deadline, server: server.containerId };
  const asked = copyTask(server);
  asked.nextConnection = connection + 1;
  asked.inbound = [...server.inbound, pending];
  asked.alarms = [...server.alarms, { at: deadline, kind: 'request-timeout', connection }];
  rt.tasks.put(server.containerId, asked);
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

/** Documentation address (RFC 5737) that everybody outside the cluster has. */
const VISITOR_ADDRESS = '203.0.113.7';

function peerAddress(rt: Runtime, { spec }: Exchange): string {
  if (spec.fromMachine === OUTSIDE || spec.fromMachine === ENTRY) return VISITOR_ADDRESS;
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
  const { begun } = exchange.caller;
  if (begun !== null && !isAlive(rt.core, begun)) return;
  const left = Math.max(0, exchange.deadline - rt.core.sim.now);
  if (answer.kind === 'timeout' || answer.kind === 'hang')
    return endExchange(rt, exchange, { kind: 'timeout' }, left);
  const container = rt.containers.get(containerId);
  const slow = container === undefined ? 0 : behaviourOf(container).answerDelayMs;
  const served = slow + ('delayMs' in answer ? answer.delayMs : 0);
  const delay = latency(rt, exchange) + served;
  if (delay > left) return endExchange(rt, exchange, { kind: 'timeout' }, left);
  const reached: Exchange = { ...exchange, server: containerId };
  endExchange(rt, reached, answer, delay, answer.kind === 'reset' ? undefined : rt.core.sim.now + served);
}
