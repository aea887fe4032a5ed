/** The mirror of the engine as the frame reads it. */
import type { StoreApi } from 'zustand/vanilla';
import type { PodRow } from '../../protocol/pod-row.ts';
import type { ClockView, ControlPlaneView, HappeningView, NodeView, ServiceView, WorkloadView } from '../../protocol/views.ts';

export interface MirrorState {
  /** Null until the first frame. */
  readonly clock: ClockView | null;
  readonly pods: ReadonlyMap<string, PodRow>;
  readonly nodes: readonly NodeView[];
  readonly workloads: readonly WorkloadView[];
  readonly services: readonly ServiceView[];
  readonly controlPlane: ControlPlaneView | null;
  /** The newest ones, oldest first. */
  readonly happenings: readonly HappeningView[];
}

export type Mirror = Pick<StoreApi<MirrorState>, 'getState' | 'subscribe' | 'getInitialState'>;
