import { useMemo, useState, type ReactNode } from 'react';
import type { EventLine } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { LongList } from '../widgets/long-list.tsx';
import { momentText } from './clock-text.ts';

const NO_EVENTS: readonly EventLine[] = [];
/** So many are asked for; a busy cluster of a thousand pods has about as many in the hour for which Events are kept. */
const LIMIT = 10_000;
const ROW_PX = 24;

function matches(event: EventLine, filter: string, warningsOnly: boolean): boolean {
  if (warningsOnly && event.type !== 'Warning') return false;
  const text =
    `${event.reason} ${event.about.kind} ${event.about.name} ${event.source} ${event.message}`.toLowerCase();
  return filter.split(' ').every((word) => text.includes(word));
}

export function EventRow({ event }: { readonly event: EventLine }): ReactNode {
  const { playback, selection } = useSession();
  const warning = event.type === 'Warning';
  const go = (): void => {
    selection.select(event.about);
    void playback.seek(event.at);
  };
  return (
    <button type="button" className={warning ? 'pd-event pd-event-warning' : 'pd-event'} onClick={go}>
      <span className="pd-code">{momentText(event.at)}</span>
      <span className="pd-event-type">
        {warning && <Glyph name="icon-warning" size={11} />}
        {event.type}
      </span>
      <span className="pd-strong">
        {event.reason}
        {event.count > 1 && <span className="pd-quiet"> ×{event.count}</span>}
      </span>
      <span className="pd-code">{event.about.name}</span>
      <span data-tip={event.message}>{event.message}</span>
    </button>
  );
}

/** Events as `kubectl get events` has them, newest first; a click leads to the moment. */
export function EventsTable(): ReactNode {
  const trace = useClock((clock) => clock.traceLength, 0);
  const [filter, setFilter] = useState('');
  const [warningsOnly, setWarningsOnly] = useState(false);
  const events = useAnswer({ ask: 'events', limit: LIMIT }, trace) ?? NO_EVENTS;
  const shown = useMemo(
    () =>
      events
        .filter((event) => matches(event, filter.trim().toLowerCase(), warningsOnly))
        .sort((a, b) => b.at - a.at),
    [events, filter, warningsOnly],
  );
  const text = TEXTS.time;
  if (events.length === 0) return <p className="pd-table-note">{text.noEvents}</p>;
  const tools = (
    <div className="pd-events-filter">
      <input
        className="pd-input"
        type="search"
        id="pd-events-filter"
        aria-label={text.filter}
        placeholder={text.filter}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <label className="pd-button">
        <input
          type="checkbox"
          checked={warningsOnly}
          onChange={(event) => setWarningsOnly(event.target.checked)}
        />
        {text.warningsOnly}
      </label>
      <span className="pd-note">{text.eventCount(shown.length, events.length)}</span>
    </div>
  );
  if (shown.length === 0)
    return (
      <div className="pd-events">
        {tools}
        <p className="pd-table-note">
          {text.filterEmpty}{' '}
          <button type="button" className="pd-button pd-button-line" onClick={() => setFilter('')}>
            {text.clearFilter}
          </button>
        </p>
      </div>
    );
  return (
    <LongList className="pd-events" head={tools} label={text.tab.events} count={shown.length} rowPx={ROW_PX}>
      {(index) => {
        const event = shown[index];
        return event && <EventRow event={event} />;
      }}
    </LongList>
  );
}
