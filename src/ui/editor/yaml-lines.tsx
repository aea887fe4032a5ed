import { memo, type ReactNode } from 'react';
import './yaml-lines.css';
import type { ChangedLine } from './line-diff.ts';
import { yamlTokens } from './yaml-tokens.ts';

export interface YamlLinesProps {
  readonly text: string;
  readonly numbered?: boolean;
  readonly changed?: readonly ChangedLine[];
  /** Lines to tint, from and to, both counted from 1. */
  readonly lit?: readonly [number, number] | null;
}

export function CodeLine({ text }: { readonly text: string }): ReactNode {
  return yamlTokens(text).map((token, index) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      <span key={index} className={`pd-yaml-${token.kind}`}>
        {token.text}
      </span>
    ),
  );
}

const NO_CHANGES: readonly ChangedLine[] = [];

function YamlLinesDrawing({
  text,
  numbered = true,
  changed = NO_CHANGES,
  lit = null,
}: YamlLinesProps): ReactNode {
  const lines = text.replace(/\n$/, '').split('\n');
  const was = new Map(changed.map((line) => [line.line, line.was]));
  return (
    <div className={numbered ? 'pd-yaml' : 'pd-yaml pd-yaml-bare'}>
      {lines.map((line, index) => {
        const number = index + 1;
        const added = was.has(number);
        const tinted = lit !== null && number >= lit[0] && number <= lit[1];
        const old = was.get(number) ?? '';
        return (
          <div
            key={number}
            className={`pd-yaml-line${added ? ' pd-yaml-added' : tinted ? ' pd-yaml-lit' : ''}`}
          >
            <span className="pd-yaml-bar" />
            {numbered && (
              <span className="pd-yaml-number" aria-hidden="true">
                {number}
              </span>
            )}
            <span className="pd-yaml-code">
              <CodeLine text={line} />
            </span>
            {old !== '' && <span className="pd-yaml-was">was {old}</span>}
          </div>
        );
      })}
    </div>
  );
}

/** YAML to read, with line numbers where the editor would have them. */
export const YamlLines = memo(YamlLinesDrawing);
