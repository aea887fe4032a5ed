/**
 * What the rules on one node know of endpoints: less than the API, by as much as its kube-proxy lags behind.
 *
 * Upstream: pkg/proxy/runner/bounded_frequency_runner.go. A change after a quiet time starts a run at once, changes within a second after a
 * run wait for the next one. All kube-proxies hear of the same changes at the same moment, so their runs begin together; how long a run
 * takes differs from node to node. A node without its network keeps the rules it has; a booted one has none until its kube-proxy runs.
 *
 * **Simplified:** kube-proxy is no pod; a Service's own addresses and ports are in force at once, only its endpoints lag.
 */
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import type { Millis } from '../sim/time.ts';
import type { Machine } from '../world/contract.ts';
import type { SliceRule } from './service-rules.ts';
import type { KubeProxySettings } from './settings.ts';

interface Runs {
  /** Number of the last change of any endpoint. */
  readonly changes: number;
  /** Changes up to this one are in force wherever the network is whole. */
  readonly settled: number;
  /** Runs that may not have ended everywhere, oldest first; the last one may be still to come. `upTo`: the last change each takes in. */
  readonly runs: readonly { readonly at: Millis; readonly upTo: number }[];
}
const RUNS = defineTable<Runs>('network/proxy-runs');
const NONE: Runs = { changes: 0, settled: 0, runs: [] };

/** A node whose rules are not those of the others. */
interface Apart {
  /** The last change its rules know; {@link NO_RULES} without any rules. */
  readonly upTo: number;
  /** When it catches up; null: not before its network is whole. */
  readonly until: Millis | null;
}
const APART = defineTable<Apart>('network/proxies-apart');
const NO_RULES = -1;

/** How the endpoints of a service were before change number `before`. */
interface Past {
  readonly before: number;
  readonly slices: readonly SliceRule[];
}
/** By `namespace/name` of the service, oldest first; only what some node may still go by. */
const PASTS = defineTable<readonly Past[]>('network/proxy-pasts');

export interface KubeProxies {
  /** The endpoints of a service are about to change; `slices`: as they are. */
  endpointsChange(service: string, slices: readonly SliceRule[]): void;
  /** What the rules on the node know; undefined when it has no rules. `now`: what the API says. */
  endpointsOn(machine: string, service: string, now: readonly SliceRule[]): readonly SliceRule[] | undefined;
  machineChanged(before: Machine | undefined, after: Machine | undefined): void;
}

export function createKubeProxies(sim: Sim, settings: KubeProxySettings): KubeProxies {
  const table = sim.table(RUNS);
  const apart = sim.table(APART);
  const pasts = sim.table(PASTS);
  const { minSyncPeriodMs, syncMsMin, syncMsMax } = settings;
  const state = (): Runs => table.get('runs') ?? NONE;

  function lag(machine: string, run: Millis): Millis {
    return syncMsMin + sim.drawFor(`kube-proxy/${machine}/${run}`, syncMsMax - syncMsMin + 1);
  }

  function knownOn(machine: string): number {
    const own = apart.get(machine);
    if (own !== undefined && (own.until === null || sim.now < own.until)) return own.upTo;
    const { runs, settled } = state();
    return runs.findLast(({ at }) => isOver(machine, at))?.upTo ?? settled;
  }

  function isOver(machine: string, run: Millis): boolean {
    const since = sim.now - run;
    return since >= syncMsMax || (since >= syncMsMin && since >= lag(machine, run));
  }

  /** Takes a change into the next run. */
  function schedule(): Runs {
    const before = state();
    const changes = before.changes + 1;
    const over = before.runs.filter(({ at }) => at + syncMsMax <= sim.now);
    const open = before.runs.filter((run) => !over.includes(run));
    const last = before.runs.at(-1);
    const runs =
      last !== undefined && last.at >= sim.now
        ? [...open.filter((run) => run !== last), { at: last.at, upTo: changes }]
        : [
            ...open,
            { at: Math.max(sim.now, (last?.at ?? -minSyncPeriodMs) + minSyncPeriodMs), upTo: changes },
          ];
    return { changes, settled: over.at(-1)?.upTo ?? before.settled, runs };
  }

  function endpointsChange(service: string, slices: readonly SliceRule[]): void {
    const next = schedule();
    table.put('runs', next);
    const goneBy = [
      next.settled,
      ...next.runs.map(({ upTo }) => upTo),
      ...apart.values().map(({ upTo }) => upTo),
    ];
    const all = [...(pasts.get(service) ?? []), { before: next.changes, slices }];
    const needed = new Set(goneBy.map((upTo) => all.find(({ before }) => before > upTo)));
    pasts.put(
      service,
      all.filter((past) => needed.has(past)),
    );
  }

  function machineChanged(before: Machine | undefined, after: Machine | undefined): void {
    if (after === undefined) return apart.delete(before?.name ?? '');
    const { name, power, link, boot } = after;
    if (power === 'on' && (before === undefined || before.boot !== boot)) {
      apart.put(name, { upTo: NO_RULES, until: link === 'cut' ? null : sim.now + settings.startMs });
    } else if (before !== undefined && before.link !== link) {
      const until = link === 'cut' ? null : sim.now + settings.reconnectMs;
      apart.put(name, { upTo: knownOn(name), until });
    }
  }

  return {
    endpointsChange,
    endpointsOn: (machine, service, now) => {
      const known = knownOn(machine);
      if (known === NO_RULES) return undefined;
      return pasts.get(service)?.find(({ before }) => before > known)?.slices ?? now;
    },
    machineChanged,
  };
}
