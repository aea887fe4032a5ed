import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../app-shell/use-session.ts';
import { CopyButton } from '../share/copy-button.tsx';
import type { EchoLine } from '../stores/echo.ts';
import { TEXTS } from '../texts.ts';
import { momentText } from './clock-text.ts';

function Line({ line }: { readonly line: EchoLine }): ReactNode {
  return (
    <li className={line.refused ? 'pd-echo-line pd-echo-refused' : 'pd-echo-line'}>
      <span>{momentText(line.at)}</span>
      <span>
        <code>{line.line}</code>
        {line.answers.map((answer) => (
          <span key={answer} className="pd-echo-answer">
            <br />
            {answer}
          </span>
        ))}
      </span>
      {line.line.startsWith('(') ? <span /> : <CopyButton text={line.line} label={TEXTS.time.copy} />}
    </li>
  );
}

/** What was done on the map, as one would have typed it. */
export function EchoList(): ReactNode {
  const { echo } = useSession();
  const lines = useStore(echo, (state) => state.lines);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [lines.length]);
  if (lines.length === 0) return <p className="pd-table-note">{TEXTS.time.noEcho}</p>;
  return (
    <ul className="pd-echo">
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
      <li ref={end} aria-hidden="true" />
    </ul>
  );
}
