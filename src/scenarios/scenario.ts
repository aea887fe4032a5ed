/** A run that people can open by name: where it starts, and the manifests it starts with, as the editor shows them. */
import type { MachineSetup, RunSetup } from '../protocol/requests.ts';

export interface ScenarioDocument {
  readonly name: string;
  readonly text: string;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** One sentence that says what can be done here. */
  readonly invitation: string;
  readonly setup: RunSetup;
  /** The tabs of the editor; the opening has applied them. */
  readonly documents: readonly ScenarioDocument[];
}

/** Ten in the morning of an ordinary Monday, UTC. */
export const EPOCH_MS = 1_764_583_200_000;
export const SEED = 42;

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** A machine of 2 CPUs and 8 GiB, of which pods get 1.82 CPUs and 7.4 GiB. */
export function machine(name: string): MachineSetup {
  return {
    name,
    cpuMilli: 2000,
    memoryBytes: 8 * GIB,
    ephemeralStorageBytes: 64 * GIB,
    reservedCpuMilli: 180,
    reservedMemoryBytes: 614 * MIB,
    reservedEphemeralStorageBytes: 4 * GIB,
    podsMax: 110,
  };
}
