import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import './first-minute.css';
import { Glyph } from '../glyphs/glyph.tsx';
import { THREE_COPIES_OF_WEB } from '../../scenarios/three-copies-of-web.ts';
import { TEXTS } from '../texts.ts';
import type { Session } from './session.ts';
import { useSession } from './use-session.ts';
import { firstMinuteStage, type FirstMinuteStage, warpTo } from './first-minute-stage.ts';
import { loadExample } from '../editor/load-example.ts';
import { EXAMPLES } from '../editor/examples.ts';

const WARP_TEXT: Readonly<Partial<Record<FirstMinuteStage, string>>> = {
  silent: TEXTS.firstMinute.toUnknown,
  unknown: TEXTS.firstMinute.toDeleted,
  deleted: TEXTS.firstMinute.toStandIn,
};

function Predictions({
  guess,
  onGuess,
}: {
  readonly guess: string | null;
  readonly onGuess: (guess: string) => void;
}): ReactNode {
  const text = TEXTS.firstMinute;
  if (guess !== null) return <span className="pd-quiet">{text.guessed(guess)}</span>;
  return (
    <span className="pd-first-chips" role="group" aria-label={text.predict}>
      <span>{text.predictShort}</span>
      {text.predictions.map((value) => (
        <button key={value} type="button" className="pd-button pd-button-line" onClick={() => onGuess(value)}>
          {value}
        </button>
      ))}
    </span>
  );
}

function Warp({ stage }: { readonly stage: FirstMinuteStage }): ReactNode {
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const where = WARP_TEXT[stage];
  if (where === undefined) return null;
  const warp = (): void => {
    if (busy) return;
    setBusy(true);
    void warpTo(session, stage)
      .then(() => selectStandIn(session))
      .finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      className="pd-button pd-button-solid"
      aria-disabled={busy}
      data-tip={TEXTS.firstMinute.warp}
      onClick={warp}
    >
      <Glyph name="icon-next" size={13} />
      {where}
    </button>
  );
}

function Afterwards({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const [change, crash, examples, empty] = TEXTS.firstMinute.more;
  const crashLoop = EXAMPLES.find(({ file }) => file === 'crash-loop');
  const act = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    <span className="pd-first-chips">
      <button
        type="button"
        className="pd-button pd-button-solid"
        data-tip={TEXTS.firstMinute.changeTip}
        onClick={() => revealReplicas(session)}
      >
        {change}
      </button>
      <button
        type="button"
        className="pd-button pd-button-line"
        onClick={act(() => crashLoop !== undefined && loadExample(session, crashLoop))}
      >
        {crash}
      </button>
      <button
        type="button"
        className="pd-button pd-button-line"
        onClick={act(() => session.layout.change({ dialog: 'palette' }))}
      >
        {examples}
      </button>
      <button
        type="button"
        className="pd-button pd-button-line"
        onClick={act(() => void session.emptyPlayground())}
      >
        {empty}
      </button>
    </span>
  );
}

/** The switches wobble once, after the first look; `first-minute.css` says how. */
const WOBBLE_MS = 2000;

/** At the end of the way the question is why: the new pod is selected, and its chain of causes is open. */
function selectStandIn({ mirror, selection, layout }: Session): void {
  const state = mirror.getState();
  if (firstMinuteStage(state) !== 'stand-in') return;
  const standIn = [...state.pods.values()].find(
    ({ replaces, truth }) => replaces !== '' && truth === 'ready',
  );
  if (standIn === undefined) return;
  const { namespace, name, uid } = standIn;
  selection.select({ kind: 'Pod', namespace, name, uid });
  layout.change({ inspectorOpen: true, inspectorTab: 'why' });
}

/** Shows the promise itself: the line of the manifest that says how many. */
function revealReplicas({ documents, layout }: Session): void {
  for (const { id, text } of documents.getState().documents) {
    const line = text.split('\n').findIndex((one) => /^\s*replicas:/.test(one)) + 1;
    if (line === 0) continue;
    layout.change({ editorOpen: true, pane: 'yaml' });
    documents.reveal(id, line, line);
    return;
  }
}

/** One sentence, then chips, then it is gone for ever. Nothing is blocked, nothing waits for it. */
export function FirstMinute(): ReactNode {
  const { preferences, mirror, run } = useSession();
  // It speaks of the cluster that a newcomer finds, and of no other run.
  const isBeginning = useStore(run, ({ title }) => title === THREE_COPIES_OF_WEB.title);
  const met = useStore(preferences, (state) => state.metFirstMinute);
  const stage = useStore(mirror, firstMinuteStage);
  const [guess, setGuess] = useState<string | null>(null);
  const close = (): void => preferences.choose({ metFirstMinute: true });
  const shown = isBeginning && !met && stage !== 'none';
  const invites = shown && stage === 'promise';
  useEffect(() => {
    if (!invites) return undefined;
    const { dataset } = document.documentElement;
    const end = (): void => void delete dataset['wobble'];
    dataset['wobble'] = 'once';
    // **Why:** a card that comes into view later must not wobble, and every animation is a layer of its own.
    const timer = setTimeout(end, WOBBLE_MS);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [invites]);
  if (!shown) return null;
  const text = TEXTS.firstMinute;
  return (
    <section className="pd-first" aria-label={text.landmark}>
      {stage === 'promise' && <p>{text.promise}</p>}
      {stage === 'stand-in' && guess !== null && <span className="pd-quiet">{text.guessed(guess)}</span>}
      {WARP_TEXT[stage] !== undefined && <Predictions guess={guess} onGuess={setGuess} />}
      <Warp stage={stage} />
      {stage === 'stand-in' && <Afterwards onClose={close} />}
      <button type="button" className="pd-icon-button" aria-label={text.close} onClick={close}>
        <Glyph name="icon-close" size={11} />
      </button>
    </section>
  );
}
