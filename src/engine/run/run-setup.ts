/** What a run starts from, and what a saved run is: plain data for links and files. */
import type { Command } from '../commands/command.ts';
import type { LoggedCommand } from '../sim/timeline.ts';
import type { Millis } from '../sim/time.ts';

export interface MachineSetup {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  /** Amounts kept back from pods: allocatable = capacity - reserved. */
  readonly reservedCpuMilli: number;
  readonly reservedMemoryBytes: number;
  readonly reservedEphemeralStorageBytes: number;
  readonly podsMax: number;
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Settings of the machine's kubelet, spelled as in KubeletConfiguration: signal → quantity or percentage, e.g. `memory.available`: `100Mi`.
   * Left out: the kubelet's defaults. A list given here replaces the whole default list.
   */
  readonly evictionHard?: Readonly<Record<string, string>>;
  readonly evictionSoft?: Readonly<Record<string, string>>;
  readonly evictionSoftGracePeriod?: Readonly<Record<string, string>>;
  readonly evictionMaxPodGracePeriod?: number;
  /** Seconds a clean shutdown waits for pods in all, and how much of that is for critical ones. Left out: it does not wait. */
  readonly shutdownGracePeriod?: number;
  readonly shutdownGracePeriodCriticalPods?: number;
  /** What the machine's own programs use; left out: nothing. */
  readonly system?: {
    readonly memoryBytes?: number;
    readonly storageBytes?: number;
    readonly processes?: number;
  };
}

/** Settings that differ from Kubernetes' defaults: `component.setting` → value, e.g. `nodeLifecycle.monitorGracePeriodMs`: 50000. */
export type SettingOverrides = Readonly<Record<string, number>>;

export interface RunSetup {
  /** Any 32-bit integer. */
  readonly seed: number;
  /** Wall-clock time of the cluster at virtual time 0, ms since 1970. */
  readonly epochMs: number;
  readonly machines: readonly MachineSetup[];
  /**
   * `scheduler`: only API server and scheduler run; nodes are made by hand and pods stay Pending. `api-server`: nothing else runs. Left out:
   * everything runs.
   */
  readonly controlPlane?: 'full' | 'scheduler' | 'api-server';
  /** Images on every machine from the start. */
  readonly preloadedImages: readonly string[];
  readonly settings: SettingOverrides;
  /** Title people see. */
  readonly title: string;
  /**
   * Commands given at the very start, one after the other, and how long the cluster then runs before anybody sees it: the run's visible time 0.
   */
  readonly opening: readonly Command[];
  readonly settleMs: Millis;
}

export const SAVED_RUN_VERSION = 1;

/** A run as a link or file keeps it: replayed, it is the same run, bit for bit. */
export interface SavedRun {
  readonly version: number;
  /** Version of the engine that made it; another one may run differently. */
  readonly engine: string;
  readonly setup: RunSetup;
  readonly log: readonly LoggedCommand<Command>[];
  /** Where the viewer stood. */
  readonly at: Millis;
}
