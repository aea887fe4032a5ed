/**
 * Load generators at work: each has one timer, at which its next request is due. What becomes of a request is decided on its real way, by DNS,
 * by the rules of a machine, by links and by the server's program.
 */
import { begin, MACHINES } from '../../core.ts';
import type { LoadGeneratorSettings } from './load-generator.ts';
import { dueAt, LOAD_GENERATORS, loadGeneratorProblem, withDefaults } from './load-generator.ts';
import type { LoadGenerator } from './load-generator.ts';
import { countFate, countSent, generatorOwner, serviceOwner } from './availability.ts';
import type { RequestFate } from './fates.ts';
import type { LoadAttempt } from './load-attempt.ts';
import { keepRequest } from './load-requests.ts';
import type { LoadRequest } from './load-requests.ts';
import { addressOf, forgetNames, sourceOf } from './load-target.ts';
import type { LoadSource } from './load-target.ts';
import { tellTrouble } from './load-trouble.ts';
import type { Exchange, Runtime, TrafficAnswer } from '../../runtime/records.ts';
import { serverFaultEntry } from '../../runtime/server-faults.ts';
import { endExchange } from '../answers.ts';
import { NO_CARGO, sendRequest } from '../requests.ts';
import { resetTrouble } from '../trouble.ts';
import type { Trouble } from '../trouble.ts';

const timerKey = (name: string): string => `world/load/${name}`;

export function setLoadGenerator(
  rt: Runtime,
  wish: LoadGeneratorSettings,
  entry: number,
): string | undefined {
  const { sim } = rt.core;
  const table = sim.table(LOAD_GENERATORS);
  const settings = withDefaults(wish);
  const known = table.get(settings.name);
  const others = table.size - (known === undefined ? 0 : 1);
  const problem = loadGeneratorProblem(settings, sim.table(MACHINES).keys(), others);
  if (problem !== undefined) return problem;
  const generator = { ...settings, entry, since: sim.now, due: 0, sent: known?.sent ?? 0 };
  table.put(settings.name, generator);
  forgetNames(rt, settings.name);
  setTimer(rt, generator);
  return undefined;
}

export function removeLoadGenerator(rt: Runtime, name: string): string | undefined {
  const { sim } = rt.core;
  const table = sim.table(LOAD_GENERATORS);
  if (!table.has(name)) return `There is no load generator ${name}.`;
  table.delete(name);
  forgetNames(rt, name);
  sim.cancelTimer(timerKey(name));
  return undefined;
}

function setTimer(rt: Runtime, generator: LoadGenerator): void {
  const { name, due, entry } = generator;
  rt.core.sim.setTimer(timerKey(name), dueAt(generator, due), 'world/load-due', name, { cause: entry });
}

export function loadDue(rt: Runtime, name: string): void {
  const table = rt.core.sim.table(LOAD_GENERATORS);
  const generator = table.get(name);
  if (generator === undefined) return;
  const source = sourceOf(rt, generator);
  const next = {
    ...generator,
    due: generator.due + 1,
    sent: generator.sent + (source === undefined ? 0 : 1),
  };
  table.put(name, next);
  setTimer(rt, next);
  if (source !== undefined) sendOne(rt, generator, source);
}

function sendOne(rt: Runtime, generator: LoadGenerator, source: LoadSource): void {
  const { name, namespace, service, sent } = generator;
  const { now } = rt.core.sim;
  const attempt = { generator: name, request: sent, namespace, service, sentAt: now, tries: 1, count: 1 };
  for (const owner of ownersOf(attempt)) countSent(rt.core.sim, owner, now, 1);
  tryOnce(rt, generator, source, attempt);
}

/** Who counts the request: its Service and its generator. */
function ownersOf({ generator, namespace, service }: LoadAttempt): readonly string[] {
  return [serviceOwner(namespace, service), generatorOwner(generator)];
}

