import type { ReactNode } from 'react';
import type { EventLine, ObjectRef } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';
import { TextLink } from './text-link.tsx';

function Line({ event }: { readonly event: EventLine }): ReactNode {
  const { playback } = useSession();
  const warning = event.type === 'Warning';
  return (
    <li className="pd-own-event">
      <div className="pd-own-event-head">
        {warning && <Glyph name="icon-warning" size={12} label="Warning" />}
        <span className="pd-strong">{event.reason}</span>
        {event.count > 1 && <span className="pd-note">×{event.count}</span>}
        <span className="pd-grow" />
        <span className="pd-note">
          <TextLink code onFollow={() => void playback.seek(event.at)}>
            {momentText(event.at)}
          </TextLink>
        </span>
      </div>
      <p className="pd-own-event-text">{event.message}</p>
      <p className="pd-note">{event.source}</p>
    </li>
  );
}

/** Events about the object, newest first. */
export function EventsTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const moment = useClock((clock) => clock.traceLength, 0);
  const events = useAnswer({ ask: 'events', about: subject }, moment) ?? [];
  return (
    <div className="pd-inspector-part">
      {events.length === 0 ? (
        <p className="pd-quiet">{TEXTS.inspector.noEvents}</p>
      ) : (
        <ul>
          {[...events]
            .sort((a, b) => b.at - a.at)
            .map((event, index) => (
              <Line key={index} event={event} />
            ))}
        </ul>
      )}
    </div>
  );
}
