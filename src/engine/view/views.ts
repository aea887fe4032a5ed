/**
 * Everything on the map that is not a pod: few objects, sent whole when they change. Times are virtual ms, CPU milli-cores, memory bytes.
 */

export interface TaintView {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

export interface ConditionView {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly since: number;
}

export interface ResourceView {
  readonly capacity: number;
  readonly allocatable: number;
  readonly requested: number;
  readonly limits: number;
  /** What runs there really uses. */
  readonly used: number;
}

export interface NodeView {
  readonly name: string;
  /** Empty when the machine has no node object. */
  readonly uid: string;
  readonly ip: string;
  readonly hasMachine: boolean;
  readonly power: 'on' | 'off';
  readonly link: 'up' | 'cut';
  readonly kubelet: 'running' | 'stopped';
  /** Since when power, link or kubelet are as they are. */
  readonly machineSince: number;
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly readySince: number;
  readonly readyReason: string;
  readonly readyMessage: string;
  readonly unschedulable: boolean;
  readonly taints: readonly TaintView[];
  readonly conditions: readonly ConditionView[];
  readonly cpu: ResourceView;
  readonly memory: ResourceView;
  readonly podsMax: number;
  /** Times at which the lease was renewed, newest last, at most five. */
  readonly leases: readonly number[];
  /** How often it should be renewed. */
  readonly leasePeriodMs: number;
  readonly manifests: readonly string[];
}

export interface EndpointView {
  readonly podUid: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

export interface ServiceView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIp: string;
  readonly ports: readonly string[];
  readonly selector: Readonly<Record<string, string>>;
  readonly endpoints: readonly EndpointView[];
}

export interface DecisionView {
  readonly podUid: string;
  readonly podName: string;
  readonly node: string;
  readonly fits: number;
  readonly nodes: number;
  readonly message: string;
  readonly at: number;
}

export interface ControlPlaneView {
  readonly resourceVersion: number;
  readonly lastAction: {
    readonly actor: string;
    readonly verb: string;
    readonly kind: string;
    readonly name: string;
    readonly at: number;
    readonly count: number;
  } | null;
  readonly lastDecision: DecisionView | null;
  readonly registry: 'up' | 'down' | 'slow';
}

/** One entry of the causal trace, as the page shows it. */
export interface HappeningView {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly verb: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly text: string;
  readonly rule: string;
  readonly timer: string;
  readonly fields: readonly string[];
  readonly causes: readonly number[];
}

/** What the run waits for next. */
export interface WaitView {
  readonly at: number;
  /** `readiness probe of web-7c9f4d-m4x8q`, `node lifecycle: 50 s without a lease from node-b`. */
  readonly text: string;
  readonly subject: { readonly kind: string; readonly namespace: string; readonly name: string } | null;
  /** A component looks at something and may find nothing to do: a step goes on when it does not. */
  readonly passing: boolean;
}

export interface ClockView {
  readonly now: number;
  /** Wall-clock time of the simulated cluster at virtual time 0, ms since 1970. */
  readonly epochMs: number;
  readonly processed: number;
  readonly playing: boolean;
  readonly speed: number;
  /** Latest known moment of this line of history. */
  readonly horizon: number;
  /** Length of the trace now and at the horizon. */
  readonly traceLength: number;
  readonly horizonTrace: number;
  readonly commandsHappened: number;
  readonly commandsTotal: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly branches: readonly BranchView[];
  readonly next: WaitView | null;
  readonly seed: number;
}

export interface BranchView {
  readonly id: number;
  readonly name: string;
  readonly forkedAt: number;
  readonly endsAt: number;
}
