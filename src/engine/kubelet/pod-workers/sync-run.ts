/**
 * A sync under way, as data: the steps it consists of and how far it has come. What upstream writes as one blocking function is a list of
 * steps here, each of which either ends at once or waits for a numbered reply.
 */
import type { Writable } from '../../../base/writable.ts';
import type { Millis } from '../../sim/time.ts';
import type { ContainerKind } from '../containers/container-specs.ts';
import type { KillReason } from '../containers/pod-actions.ts';
import type { RuntimeStatus, StartFailure } from './pod-worker.ts';

export type SyncStep =
  | { readonly do: 'mount-volumes' }
  | { readonly do: 'plan' }
  | { readonly do: 'kill-pod'; readonly graceMs: Millis | null; readonly message: string | null }
  | {
      readonly do: 'kill-container';
      readonly containerId: string;
      readonly message: string;
      readonly reason: KillReason;
    }
  | { readonly do: 'stop-sandboxes' }
  | { readonly do: 'restart-all'; readonly trigger: string }
  | { readonly do: 'remove-all'; readonly trigger: string }
  | { readonly do: 'create-sandbox'; readonly attempt: number }
  | { readonly do: 'pull-volume'; readonly volume: string }
  | { readonly do: 'start'; readonly kind: ContainerKind; readonly name: string }
  | { readonly do: 'resize' };

/** Where the start of a container stands. */
export interface StartProgress {
  readonly kind: ContainerKind;
  readonly name: string;
  readonly stage: 'image' | 'create' | 'start' | 'post-start' | 'post-start-kill';
  readonly attempt: number;
  readonly containerId: string;
  readonly imageRef: string;
  readonly failure: string;
}

/** Where the kill of one container stands. */
export interface KillProgress {
  readonly containerId: string;
  readonly name: string;
  readonly kind: ContainerKind;
  readonly stage: 'pre-stop' | 'turn' | 'stopping' | 'ended';
  readonly call: number;
  readonly since: Millis;
  readonly graceMs: Millis;
  /** What of the grace was left when the present stage began. */
  readonly leftMs: Millis;
}

/** An error of one container or of the pod in this sync. */
export interface SyncFailure {
  readonly container: string;
  readonly reason: string;
  readonly message: string;
  /** When a crash back-off ends; absent for all other errors. */
  readonly until?: Millis;
}

export interface SyncRun {
  readonly steps: readonly SyncStep[];
  /** Number of the step being done. */
  readonly at: number;
  /** What the runtime was like when the sync began: decisions in it go by that. */
  readonly runtime: RuntimeStatus;
  readonly sandboxId: string;
  readonly ips: readonly string[];
  readonly start: StartProgress | null;
  readonly kills: readonly KillProgress[];
  /** Number of the reply the step waits for, 0 for none. */
  readonly call: number;
  /** When it began. */
  readonly since: Millis;
  readonly acted: boolean;
  readonly failures: readonly SyncFailure[];
  /** Image volumes whose image could not be had, with the reason their containers wait with. */
  readonly volumeErrors: Readonly<Record<string, StartFailure>>;
}

/** A copy to be changed before it is stored, written out field by field; see `base/writable.ts`. */
export function copyRun(run: SyncRun): Writable<SyncRun> {
  return {
    steps: run.steps,
    at: run.at,
    runtime: run.runtime,
    sandboxId: run.sandboxId,
    ips: run.ips,
    start: run.start,
    kills: run.kills,
    call: run.call,
    since: run.since,
    acted: run.acted,
    failures: run.failures,
    volumeErrors: run.volumeErrors,
  };
}

export function newRun(steps: readonly SyncStep[], runtime: RuntimeStatus, since: Millis): SyncRun {
  return {
    steps,
    at: 0,
    runtime,
    sandboxId: '',
    ips: [],
    start: null,
    kills: [],
    call: 0,
    since,
    acted: false,
    failures: [],
    volumeErrors: {},
  };
}
