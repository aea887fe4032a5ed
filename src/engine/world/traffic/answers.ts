/** The end of a request: the result reaches whoever sent it, in the form that caller understands. */
import type { ExchangeEnd } from './exchange-end.ts';
import type { RequestResult } from '../contract.ts';
import { answerNow, asJson, isAlive } from '../core.ts';
import { deliverReply } from '../programs/container.ts';
import type { NetworkReply } from '../programs/contract.ts';
import type { Millis } from '../../sim/time.ts';
import type { Exchange, Runtime, TrafficAnswer } from '../runtime/records.ts';
import { applyStep, ioFor } from '../runtime/tasks.ts';

/** Result of `World.request` for a gRPC health check: `status` is the ServingStatus number. */
const SERVING_STATUS = { SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;

export function endExchange(
  rt: Runtime,
  exchange: Exchange,
  answer: TrafficAnswer,
  delay: Millis,
  servedAt?: Millis,
): void {
  const end: ExchangeEnd = { exchange, answer, ...(servedAt === undefined ? {} : { servedAt }) };
  rt.core.sim.schedule(delay, 'world/exchange-ended', exchange.spec.ip, { payload: asJson(end) });
}

export function exchangeEnded(rt: Runtime, { exchange, answer: sent, servedAt }: ExchangeEnd): void {
  const { caller, spec } = exchange;
  if (caller.begun !== null && !isAlive(rt.core, caller.begun)) return;
  const answer = diedBefore(rt, exchange.server, servedAt) ? ({ kind: 'reset' } as const) : sent;
  const result = resultOf(exchange, answer, rt.core.sim.now - exchange.startedAt);
  for (const listener of rt.core.listeners) listener.requestSent?.(spec, result, exchange.server);
  if (caller.kind === 'outside') return answerNow(rt.core, caller.reply, asJson(result));
  if (caller.kind === 'load') return rt.traffic.loadEnded(exchange, caller.attempt, httpAnswer(answer));
  const task = rt.tasks.get(caller.containerId);
  if (task === undefined) return;
  applyStep(
    rt,
    task.containerId,
    deliverReply(task.processes, caller.request, replyOf(exchange, answer), ioFor(rt, task.machine)),
  );
}

/** Whether the server's container was gone before it was done with the request. */
function diedBefore(rt: Runtime, server: string | undefined, servedAt: Millis | undefined): boolean {
  if (server === undefined || servedAt === undefined || rt.tasks.has(server)) return false;
  const container = rt.containers.get(server);
  return container === undefined || container.state !== 'exited' || container.finishedAt < servedAt;
}

/** A raw text that starts like an HTTP answer is one: scripts serve with `nc` and `echo`. */
const HTTP_TEXT = /^HTTP\/\d(?:\.\d)? (\d{3})[^\n]*\n([\s\S]*)$/;

function httpAnswer(answer: TrafficAnswer): TrafficAnswer {
  if (answer.kind !== 'accepted') return answer;
  const match = HTTP_TEXT.exec(answer.text);
  if (match === null) return { kind: 'reset' };
  const rest = (match[2] ?? '').replace(/\r\n/g, '\n');
  const cut = rest.startsWith('\n') ? 0 : rest.indexOf('\n\n') + 1;
  const headers = rest
    .slice(0, Math.max(0, cut - 1))
    .split('\n')
    .flatMap(headerOf);
  return {
    kind: 'response',
    status: Number(match[1]),
    headers,
    body: rest.slice(cut + 1),
    delayMs: answer.delayMs,
  };
}

function headerOf(line: string): readonly (readonly [string, string])[] {
  const cut = line.indexOf(':');
  return cut < 0 ? [] : [[line.slice(0, cut), line.slice(cut + 1).trim()]];
}

function isHttp({ spec }: Exchange): boolean {
  return spec.protocol === 'http' || spec.protocol === 'https';
}

export function resultOf(exchange: Exchange, given: TrafficAnswer, durationMs: Millis): RequestResult {
  const answer = isHttp(exchange) ? httpAnswer(given) : given;
  switch (answer.kind) {
    case 'response': {
      const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
      const { status, body } = answer;
      return location === undefined
        ? { outcome: 'response', status, body, durationMs }
        : { outcome: 'response', status, body, durationMs, location };
    }
    case 'accepted':
      return { outcome: 'response', status: 0, body: answer.text, durationMs };
    case 'grpc':
      return {
        outcome: 'response',
        status: SERVING_STATUS[answer.serving],
        body: answer.serving,
        durationMs,
      };
    case 'hang':
      return { outcome: 'timeout', durationMs };
    default:
      return { outcome: answer.kind, durationMs };
  }
}

const ERRORS = {
  refused: 'refused',
  reset: 'reset',
  timeout: 'timed-out',
  hang: 'timed-out',
  unreachable: 'unreachable',
} as const;

function replyOf(exchange: Exchange, given: TrafficAnswer): NetworkReply {
  const address = exchange.spec.ip;
  const answer = isHttp(exchange) ? httpAnswer(given) : given;
  switch (answer.kind) {
    case 'response':
      return isHttp(exchange)
        ? { kind: 'http', address, status: answer.status, headers: answer.headers, body: answer.body }
        : { kind: 'connected', address, text: answer.body };
    case 'accepted':
      return { kind: 'connected', address, text: answer.text };
    case 'grpc':
      return { kind: 'failed', error: 'reset', address };
    default:
      return { kind: 'failed', error: ERRORS[answer.kind], address };
  }
}
