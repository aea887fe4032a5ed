import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { announcements } from '../../projections/announcements.ts';
import type { HappeningView } from '../../protocol/views.ts';
import { useSession } from '../app-shell/use-session.ts';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';
import { createUtteranceQueue, type UtteranceQueue } from './utterance-queue.ts';

const KEPT_MAX = 20;

/** Adds a sentence to the log and lets old ones go; outside React, so that nothing is drawn again. */
function writer(log: { readonly current: HTMLElement | null }): (text: string) => void {
  return (text) => {
    const element = log.current;
    if (element === null || text === '') return;
    const line = document.createElement('p');
    line.textContent = text;
    element.append(line);
    while (element.childElementCount > KEPT_MAX) element.firstElementChild?.remove();
  };
}

/** New happenings since the last look; a jump in time begins anew. */
function freshHappenings(happenings: readonly HappeningView[], lastId: number): readonly HappeningView[] {
  return happenings.filter(({ id }) => id > lastId);
}

/** Follows the run and fills the queue: silent while scrubbing, one sentence on release. */
function useNarration(queue: { readonly current: UtteranceQueue | null }): void {
  const { mirror, map, preferences, playback } = useSession();
  useEffect(() => {
    let lastId = mirror.getState().happenings.at(-1)?.id ?? 0;
    let captionId = map.getState().model?.caption?.id ?? '';
    const silent = (): boolean => preferences.getState().narration === 'off' || playback.getState().scrubbing;
    const stopHappenings = mirror.subscribe(({ happenings }) => {
      const fresh = freshHappenings(happenings, lastId);
      lastId = happenings.at(-1)?.id ?? lastId;
      if (silent() || preferences.getState().narration !== 'all') return;
      for (const text of announcements(fresh)) queue.current?.push({ key: text, text });
    });
    const stopCaption = map.subscribe(({ model }) => {
      const caption = model?.caption ?? null;
      if (caption === null || caption.id === captionId) return;
      captionId = caption.id;
      if (silent() || preferences.getState().narration !== 'key') return;
      queue.current?.push({ key: 'caption', text: spokenCaption(caption) });
    });
    return () => {
      stopHappenings();
      stopCaption();
    };
  }, [mirror, map, preferences, playback, queue]);
}

/** Headlines that are sentences bring their own full stop. */
function spokenCaption({ headline, detail }: { readonly headline: string; readonly detail: string }): string {
  return [/[.!?]$/.test(headline) ? headline : `${headline}.`, detail]
    .filter((part) => part !== '')
    .join(' ');
}

/** The one live region of the page. */
export function LiveRegion(): ReactNode {
  const { playback, mirror, preferences } = useSession();
  const log = useRef<HTMLDivElement>(null);
  const queue = useRef<UtteranceQueue | null>(null);
  useEffect(() => {
    queue.current = createUtteranceQueue({
      say: writer(log),
      nowMs: () => performance.now(),
      later: (work, delayMs) => {
        const timer = setTimeout(work, delayMs);
        return () => clearTimeout(timer);
      },
      many: TEXTS.narration.many,
    });
    return () => queue.current?.close();
  }, []);
  useNarration(queue);
  const playing = useStore(mirror, (state) => state.clock?.playing);
  const scrubbing = useStore(playback, (state) => state.scrubbing);
  const told = useRef<boolean | undefined>(undefined);
  useEffect(() => {
    if (playing === undefined || told.current === playing) return;
    const first = told.current === undefined;
    told.current = playing;
    if (!first && preferences.getState().narration !== 'off')
      queue.current?.push({
        key: 'playing',
        text: playing ? TEXTS.narration.playing : TEXTS.narration.paused,
      });
  }, [playing, preferences]);
  const scrubbed = useRef(false);
  useEffect(() => {
    if (scrubbed.current && !scrubbing && preferences.getState().narration !== 'off') {
      queue.current?.clear();
      queue.current?.push({
        key: 'time',
        text: TEXTS.narration.at(momentText(mirror.getState().clock?.now ?? 0)),
      });
    }
    scrubbed.current = scrubbing;
  }, [scrubbing, mirror, preferences]);
  return (
    <div ref={log} role="log" aria-live="polite" aria-relevant="additions" className="pd-visually-hidden" />
  );
}
