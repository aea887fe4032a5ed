import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ObjectRef } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useMoment, useSession } from '../app-shell/use-session.ts';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';

/** What fits the memory of a reader; the rest is what `kubectl logs` is for. */
const TAIL = 10_000;

/** What a container wrote; the previous run too, which is where a crash is explained. */
export function LogsTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { mirror } = useSession();
  const row = useStore(mirror, ({ pods }) => pods.get(subject.uid ?? ''));
  const moment = useMoment(1000);
  const names = row?.containers.map(({ name }) => name) ?? [];
  const main = row?.containers.find(({ kind }) => kind === 'app')?.name ?? names[0] ?? '';
  const [chosen, setChosen] = useState<string | null>(null);
  const [previous, setPrevious] = useState(false);
  const container = chosen !== null && names.includes(chosen) ? chosen : main;
  const logs = useAnswer(
    {
      ask: 'logs',
      namespace: subject.namespace,
      pod: subject.name,
      uid: subject.uid ?? '',
      container,
      previous,
      tail: TAIL,
    },
    moment,
  );
  const text = TEXTS.inspector;
  return (
    <div className="pd-inspector-part">
      <div className="pd-inspector-tools">
        <select
          className="pd-input"
          aria-label={text.container}
          value={container}
          onChange={(event) => setChosen(event.target.value)}
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <label className="pd-button">
          <input type="checkbox" checked={previous} onChange={(event) => setPrevious(event.target.checked)} />
          {text.previous}
        </label>
      </div>
      {logs !== null && logs.message !== '' && <p className="pd-quiet">{logs.message}</p>}
      {logs !== null && logs.message === '' && logs.lines.length === 0 && (
        <p className="pd-quiet">{text.noLogs}</p>
      )}
      {logs !== null && logs.lines.length > 0 && (
        <div className="pd-logs" role="group" aria-label={text.tab.logs}>
          {logs.lines.map((line, index) => (
            <div key={index} className={line.stream === 'stderr' ? 'pd-log pd-log-err' : 'pd-log'}>
              <span className="pd-log-at">{momentText(line.at)}</span>
              {line.text}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
