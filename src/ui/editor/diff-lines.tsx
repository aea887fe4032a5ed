import { useMemo, type ReactNode } from 'react';
import './yaml-lines.css';
import { diffLines, type DiffLine } from './line-diff.ts';
import { CodeLine } from './yaml-lines.tsx';

export interface DiffLinesProps {
  readonly before: string;
  readonly after: string;
  /** Unchanged lines shown round each change. */
  readonly context?: number;
}

const SIGN = { same: ' ', added: '+', removed: '−' } as const;
const SPOKEN = { same: '', added: 'added: ', removed: 'removed: ' } as const;

/** Lines near a change; null stands for lines left out. */
export function nearChanges(lines: readonly DiffLine[], context: number): readonly (DiffLine | null)[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap((line, index) => {
    if (near[index] === true) return [line];
    return near[index - 1] === true || index === 0 ? [null] : [];
  });
}

/** What differs, line by line; signs and words beside the tint. */
export function DiffLines({ before, after, context = 3 }: DiffLinesProps): ReactNode {
  const shown = useMemo(() => nearChanges(diffLines(before, after), context), [before, after, context]);
  return (
    <div className="pd-diff">
      {shown.map((line, index) =>
        line === null ? (
          <div key={index} className="pd-diff-skip" aria-hidden="true">
            …
          </div>
        ) : (
          <div key={index} className={`pd-diff-line pd-diff-${line.kind}`}>
            <span aria-hidden="true">{SIGN[line.kind]}</span>
            <span>
              {SPOKEN[line.kind] !== '' && <span className="pd-visually-hidden">{SPOKEN[line.kind]}</span>}
              <CodeLine text={line.text} />
            </span>
          </div>
        ),
      )}
    </div>
  );
}
