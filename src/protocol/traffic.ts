/** The engine's words for simulated traffic, for whoever may not look into the engine. */
export type {
  AvailabilityView,
  FateCounts,
  LoadGeneratorSettings,
  LoadGeneratorView,
  LoadPath,
  LoadRequestView,
  RequestFate,
  ServiceTrafficView,
  TrafficView,
} from '../engine/index.ts';
