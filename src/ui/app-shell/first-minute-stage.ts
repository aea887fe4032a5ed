/** Where a newcomer stands on the way from "switch a node off" to "same promise, new pod": read from the run itself, not from clicks. */
import type { PodRow } from '../../protocol/pod-row.ts';
import type { MirrorState } from '../../projections/mirror.ts';
import { frameOf } from './frame-of.ts';
import type { Session } from './session.ts';

export type FirstMinuteStage = 'none' | 'promise' | 'silent' | 'unknown' | 'deleted' | 'stand-in';

function onSilentNode(state: MirrorState): readonly PodRow[] {
  const silent = new Set(state.nodes.filter(({ power }) => power === 'off').map(({ name }) => name));
  return [...state.pods.values()].filter(
    ({ node, ownerKind }) => silent.has(node) && ownerKind === 'ReplicaSet',
  );
}

export function firstMinuteStage(state: MirrorState): FirstMinuteStage {
  if (
    state.clock === null ||
    !state.workloads.some(({ name, kind }) => kind === 'Deployment' && name === 'web')
  )
    return 'none';
  const off = state.nodes.filter(({ power }) => power === 'off');
  if (off.length === 0) return 'promise';
  const lost = onSilentNode(state);
  if (lost.length === 0) return off.some(({ ready }) => ready !== 'Unknown') ? 'silent' : 'none';
  if (lost.every(({ replacedBy }) => state.pods.get(replacedBy)?.truth === 'ready')) return 'stand-in';
  if (lost.some(({ deletedAt }) => deletedAt > 0)) return 'deleted';
  return off.some(({ ready }) => ready === 'Unknown') ? 'unknown' : 'silent';
}

/** A run cannot be skipped through for ever. */
const SKIPS_MAX = 3000;

/** Skips the waiting until the next stage is reached, and stops there. */
export async function warpTo(session: Session, from: FirstMinuteStage): Promise<void> {
  const { mirror, playback, client } = session;
  await playback.pause();
  for (let skips = 0; skips < SKIPS_MAX; skips += 1) {
    if (firstMinuteStage(mirror.getState()) !== from) return;
    const landing = await client.ask({ ask: 'skip' });
    if (landing === null) return;
    // The stage is read from what is drawn: it must not run past one that lasts a few milliseconds.
    await frameOf(session, landing.at);
  }
}
