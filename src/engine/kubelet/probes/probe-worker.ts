/**
 * One worker per container and kind of probe, as data.
 *
 * Upstream: pkg/kubelet/prober/worker.go, results/results_manager.go (v1.37).
 */
import type { Writable } from '../../../base/writable.ts';
import { defineTable } from '../../sim/sim.ts';
import type { ProbeVerdict } from '../containers/pod-actions.ts';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';
export const PROBE_KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];

export interface ProbeWorker {
  /** `worker key/container/kind`. */
  readonly key: string;
  readonly worker: string;
  readonly container: string;
  readonly kind: ProbeKind;
  /** Run the result is about; empty before the first. */
  readonly containerId: string;
  readonly result: ProbeVerdict;
  /** Stands still until there is a new run: its verdict is spoken. */
  readonly onHold: boolean;
  readonly last: ProbeVerdict;
  /** How many times `last` came in a row. */
  readonly inRow: number;
  /** Number of the try under way, 0 for none. */
  readonly call: number;
  readonly nextCall: number;
  /** Quick repetitions of a try that could not be made. */
  readonly retries: number;
  /** A tick or a trigger came while a try was under way. */
  readonly missed: boolean;
}

/** A copy to be changed before it is stored, written out field by field; see `base/writable.ts`. */
export function copyProbe(probe: ProbeWorker): Writable<ProbeWorker> {
  return {
    key: probe.key,
    worker: probe.worker,
    container: probe.container,
    kind: probe.kind,
    containerId: probe.containerId,
    result: probe.result,
    onHold: probe.onHold,
    last: probe.last,
    inRow: probe.inRow,
    call: probe.call,
    nextCall: probe.nextCall,
    retries: probe.retries,
    missed: probe.missed,
  };
}

/** Index `worker`: the probes of one pod. */
export const PROBES = defineTable<ProbeWorker>('kubelet/probes', { worker: (probe) => probe.worker });

export function probeKey(worker: string, container: string, kind: ProbeKind): string {
  return `${worker}/${container}/${kind}`;
}
