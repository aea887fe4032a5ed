/** Load generators with their newest requests, and how the Services they send to do. */
import { compareStrings, sortedBy } from '../../base/compare.ts';
import type { Millis } from '../sim/time.ts';
import { availability, generatorOwner, serviceOwner } from '../world/traffic/load/availability.ts';
import { addCounts } from '../world/traffic/load/fates.ts';
import type { FateCounts } from '../world/traffic/load/fates.ts';
import { LOAD_GENERATORS, SINGLE_RATE_MAX } from '../world/traffic/load/load-generator.ts';
import type { LoadGenerator } from '../world/traffic/load/load-generator.ts';
import { LOAD_REQUESTS } from '../world/traffic/load/load-requests.ts';
import type { LoadRequest } from '../world/traffic/load/load-requests.ts';
import { CONTAINERS, SANDBOXES, TASKS } from '../world/runtime/records.ts';
import type {
  AvailabilityView,
  LoadGeneratorView,
  LoadRequestView,
  ServiceTrafficView,
  TrafficView,
} from './traffic-view.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

/** What counts as recent. */
const RECENT_MS: Millis = 10_000;

export function buildTrafficView(context: ViewContext): TrafficView {
  const generators = sortedBy(context.engine.sim.table(LOAD_GENERATORS).values(), ({ name }) => name);
  return {
    generators: generators.map((generator) => generatorView(context, generator)),
    services: servicesOf(context, generators),
  };
}

function generatorView(context: ViewContext, generator: LoadGenerator): LoadGeneratorView {
  const { sim } = context.engine;
  const { entry: _entry, since: _since, due: _due, sent: _sent, ...settings } = generator;
  const sandbox = sim
    .table(SANDBOXES)
    .byIndex('name', `${generator.namespace}/${generator.fromPod}`)
    .find(({ state }) => state === 'ready');
  const isRunning = sandbox !== undefined && sim.table(TASKS).countByIndex('sandbox', sandbox.id) > 0;
  return {
    ...settings,
    fromUid: sandbox?.podUid ?? '',
    sending: generator.fromPod === '' || isRunning,
    counted: generator.requestsPerSecond > SINGLE_RATE_MAX,
    ...recentOf(context, generatorOwner(generator.name)),
    requests: (sim.table(LOAD_REQUESTS).get(generator.name) ?? []).map((one) => requestView(context, one)),
  };
}

function recentOf(
  { engine }: ViewContext,
  owner: string,
): { readonly recentSent: number; readonly recentFates: FateCounts } {
  const { sim } = engine;
  const second = Math.floor(sim.now / 1000) * 1000;
  const buckets = availability(sim, owner, second - RECENT_MS, second);
  return {
    recentSent: buckets.reduce((sum, { sent }) => sum + sent, 0),
    recentFates: buckets.reduce<FateCounts>((sum, { fates }) => addCounts(sum, fates), {}),
  };
}

function requestView(context: ViewContext, one: LoadRequest): LoadRequestView {
  const { sim } = context.engine;
  const container = sim.table(CONTAINERS).get(one.server);
  const sandbox = container && sim.table(SANDBOXES).get(container.sandboxId);
  const { server: _server, entry, ...told } = one;
  return {
    ...told,
    at: visible(context, one.at),
    endedAt: one.endedAt === 0 ? 0 : visible(context, one.endedAt),
    toUid: container?.podUid ?? '',
    toPod: sandbox?.podName ?? '',
    toNode: container?.machine ?? '',
    cause: entry,
  };
}

function servicesOf(context: ViewContext, generators: readonly LoadGenerator[]): ServiceTrafficView[] {
  const rates = new Map<string, { namespace: string; service: string; requestsPerSecond: number }>();
  for (const { namespace, service, requestsPerSecond } of generators) {
    const key = `${namespace}/${service}`;
    const known = rates.get(key)?.requestsPerSecond ?? 0;
    rates.set(key, { namespace, service, requestsPerSecond: known + requestsPerSecond });
  }
  return [...rates.values()]
    .sort((a, b) => compareStrings(a.namespace, b.namespace) || compareStrings(a.service, b.service))
    .map((rate) => ({ ...rate, ...recentOf(context, serviceOwner(rate.namespace, rate.service)) }));
}

/** How requests to the Service fared from `from` to `to`, visible times; the finest buckets that are still known. */
export function availabilityOf(
  context: ViewContext,
  service: { readonly namespace: string; readonly name: string },
  from: Millis,
  to: Millis,
): AvailabilityView[] {
  const { engine, origin } = context;
  const owner = serviceOwner(service.namespace, service.name);
  return availability(engine.sim, owner, from + origin, to + origin).map(({ at, ...bucket }) => ({
    ...bucket,
    at: at - origin,
  }));
}
