import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { saveFile } from '../share/save-file.ts';
import { messageOf } from '../stores/playback.ts';
import { TEXTS } from '../texts.ts';
import { clockText } from '../timeline/clock-text.ts';
import { useSession } from './use-session.ts';

/** The one place that shows a broken invariant: what, when, and the two ways on. */
export function FaultBanner(): ReactNode {
  const { run, client, restore, toasts } = useSession();
  const fault = useStore(run, (state) => state.fault);
  const [restoring, setRestoring] = useState(false);
  if (fault === null) return null;
  const report = (): void =>
    saveFile(
      'podarium-report.json',
      JSON.stringify({ fault, run: client.lastSaved }, null, 2),
      'application/json',
    );
  const again = (): void => {
    setRestoring(true);
    restore()
      .catch((error: unknown) => toasts.show(messageOf(error), { tone: 'refused' }))
      .finally(() => setRestoring(false));
  };
  return (
    <div className="pd-fault" role="alert">
      <p>
        {TEXTS.fault.title} <span className="pd-fault-detail">{fault.message}</span>
        <br />
        <span className="pd-fault-detail pd-code">
          {TEXTS.fault.detail(fault.seed, clockText(fault.at), fault.processed)}
        </span>
      </p>
      <span className="pd-grow" />
      <button type="button" className="pd-button" onClick={again}>
        {restoring ? TEXTS.fault.restoring : TEXTS.fault.restore}
      </button>
      <button type="button" className="pd-button" onClick={report}>
        {TEXTS.fault.report}
      </button>
    </div>
  );
}