function tryOnce(rt: Runtime, generator: LoadGenerator, source: LoadSource, attempt: LoadAttempt): void {
  const address = addressOf(rt, generator, source);
  const exchange = exchangeOf(rt, generator, source, attempt, 'trouble' in address ? NOWHERE : address);
  keepRequest(rt.core.sim, generator.name, requestOf(exchange, attempt));
  if ('trouble' in address)
    endExchange(rt, { ...exchange, trouble: address.trouble }, { kind: 'refused' }, address.afterMs);
  else sendRequest(rt, exchange, NO_CARGO);
}

const NOWHERE = { ip: '', port: 0 };

function exchangeOf(
  rt: Runtime,
  { path, timeoutMs }: LoadGenerator,
  source: LoadSource,
  attempt: LoadAttempt,
  to: { readonly ip: string; readonly port: number },
): Exchange {
  const { now } = rt.core.sim;
  const begun = source.fromContainerId === undefined ? null : begin(rt.core, source.fromMachine);
  return {
    spec: { protocol: 'http', ...source, ...to, path, timeoutMs },
    caller: { kind: 'load', begun, attempt },
    startedAt: now,
    deadline: now + timeoutMs,
  };
}

function requestOf(
  { spec, server = '' }: Exchange,
  { request, count, sentAt, tries }: LoadAttempt,
): LoadRequest {
  return {
    request,
    count,
    at: sentAt,
    endedAt: 0,
    tries,
    server,
    address: spec.ip === '' ? '' : `${spec.ip}:${spec.port}`,
    fate: 'pending',
    status: 0,
    text: '',
    entry: 0,
  };
}

/** A try has ended: the request is sent again while it may be, else it has its fate. */
export function loadEnded(
  rt: Runtime,
  exchange: Exchange,
  attempt: LoadAttempt,
  answer: TrafficAnswer,
): void {
  const { sim } = rt.core;
  const trouble = exchange.trouble ?? troubleOf(rt, exchange, answer);
  const generator = sim.table(LOAD_GENERATORS).get(attempt.generator);
  if (generator === undefined) return settle(rt, attempt, trouble);
  const source = sourceOf(rt, generator);
  if (trouble !== undefined && source !== undefined && attempt.tries <= generator.retries)
    return tryOnce(rt, generator, source, { ...attempt, tries: attempt.tries + 1 });
  settle(rt, attempt, trouble);
  keepRequest(sim, generator.name, {
    ...requestOf(exchange, attempt),
    endedAt: sim.now,
    fate: trouble?.fate ?? 'ok',
    status: answer.kind === 'response' ? answer.status : 0,
    text: trouble?.text ?? '',
    entry: trouble?.entry ?? 0,
  });
}

function settle(rt: Runtime, attempt: LoadAttempt, trouble: Trouble | undefined): void {
  const { sim } = rt.core;
  const fate: RequestFate = trouble?.fate ?? 'ok';
  for (const owner of ownersOf(attempt)) countFate(sim, owner, attempt.sentAt, fate, attempt.count);
  if (trouble !== undefined) tellTrouble(sim, attempt, trouble);
}

/** What went wrong with a request that reached a server; undefined when nothing did. */
function troubleOf(rt: Runtime, { server = '', spec }: Exchange, answer: TrafficAnswer): Trouble | undefined {
  const container = rt.containers.get(server);
  const pod = (container && rt.sandboxes.get(container.sandboxId)?.podName) ?? 'the server';
  const entry = serverFaultEntry(rt, server);
  switch (answer.kind) {
    case 'response':
      return answer.status < 500
        ? undefined
        : { fate: 'http-error', text: `${pod} answered with ${answer.status}`, entry };
    case 'reset':
      return resetTrouble(rt, server);
    case 'refused':
    case 'unreachable':
      return { fate: answer.kind, text: `${pod} refused the connection`, entry };
    case 'timeout':
    case 'hang':
      return { fate: 'timeout', text: `${pod} did not answer within ${spec.timeoutMs} ms`, entry };
    default:
      return undefined;
  }
}
