import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { MapModel, PodStateKind } from '../../projections/view-model.ts';
import { TEXTS } from '../texts.ts';
import { clockText } from '../timeline/clock-text.ts';
import type { Session } from './session.ts';
import { useSession } from './use-session.ts';

const READY: ReadonlySet<PodStateKind> = new Set<PodStateKind>(['ready', 'sidecar-ready', 'static']);
const TROUBLE: ReadonlySet<PodStateKind> = new Set<PodStateKind>([
  'crash-loop',
  'image-backoff',
  'failed',
  'evicted',
  'unknown',
]);

/** "3 nodes ready, 5 pods: 4 ready, 1 in trouble. Paused at 00:05:41.0." */
export function summarize(
  model: MapModel,
  clock: { readonly now: number; readonly playing: boolean },
): string {
  const text = TEXTS.summary;
  const pods = model.nodes
    .flatMap((node) => [...node.pods, ...node.staticPods])
    .filter(({ state }) => state !== 'ghost');
  const count = (states: ReadonlySet<PodStateKind>): number =>
    pods.filter(({ state }) => states.has(state)).length;
  const trouble = count(TROUBLE);
  const leaving = pods.filter(({ state }) => state === 'terminating').length;
  const parts = [
    text.nodes(model.nodes.filter(({ ready }) => ready === 'True').length, model.nodes.length),
    text.pods(pods.length + model.pending.pods.length, count(READY)),
    trouble > 0 ? text.trouble(trouble) : '',
    leaving > 0 ? text.leaving(leaving) : '',
    model.pending.pods.length > 0 ? text.waiting(model.pending.pods.length) : '',
  ];
  const time = clockText(clock.now);
  return `${parts.filter((part) => part !== '').join(', ')}. ${clock.playing ? text.runningAt(time) : text.pausedAt(time)}. ${text.hint}.`;
}

export function summaryOf(session: Session): string {
  const { model } = session.map.getState();
  const { clock } = session.mirror.getState();
  return model === null || clock === null ? '' : summarize(model, clock);
}

/** First thing a screen reader meets. Not live: it is as of the last wish, and the I key reads it anew. */
export function ScreenSummary(): ReactNode {
  const session = useSession();
  const begun = useStore(session.map, ({ model }) => model !== null);
  const wish = useStore(session.layout, (state) => state.summaryWish);
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (wish > 0) line.current?.focus();
  }, [wish]);
  return (
    <section className="pd-visually-hidden" aria-label={TEXTS.summary.landmark}>
      <p tabIndex={-1} ref={line}>
        {begun ? summaryOf(session) : TEXTS.map.starting}
      </p>
    </section>
  );
}
