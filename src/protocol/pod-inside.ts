/** The engine's words for a pod from inside, for whoever may not look into the engine. */
export type {
  ContainerInside,
  EndedRun,
  ExchangeView,
  FileText,
  FileView,
  KillView,
  MountView,
  PodInside,
  PortView,
  ProbeInside,
  ProcessView,
  ResourceInside,
  ServiceInside,
  TailLine,
  VolumeInside,
  VolumeKind,
} from '../engine/index.ts';
