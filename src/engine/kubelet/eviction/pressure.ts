/**
 * The pressure conditions of a node as its kubelet holds them.
 *
 * Upstream: pkg/kubelet/eviction/eviction_manager.go IsUnderMemoryPressure and its siblings (v1.37).
 */
import type { Kubelet } from '../kubelet-context.ts';
import type { MachineState } from '../machine-state.ts';
import type { PressureCondition } from './thresholds.ts';

/** A condition holds for a while after its threshold was last seen crossed. */
export function isUnderPressure(k: Kubelet, state: MachineState, condition: PressureCondition): boolean {
  const at = state.pressureSeenAt[condition];
  return at !== undefined && k.sim.now - at < k.settings.evictionPressureTransitionMs;
}

const CONDITIONS: readonly PressureCondition[] = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

export function pressureConditions(k: Kubelet, state: MachineState): readonly PressureCondition[] {
  return CONDITIONS.filter((condition) => isUnderPressure(k, state, condition));
}
