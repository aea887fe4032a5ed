import type { ReactNode } from 'react';
import './revision-rows.css';
import type { RevisionModel } from '../../projections/workloads/ticket-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { backTo } from './steering.ts';
import type { OwnerTicketProps } from './ticket-actions.ts';
import { TicketSlots } from './ticket-slots.tsx';

interface RowProps extends OwnerTicketProps {
  readonly revision: RevisionModel;
}

/** Letter and hash; of an older revision it is the way back to it. */
function Mark({ owner, revision, onSteer }: RowProps): ReactNode {
  const { letter, hash, newest } = revision;
  const face = (
    <>
      <span className={newest ? 'pd-revision-letter pd-revision-newest' : 'pd-revision-letter'}>
        {letter}
      </span>
      <span className="pd-code pd-revision-hash">{hash}</span>
    </>
  );
  if (newest || onSteer === undefined)
    return (
      <span
        className="pd-revision-mark"
        data-tip={`Revision ${revision.revision}${newest ? ', the newest' : ''}`}
      >
        {face}
      </span>
    );
  return (
    <button
      type="button"
      className="pd-revision-mark pd-revision-back"
      aria-label={`Roll ${owner.kind} ${owner.name} back to revision ${letter}, ${hash}`}
      data-tip={`Roll back to ${letter}: revision ${revision.revision}`}
      onClick={() => onSteer(backTo(owner, revision))}
    >
      {face}
      <Glyph name="icon-undo" size={12} />
    </button>
  );
}

function Compare({ owner, revision, onCompare }: RowProps): ReactNode {
  if (revision.newest || onCompare === undefined) return <span />;
  const label = `Compare revision ${revision.letter} of ${owner.kind} ${owner.name} with the newest`;
  return (
    <button
      type="button"
      className="pd-owner-tool"
      aria-label={label}
      data-tip={`What differs between ${revision.letter} and the newest`}
      onClick={() => onCompare(owner, revision.name)}
    >
      <Glyph name="icon-unequal" size={12} />
    </button>
  );
}

function Row(props: RowProps): ReactNode {
  const { revision } = props;
  const idle = revision.slots.length === 0;
  return (
    <li className="pd-revision">
      <Mark {...props} />
      {idle ? (
        <span className="pd-note pd-revision-images">{revision.images}</span>
      ) : (
        <TicketSlots slots={revision.slots} />
      )}
      {!idle && (
        <span className="pd-note">
          want {revision.want} · ready {revision.ready}
        </span>
      )}
      <Compare {...props} />
    </li>
  );
}

/** Who shares the pods, and where one could go back to. */
export function RevisionRows(props: OwnerTicketProps): ReactNode {
  const { owner } = props;
  return (
    <ul className="pd-revisions" aria-label={`revisions of ${owner.kind} ${owner.name}`}>
      {owner.revisions.map((revision) => (
        <Row key={revision.uid} {...props} revision={revision} />
      ))}
    </ul>
  );
}
