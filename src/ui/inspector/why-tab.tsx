import { useState, type ReactNode } from 'react';
import type { ObjectRef, Suggestion, WhyStep } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { DiffLines } from '../editor/diff-lines.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';
import { linkMentions, type SentencePart } from './sentence-parts.ts';

/** More sentences than this are not read. */
const STEPS_MAX = 6;

/** Who acted, as a sign. */
export function actorGlyph(actor: string): GlyphName {
  const name = actor.toLowerCase();
  if (name === 'you' || name === 'user' || name === 'kubectl') return 'icon-you';
  if (name.includes('scheduler')) return 'icon-arrow-right';
  if (name.includes('eviction') || name.includes('timer')) return 'icon-clock';
  if (name.includes('lifecycle')) return 'icon-warning';
  if (name.includes('kubelet')) return 'icon-cog';
  if (name.includes('endpoint') || name.includes('proxy')) return 'icon-proxy';
  if (name.includes('world') || name.includes('machine')) return 'icon-bolt';
  return 'icon-restart';
}

const DEED_GLYPHS: readonly (readonly [RegExp, GlyphName])[] = [
  [/switched|power/, 'icon-power'],
  [/network|cut off|connect/, 'icon-cut'],
  [/kill/, 'icon-kill'],
  [/appl|chang|edit/, 'icon-file'],
];

function stepGlyph({ happening }: WhyStep): GlyphName {
  const base = actorGlyph(happening.actor);
  if (base !== 'icon-you') return base;
  return DEED_GLYPHS.find(([pattern]) => pattern.test(happening.text))?.[1] ?? 'icon-you';
}

function Part({ part }: { readonly part: SentencePart }): ReactNode {
  const { selection } = useSession();
  const { ref } = part;
  if (ref === null) return part.text;
  return (
    <button type="button" className="pd-link-button" data-tip={`${ref.kind} ${ref.name}`} onClick={() => selection.select(ref)}>
      {part.text}
    </button>
  );
}

function Cause({ step }: { readonly step: WhyStep }): ReactNode {
  const { playback, deeds, layout } = useSession();
  const { happening, command } = step;
  const yours = actorGlyph(happening.actor) === 'icon-you';
  const isDecision = happening.actor.includes('scheduler');
  const text = TEXTS.inspector;
  return (
    <li className="pd-cause">
      <span className={yours ? 'pd-cause-who pd-cause-you' : 'pd-cause-who'} data-tip={happening.actor}>
        <Glyph name={stepGlyph(step)} size={12} />
      </span>
      <div className="pd-cause-said">
        <p>
          {linkMentions(happening.text, step.mentions).map((part, index) => (
            <Part key={index} part={part} />
          ))}
        </p>
        <p className="pd-cause-meta">
          <span className="pd-code">{momentText(happening.at)}</span>
          {happening.rule !== '' && <span>{happening.rule}</span>}
          {happening.timer !== '' && <span>{happening.timer}</span>}
          {isDecision && (
            <button type="button" className="pd-link-button" onClick={() => layout.showInspector('decision', true)}>
              {text.table}
            </button>
          )}
          <button type="button" className="pd-link-button" onClick={() => void playback.seek(happening.at)}>
            {text.goThere}
          </button>
          {command >= 0 && (
            <button type="button" className="pd-link-button" onClick={() => void deeds.beforeCommand(command)}>
              {text.otherwise}
            </button>
          )}
        </p>
      </div>
    </li>
  );
}

/** A change that would lead elsewhere: its diff, or the deed itself. */
function Fix({ suggestion }: { readonly suggestion: Suggestion }): ReactNode {
  const { deeds } = useSession();
  const [open, setOpen] = useState(false);
  const { edit, command } = suggestion;
  const text = TEXTS.inspector;
  const act = (): void => {
    if (edit !== undefined) setOpen(!open);
    else if (command !== undefined) void deeds.command(command);
  };
  return (
    <li className="pd-fix">
      <div className="pd-fix-line">
        <span>{suggestion.text}</span>
        {(edit !== undefined || command !== undefined) && (
          <button type="button" className="pd-fix-do" aria-expanded={edit === undefined ? undefined : open} onClick={act}>
            {edit === undefined ? text.doIt : open ? text.hideDiff : text.showDiff}
          </button>
        )}
      </div>
      {open && edit !== undefined && (
        <>
          <DiffLines before={edit.before} after={edit.after} context={2} />
          <button type="button" className="pd-button pd-button-solid" onClick={() => void deeds.command({ kind: 'apply-manifest', text: edit.after })}>
            {text.applyDiff}
          </button>
        </>
      )}
    </li>
  );
}

/** Causes, newest first, down to what a person did; then what would change it. */
export function WhyTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const trace = useClock((clock) => clock.traceLength, 0);
  const why = useAnswer({ ask: 'why', ref: subject }, trace);
  const text = TEXTS.inspector;
  if (why === null) return <div className="pd-inspector-part" aria-busy="true" />;
  return (
    <div className="pd-inspector-part">
      <h3 className="pd-heading">{text.whyHere}</h3>
      {why.steps.length === 0 && <p className="pd-quiet">{text.noCauses}</p>}
      <ol className="pd-causes">
        {why.steps.slice(0, STEPS_MAX).map((step) => (
          <Cause key={step.happening.id} step={step} />
        ))}
      </ol>
      {why.suggestions.length > 0 && (
        <>
          <h3 className="pd-heading">{text.whatElse}</h3>
          <ul className="pd-fixes">
            {why.suggestions.map((suggestion) => (
              <Fix key={suggestion.text} suggestion={suggestion} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
