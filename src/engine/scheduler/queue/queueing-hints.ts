/**
 * Whether a change in the cluster is worth a new attempt for a pod that was rejected.
 *
 * Upstream: `isPodWorthRequeuing` of pkg/scheduler/backend/queue/scheduling_queue.go (v1.37). Only plugins that rejected the
 * pod are asked; one that wants the retry is enough.
 */
import type { Pod } from '../../api/core-v1-pod.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { matchesRegistration } from '../framework/cluster-event.ts';
import type { Listers } from '../framework/listers.ts';
import { podInfoOf } from '../framework/pod-info.ts';
import type { Plugin } from '../framework/plugin.ts';
import type { Profile } from '../framework/profile.ts';
import type { QueuedPod } from './scheduling-queue.ts';

/** What moving pods about has to know. */
export interface QueueEnvironment {
  /** Time on the wall in ms since 1970. */
  readonly nowMs: number;
  readonly profile: Profile;
  readonly listers: Listers;
  /** The pod as the API has it now; undefined if it is gone. */
  podOf(uid: string): Pod | undefined;
  /** Whether victims of the pod are still being deleted on its behalf. */
  isPreempting(uid: string): boolean;
}

/** True as well when no plugin is to blame, since then nothing tells what would help. */
export function isWorthRequeuing(queued: QueuedPod, change: ClusterChange, env: QueueEnvironment): boolean {
  if (queued.rejectingPlugins.length === 0) return true;
  const registrations = env.profile.all
    .filter((plugin) => queued.rejectingPlugins.includes(plugin.name))
    .flatMap((plugin) => plugin.eventsToRegister ?? [])
    .filter((registration) => matchesRegistration(registration, change));
  if (registrations.length === 0) return false;
  const pod = env.podOf(queued.uid);
  if (pod === undefined) return false;
  const info = podInfoOf(pod);
  return registrations.some(
    (one) => one.hint === undefined || one.hint(info, change, env.listers) === 'Queue',
  );
}

/** A gated pod stays where it is unless the plugin that gates it could be moved by the change. */
export function concernsGate(queued: QueuedPod, change: ClusterChange, env: QueueEnvironment): boolean {
  if (queued.gatingPlugin === '') return true;
  const gate: Plugin | undefined = env.profile.preEnqueue.find(
    (plugin) => plugin.name === queued.gatingPlugin,
  );
  return (gate?.eventsToRegister ?? []).some((registration) => matchesRegistration(registration, change));
}
