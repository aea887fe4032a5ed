import { Fragment, type ReactNode } from 'react';
import type { DecisionTable, ObjectRef } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';
import { TextLink } from './text-link.tsx';

type NodeVerdicts = DecisionTable['nodes'][number];

/** Plugins that said anything, in the order of the first node. */
export function pluginsOf(table: DecisionTable): readonly string[] {
  return [...new Set(table.nodes.flatMap(({ verdicts }) => verdicts.map(({ plugin }) => plugin)))];
}

/** The first closed gate of a node: later ones were not asked. */
export function firstRejection(node: NodeVerdicts): string | null {
  return node.verdicts.find(({ rejected }) => rejected !== '')?.plugin ?? null;
}

/** A long name that may break where its words meet. */
function Breakable({ name }: { readonly name: string }): ReactNode {
  return name.split(/(?<=[a-z])(?=[A-Z])/).map((word, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

function Cell({ node, plugin }: { readonly node: NodeVerdicts; readonly plugin: string }): ReactNode {
  const verdict = node.verdicts.find((candidate) => candidate.plugin === plugin);
  if (verdict === undefined) return <td className="pd-quiet">–</td>;
  if (verdict.rejected !== '') {
    const first = firstRejection(node) === plugin;
    return (
      <td className={first ? 'pd-verdict-closed' : undefined} data-tip={verdict.rejected}>
        <Glyph name="pip-fail" size={9} label="no" />{' '}
        {first && <span className="pd-verdict-words">{verdict.rejected}</span>}
      </td>
    );
  }
  if (verdict.normalizedScore !== null) {
    return (
      <td
        data-tip={`raw ${verdict.rawScore ?? '–'}, normalised ${verdict.normalizedScore}, weight ${verdict.weight}`}
      >
        {verdict.normalizedScore * verdict.weight}
      </td>
    );
  }
  return (
    <td>
      <Glyph name="icon-check" size={10} label="yes" />
    </td>
  );
}

/** Node by plugin: who could have taken the pod, and why the others could not. */
export function DecisionTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { selection } = useSession();
  const moment = useClock((clock) => clock.traceLength, 0);
  const table = useAnswer({ ask: 'decision', podUid: subject.uid ?? '' }, moment);
  const text = TEXTS.inspector;
  if (table === null) return <p className="pd-inspector-part pd-quiet">{text.noDecision}</p>;
  return (
    <div className="pd-inspector-part">
      <p>
        {text.decisionOf(table.node)} <span className="pd-code pd-note">{momentText(table.at)}</span>
      </p>
      {table.message !== '' && <p className="pd-decision-message pd-code">{table.message}</p>}
      <div className="pd-decision-scroll">
        <table className="pd-decision">
          <thead>
            <tr>
              <th scope="col">
                <span className="pd-visually-hidden">{text.plugin}</span>
              </th>
              {table.nodes.map(({ name }) => (
                <th key={name} scope="col" className={name === table.node ? 'pd-decision-chosen' : undefined}>
                  <TextLink onFollow={() => selection.select({ kind: 'Node', namespace: '', name })}>
                    {name}
                  </TextLink>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pluginsOf(table).map((plugin) => (
              <tr key={plugin}>
                <th scope="row">
                  <Breakable name={plugin} />
                </th>
                {table.nodes.map((node) => (
                  <Cell key={node.name} node={node} plugin={plugin} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              {table.nodes.map((node) => (
                <td key={node.name} className={node.name === table.node ? 'pd-decision-chosen' : undefined}>
                  {node.total ?? '–'}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}
