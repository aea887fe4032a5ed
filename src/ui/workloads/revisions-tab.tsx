import { stringify } from 'yaml';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import './revisions-tab.css';
import { isJsonObject, type Json } from '../../base/json.ts';
import { imagesText, newestOf, revisionMark } from '../../projections/workloads/revisions.ts';
import type { ObjectRef } from '../../protocol/requests.ts';
import type { RevisionView, WorkloadView } from '../../protocol/views.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useSession } from '../app-shell/use-session.ts';
import { DiffLines } from '../editor/diff-lines.tsx';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { templateOf } from './revision-template.ts';

function templateText(object: Json | null): string | null {
  const template = object === null ? null : templateOf(object);
  return isJsonObject(template) ? stringify(template, { lineWidth: 0 }) : null;
}

/** The template a revision stands for, as text; null until it is known. */
function useTemplate(workload: WorkloadView, revision: RevisionView | undefined): string | null {
  const kind = workload.kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision';
  const ref: ObjectRef | null =
    revision === undefined
      ? null
      : { kind, namespace: workload.namespace, name: revision.name, uid: revision.uid };
  // A template never changes under its name, so it is asked for once.
  return templateText(useAnswer(ref === null ? null : { ask: 'object', ref }, 0));
}

function Difference({
  workload,
  older,
  newest,
}: {
  readonly workload: WorkloadView;
  readonly older: RevisionView;
  readonly newest: RevisionView;
}): ReactNode {
  const before = useTemplate(workload, older);
  const after = useTemplate(workload, newest);
  const text = TEXTS.inspector;
  if (before === null || after === null) return <div aria-busy="true" />;
  return (
    <>
      <h3 className="pd-heading">
        {text.comparedWith(revisionMark(older).letter, revisionMark(newest).letter)}
      </h3>
      {before === after ? (
        <p className="pd-quiet">{text.sameTemplate}</p>
      ) : (
        <DiffLines before={before} after={after} context={2} />
      )}
    </>
  );
}

interface LineProps {
  readonly workload: WorkloadView;
  readonly revision: RevisionView;
  readonly newest: boolean;
  readonly compared: boolean;
}

function Line({ workload, revision, newest, compared }: LineProps): ReactNode {
  const { layout, deeds } = useSession();
  const { letter, hash } = revisionMark(revision);
  const { kind: objectKind, namespace, name } = workload;
  const text = TEXTS.inspector;
  return (
    <li className={compared ? 'pd-history-line pd-history-compared' : 'pd-history-line'}>
      <span className={newest ? 'pd-revision-letter pd-revision-newest' : 'pd-revision-letter'}>
        {letter}
      </span>
      <span className="pd-history-said">
        <span className="pd-code">{hash}</span>
        <span className="pd-note">
          {revision.revision} · {imagesText(revision.images)} ·{' '}
          {revision.want === 0 && revision.have === 0
            ? 'no pods'
            : `want ${revision.want}, ready ${revision.ready}`}
        </span>
      </span>
      {newest ? (
        <span className="pd-note">{text.newest}</span>
      ) : (
        <>
          <button
            type="button"
            className="pd-icon-button"
            aria-pressed={compared}
            aria-label={text.compareWith(letter)}
            data-tip={text.compareWith(letter)}
            onClick={() => layout.change({ comparedRevision: revision.name })}
          >
            <Glyph name="icon-unequal" size={13} />
          </button>
          <button
            type="button"
            className="pd-button pd-button-line"
            onClick={() =>
              void deeds.command({
                kind: 'rollout-undo',
                objectKind,
                namespace,
                name,
                toRevision: revision.revision,
              })
            }
          >
            {text.rollBack}
          </button>
        </>
      )}
    </li>
  );
}

/** The history of a workload's template: what each revision was, how it differs from the newest, and the way back. */
export function RevisionsTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { mirror, layout } = useSession();
  const workload = useStore(mirror, ({ workloads }) =>
    workloads.find(
      ({ uid, kind, namespace, name }) =>
        uid === subject.uid ||
        (kind === subject.kind && name === subject.name && namespace === subject.namespace),
    ),
  );
  const chosen = useStore(layout, ({ comparedRevision }) => comparedRevision);
  if (workload === undefined) return <p className="pd-quiet">{TEXTS.inspector.gone}</p>;
  const history = [...workload.revisions].sort((a, b) => b.revision - a.revision);
  const newest = newestOf(history);
  const older = history.find((one) => one.name === chosen && one !== newest) ?? history[1];
  return (
    <div className="pd-inspector-part">
      {older === undefined && <p className="pd-quiet">{TEXTS.inspector.oneRevision}</p>}
      <ol className="pd-history" aria-label={TEXTS.inspector.revisions}>
        {history.map((revision) => (
          <Line
            key={revision.uid}
            workload={workload}
            revision={revision}
            newest={revision === newest}
            compared={revision === older}
          />
        ))}
      </ol>
      {older !== undefined && newest !== undefined && (
        <Difference workload={workload} older={older} newest={newest} />
      )}
    </div>
  );
}
