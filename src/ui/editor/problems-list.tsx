import type { ReactNode } from 'react';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { EditorDocument } from '../stores/editor-documents.ts';
import type { CommandOutcome, Problem } from '../stores/engine-words.ts';
import { TEXTS } from '../texts.ts';

function Line({
  problem,
  documentId,
}: {
  readonly problem: Problem;
  readonly documentId: number;
}): ReactNode {
  const { documents } = useSession();
  return (
    <li>
      <button
        type="button"
        className="pd-problem"
        onClick={() => documents.reveal(documentId, problem.line, problem.endLine)}
      >
        <Glyph
          name={problem.severity === 'error' ? 'state-failed' : 'icon-warning'}
          size={12}
          label={problem.severity}
        />
        <span className="pd-note pd-problem-line">{TEXTS.editor.line(problem.line)}</span>
        <span>{problem.message}</span>
      </button>
    </li>
  );
}

/** What the server refused, where the text itself shows no fault: a conflict, a quota. */
function Refused({ outcome }: { readonly outcome: CommandOutcome }): ReactNode {
  return (
    <li className="pd-problem">
      <Glyph name="state-failed" size={12} label="refused" />
      <span className="pd-note pd-problem-line">
        {outcome.kind} {outcome.name}
      </span>
      <span>{outcome.message}</span>
    </li>
  );
}

/** Problems of the open text, each with its line. */
export function ProblemsList({ document }: { readonly document: EditorDocument }): ReactNode {
  const refused =
    document.applied === document.text || document.problems.length > 0
      ? []
      : document.outcomes.filter(({ result }) => result === 'refused');
  if (document.problems.length === 0 && refused.length === 0) return null;
  return (
    <ul className="pd-problems" aria-label={TEXTS.editor.problems} id="pd-problems">
      {document.problems.map((problem, index) => (
        <Line key={index} problem={problem} documentId={document.id} />
      ))}
      {refused.map((outcome, index) => (
        <Refused key={index} outcome={outcome} />
      ))}
    </ul>
  );
}
