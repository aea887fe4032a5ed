import { memo, useState, type ReactNode } from 'react';
import './owner-board.css';
import { boardOf, ticketLabel } from '../../projections/workloads/board.ts';
import type { OwnerTicketModel } from '../../projections/workloads/ticket-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { Chip } from '../widgets/chip.tsx';
import { moveRovingFocus } from '../widgets/roving-focus.ts';
import { OwnerTicket } from './owner-ticket.tsx';
import type { TicketActions } from './ticket-actions.ts';
import { TicketSlots } from './ticket-slots.tsx';

export interface OwnerBoardProps extends TicketActions {
  readonly owners: readonly OwnerTicketModel[];
  readonly selectedUid: string | null;
}

const GLYPHS = { trouble: 'state-failed', moving: 'state-not-ready', calm: 'icon-check' } as const;
const MOODS = { trouble: 'needs somebody', moving: 'is changing', calm: 'as promised' } as const;

function lineLabel(owner: OwnerTicketModel): string {
  return owner.trouble === null ? `${ticketLabel(owner)}, ${MOODS[owner.mood]}` : ticketLabel(owner);
}

function LineDrawing({
  owner,
  first,
  onSelectOwner,
}: {
  readonly owner: OwnerTicketModel;
  readonly first: boolean;
} & Pick<TicketActions, 'onSelectOwner'>): ReactNode {
  const { uid, kind, namespace, name, counts, mood, trouble, slots } = owner;
  return (
    <li data-owner-uid={uid}>
      <button
        type="button"
        className={`pd-line pd-line-${mood}`}
        aria-label={lineLabel(owner)}
        data-tip={`${kind} ${namespace}/${name}`}
        tabIndex={first ? 0 : -1}
        onClick={() => onSelectOwner?.(uid)}
        onKeyDown={(event) => moveRovingFocus(event, '.pd-line')}
      >
        <span className="pd-line-mood">
          <Glyph name={GLYPHS[mood]} size={12} />
        </span>
        <span className="pd-line-name">{name}</span>
        <span className="pd-note pd-line-kind">{trouble === null && kind}</span>
        {trouble === null ? (
          <TicketSlots slots={slots} most={5} />
        ) : (
          <span className="pd-line-word">{trouble.word}</span>
        )}
        <span className="pd-note pd-line-counts">{trouble === null ? counts : trouble.text}</span>
      </button>
    </li>
  );
}

const Line = memo(LineDrawing);

function Head({
  owners,
  troubled,
  moving,
  filter,
  onFilter,
}: {
  readonly owners: number;
  readonly troubled: number;
  readonly moving: number;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}): ReactNode {
  const text = TEXTS.board;
  return (
    <div className="pd-board-head">
      <h3 className="pd-strong">{text.title}</h3>
      <span className="pd-note">{owners}</span>
      {troubled > 0 && (
        <Chip tone="alarm" glyph="state-failed">
          {text.troubled(troubled)}
        </Chip>
      )}
      {moving > 0 && <Chip glyph="state-not-ready">{text.moving(moving)}</Chip>}
      <span className="pd-grow" />
      <label className="pd-board-filter">
        <Glyph name="icon-filter" size={12} />
        <input
          type="search"
          aria-label={text.filter}
          placeholder={text.filter}
          value={filter}
          onChange={(event) => onFilter(event.currentTarget.value)}
        />
      </label>
    </div>
  );
}

function OwnerBoardDrawing({ owners, selectedUid, ...actions }: OwnerBoardProps): ReactNode {
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const text = TEXTS.board;
  const board = boardOf(owners, filter, all, selectedUid);
  const { onSelectOwner } = actions;
  return (
    <section className="pd-board pd-panel" aria-label={text.landmark(owners.length, board.troubled)}>
      <Head
        owners={owners.length}
        troubled={board.troubled}
        moving={board.moving}
        filter={filter}
        onFilter={setFilter}
      />
      {board.matching === 0 && (
        <p className="pd-note pd-board-none">
          {text.nothing}{' '}
          <button type="button" className="pd-link-button" onClick={() => setFilter('')}>
            {text.clear}
          </button>
        </p>
      )}
      <ul className="pd-board-lines" aria-label={text.title} data-roving>
        {board.lines.map((owner, index) =>
          owner.uid === selectedUid ? (
            <li key={owner.uid} className="pd-board-open">
              <OwnerTicket owner={owner} selected {...actions} />
            </li>
          ) : (
            <Line
              key={owner.uid}
              owner={owner}
              first={index === 0}
              {...(onSelectOwner && { onSelectOwner })}
            />
          ),
        )}
      </ul>
      {board.hidden > 0 && (
        <button type="button" className="pd-link-button pd-board-more" onClick={() => setAll(true)}>
          {text.more(board.hidden)}
        </button>
      )}
      {board.hidden === 0 && all && filter === '' && (
        <button type="button" className="pd-link-button pd-board-more" onClick={() => setAll(false)}>
          {text.fewer}
        </button>
      )}
    </section>
  );
}

/** Many promises at a glance; the chosen one opens to its ticket where it stands. */
export const OwnerBoard = memo(OwnerBoardDrawing);
