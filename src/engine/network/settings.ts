/** How fast kube-proxies take notice of endpoints. */
import type { Millis } from '../sim/time.ts';

export interface KubeProxySettings {
  /** Least time between two runs: `--iptables-min-sync-period`. */
  readonly minSyncPeriodMs: Millis;
  /** How long it takes from the beginning of a run until its rules are in force, on a node at random. */
  readonly syncMsMin: Millis;
  readonly syncMsMax: Millis;
  /** After a network cut the watch is made anew; after a boot the proxy starts first. */
  readonly reconnectMs: Millis;
  readonly startMs: Millis;
}

export const DEFAULT_KUBE_PROXY: KubeProxySettings = {
  minSyncPeriodMs: 1000,
  syncMsMin: 20,
  syncMsMax: 150,
  reconnectMs: 1500,
  startMs: 4000,
};
