/** The engine's words for everything on the map that is not a pod, for whoever may not look into the engine. */
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
  RevisionView,
  ServiceView,
  TaintView,
  WaitView,
  WorkloadView,
} from '../engine/index.ts';
