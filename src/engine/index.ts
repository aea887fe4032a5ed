/**
 * The engine's only door. Whoever hosts an engine (worker, inline, Node) imports from here; the page imports types from here and nothing else.
 */
export type {
  ApiRequest,
  Command,
  CommandKind,
  CommandOutcome,
  CommandReply,
  ContainerTarget,
} from './commands/command.ts';
export type { Problem } from './manifest/manifest.ts';
export type { MachineSetup, RunSetup, SavedRun, SettingOverrides } from './run/run-setup.ts';
export { SAVED_RUN_VERSION } from './run/run-setup.ts';
export type { LoggedCommand } from './sim/timeline.ts';
export { BOOT_MS, ENGINE_VERSION, Run } from './run/run.ts';
export { readSavedRun } from './run/saved-run.ts';
export { View } from './view/view.ts';
export type { ViewFrame } from './view/view.ts';
export type {
  ContainerRun,
  DecisionTable,
  EventLine,
  Lane,
  LogLine,
  ObjectRef,
  PluginVerdict,
  SessionView,
  Suggestion,
  WhyAnswer,
  WhyStep,
} from './view/answers.ts';
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
} from './view/pod-row.ts';
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
} from './view/pod-inside.ts';
export type {
  BranchView,
  ClockView,
  ConditionView,
  ControlPlaneView,
  DecisionView,
  EndpointView,
  HappeningView,
  NodeView,
  ResourceView,
  ServiceView,
  TaintView,
  WaitView,
} from './view/views.ts';
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
} from './view/traffic-view.ts';
export type {
  AutoscalerView,
  BudgetView,
  ClaimView,
  CompletionView,
  CronJobDetails,
  CronRunView,
  DaemonNodeView,
  DaemonSetDetails,
  JobDetails,
  MetricView,
  OrdinalView,
  QuotaView,
  RevisionView,
  StatefulSetDetails,
  WorkloadDetails,
  WorkloadView,
} from './view/workload-view.ts';
