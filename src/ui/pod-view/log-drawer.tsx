import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { PodInside } from '../../protocol/pod-inside.ts';
import type { ReplyMap } from '../../protocol/requests.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useMoment } from '../app-shell/use-session.ts';
import { momentText } from '../timeline/clock-text.ts';
import { Segmented } from '../widgets/segmented.tsx';
import { Drawer } from './drawer.tsx';
import { TEXTS } from './texts.ts';

const TAIL = 500;
/** So near to the end the reader follows the newest line. */
const FOLLOW_PX = 30;
const RUNS = [
  { value: 'present', label: 'This run' },
  { value: 'previous', label: TEXTS.previous },
] as const;

/** Lines with their times; what was written to stderr is marked. */
function textOf(logs: ReplyMap['logs'] | null): string {
  if (logs === null) return '';
  if (logs.message !== '') return logs.message;
  if (logs.lines.length === 0) return TEXTS.silent;
  return logs.lines
    .map(({ at, stream, text }) => `${momentText(at)}  ${stream === 'stderr' ? '! ' : ''}${text}`)
    .join('\n');
}

export interface LogDrawerProps {
  readonly pod: PodInside;
  readonly container: string;
  readonly onClose: () => void;
}

/** Everything a container wrote, of this run or the one before; it follows the newest line until one scrolls up. */
export function LogDrawer({ pod, container, onClose }: LogDrawerProps): ReactNode {
  const moment = useMoment();
  const [run, setRun] = useState<(typeof RUNS)[number]['value']>('present');
  const { namespace, name, uid } = pod;
  const logs = useAnswer(
    { ask: 'logs', namespace, pod: name, uid, container, previous: run === 'previous', tail: TAIL },
    moment,
  );
  const box = useRef<HTMLTextAreaElement>(null);
  const follows = useRef(true);
  const count = logs?.lines.at(-1)?.at ?? 0;
  useEffect(() => {
    if (follows.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [count, run]);
  return (
    <Drawer title={TEXTS.openLog(container)} note={`kubectl logs ${name} -c ${container}`} onClose={onClose}>
      <div className="pd-in-drawer-tools">
        <Segmented label={TEXTS.log} options={RUNS} value={run} onChange={setRun} />
      </div>
      <textarea
        className="pd-in-log"
        ref={box}
        readOnly
        aria-label={TEXTS.openLog(container)}
        value={textOf(logs)}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < FOLLOW_PX;
        }}
      />
    </Drawer>
  );
}
