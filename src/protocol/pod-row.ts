/** The engine's words for pods, for whoever may not look into the engine. */
export type {
  ContainerCell,
  ContainerKind,
  ContainerPhase,
  PodRow,
  PodState,
  PodTimerKind,
  ProbeKind,
  ProbeRail,
  ProbeResult,
} from '../engine/index.ts';
