import { useState, type ReactNode } from 'react';
import { isYou } from '../../projections/actors.ts';
import { toldSteps } from '../../projections/why-story.ts';
import type { ObjectRef, Suggestion, WhyStep } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { DiffLines } from '../editor/diff-lines.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';
import { deedGlyph } from '../timeline/deed-glyphs.ts';
import { TextLink } from './text-link.tsx';
import { whyParts, type LinkedPart } from './why-parts.ts';

/** More sentences than this are not read. */
const STEPS_MAX = 6;

/** Who acted, as a sign; what a person did has its own. */
export function stepGlyph({ actor, verb }: WhyStep['happening']): GlyphName {
  if (isYou(actor)) return deedGlyph(verb);
  if (actor.includes('scheduler')) return 'icon-arrow-right';
  if (actor.includes('eviction')) return 'icon-clock';
  if (actor === 'node-controller') return 'icon-warning';
  if (actor.startsWith('kubelet')) return 'icon-cog';
  if (actor.includes('endpoint')) return 'icon-proxy';
  return actor === 'world' ? 'icon-bolt' : 'icon-restart';
}

/** Numbers of our own rules are for maintainers; a person reads words only. */
const RULE_NUMBER = /^[A-Z]+-\d+$/;

function Part({ part }: { readonly part: LinkedPart }): ReactNode {
  const { selection } = useSession();
  const { ref } = part;
  if (ref === null) return part.text;
  return (
    <TextLink tip={`${ref.kind} ${ref.name}`} onFollow={() => selection.select(ref)}>
      {part.text}
    </TextLink>
  );
}

function Cause({ step, subject }: { readonly step: WhyStep; readonly subject: ObjectRef }): ReactNode {
  const { playback, deeds, layout } = useSession();
  const { happening, command } = step;
  const yours = isYou(happening.actor);
  const isDecision = happening.verb === 'bind';
  const seen = happening.at >= 0;
  const text = TEXTS.inspector;
  return (
    <li className="pd-cause">
      <span className={yours ? 'pd-cause-who pd-cause-you' : 'pd-cause-who'} data-tip={happening.actor}>
        <Glyph name={stepGlyph(happening)} size={12} />
      </span>
      <div className="pd-cause-said">
        <p>
          {whyParts(happening, step.mentions, subject).map((part, index) => (
            <Part key={index} part={part} />
          ))}
        </p>
        <p className="pd-cause-meta">
          <span className="pd-code">{seen ? momentText(happening.at) : text.before}</span>
          {happening.rule !== '' && !RULE_NUMBER.test(happening.rule) && <span>{happening.rule}</span>}
          {happening.timer !== '' && <span>{happening.timer}</span>}
          {isDecision && (
            <button
              type="button"
              className="pd-link-button"
              onClick={() => layout.showInspector('decision', true)}
            >
              {text.table}
            </button>
          )}
          {seen && (
            <button type="button" className="pd-link-button" onClick={() => void playback.seek(happening.at)}>
              {text.goThere}
            </button>
          )}
          {command >= 0 && (
            <button
              type="button"
              className="pd-link-button"
              onClick={() => void deeds.beforeCommand(command)}
            >
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
          <button
            type="button"
            className="pd-fix-do"
            aria-expanded={edit === undefined ? undefined : open}
            onClick={act}
          >
            {edit === undefined ? text.doIt : open ? text.hideDiff : text.showDiff}
          </button>
        )}
      </div>
      {open && edit !== undefined && (
        <>
          <DiffLines before={edit.before} after={edit.after} context={2} />
          <button
            type="button"
            className="pd-button pd-button-solid"
            onClick={() => void deeds.command({ kind: 'apply-manifest', text: edit.after })}
          >
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
        {toldSteps(why.steps, subject)
          .slice(0, STEPS_MAX)
          .map((step) => (
            <Cause key={step.happening.id} step={step} subject={subject} />
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
