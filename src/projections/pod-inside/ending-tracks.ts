/** What a deletion starts: two tracks that run beside each other, one of the kubelet, one of the endpoints. */
import type { ContainerInside, PodInside } from '../../protocol/pod-inside.ts';

export interface TrackStep {
  readonly id: string;
  readonly label: string;
  readonly state: 'done' | 'now' | 'ahead' | 'skipped';
  /** When the step ends by itself, 0 when that is not known. */
  readonly untilMs: number;
}

export interface EndingModel {
  /** False: nothing has begun, this is what a deletion would start. */
  readonly begun: boolean;
  readonly kubelet: readonly TrackStep[];
  readonly endpoints: readonly TrackStep[];
  /** No Service lists the pod. */
  readonly noService: boolean;
}

function running({ truth }: ContainerInside): boolean {
  return truth === 'running' || truth === 'ready';
}

function step(id: string, label: string, state: TrackStep['state'], untilMs = 0): TrackStep {
  return { id, label, state, untilMs };
}

/** The slowest container tells where the kubelet's track stands. */
function kubeletTrack(pod: PodInside, begun: boolean): TrackStep[] {
  const hook = pod.containers.find(({ preStop }) => preStop !== '')?.preStop ?? '';
  const hookLabel = hook === '' ? 'no preStop' : `preStop ${hook.replace(/^sleep /, '')}`;
  const kills = pod.containers.flatMap(({ kill }) => (kill === null ? [] : [kill]));
  const alive = pod.containers.some(running);
  const over = begun && !alive;
  const inHook = kills.some(({ stage }) => stage === 'hook');
  const inTerm = !over && kills.some(({ stage }) => stage === 'term' || stage === 'turn');
  const until = Math.max(0, ...kills.filter(({ stage }) => stage !== 'ended').map(({ killAt }) => killAt));
  const killed = pod.containers.some(({ ended }) => ended.at(-1)?.exitCode === 137);
  const hookState = !begun ? 'ahead' : inHook ? 'now' : 'done';
  return [
    step('hook', hookLabel, hook === '' ? 'skipped' : hookState),
    step('term', 'TERM', !begun || inHook ? 'ahead' : inTerm ? 'now' : 'done'),
    step('kill', 'KILL', !over ? 'ahead' : killed ? 'done' : 'skipped', over ? 0 : until),
  ];
}

function endpointTrack(pod: PodInside, begun: boolean): TrackStep[] {
  const listed = pod.services.flatMap(({ endpoints }) => endpoints);
  const out = begun && listed.every(({ ready }) => !ready);
  const state = out ? 'done' : begun ? 'now' : 'ahead';
  // Rules follow an EndpointSlice at once here.
  return [step('ready', 'ready=false', state), step('rules', 'rules updated', state)];
}

export function endingTracks(pod: PodInside): EndingModel {
  const begun = pod.deletedAt > 0 || pod.goneAt > 0;
  return {
    begun,
    kubelet: kubeletTrack(pod, begun),
    endpoints: endpointTrack(pod, begun),
    noService: pod.services.length === 0,
  };
}
