/** The workstation of the page: a shell with kubectl, the run as its cluster, the editor's tabs as its files. */
import { completion } from '../../kubectl/completion.ts';
import { createInterrupter } from '../../kubectl/interruption.ts';
import { either } from '../../kubectl/shell/pipe.ts';
import { Shell } from '../../kubectl/shell/shell.ts';
import { workstationPrograms } from '../../kubectl/shell/workstation.ts';
import type { Session } from '../app-shell/session.ts';
import { messageOf } from '../stores/playback.ts';
import { readStored, writeStored } from '../stores/stored.ts';
import type { EchoLine } from '../stores/echo.ts';
import { TEXTS } from '../texts.ts';
import { Console, DIM, PLAIN } from './console.ts';
import { deskFiles } from './desk-files.ts';
import type { Screen } from './input-area.ts';
import { sshProgram } from './machine-shell.ts';
import { PageCluster } from './page-cluster.ts';
import { RunWentElsewhere, createPageTime } from './page-time.ts';

export interface Desk {
  readonly console: Console;
  close(): void;
}

const HISTORY_KEY = 'terminal-history';
const GREEN = '\x1b[32m';
/** A command that has taken this long is waiting for something. */
const PATIENCE_MS = 350;

function storedHistory(): readonly string[] {
  const stored = readStored(HISTORY_KEY);
  return Array.isArray(stored) ? stored.filter((line) => typeof line === 'string') : [];
}

export function createDesk(session: Session, screen: Screen): Desk {
  const { client, mirror, selection, documents, echo } = session;
  const time = createPageTime(client, mirror);
  const files = deskFiles(documents);
  const cluster = new PageCluster({ client, time, onTouched: (ref) => selection.select(ref) });
  const where = { namespace: 'default' };
  const programs = {
    ...workstationPrograms({ cluster, namespace: () => where.namespace }),
    ssh: sshProgram({ cluster, client, mirror, time }),
  };
  const shell = new Shell({ programs, files, sleep: (ms) => time.sleep(ms) });
  const desk = new Console({
    screen,
    history: storedHistory(),
    onHistory: (lines) => void writeStored(HISTORY_KEY, lines),
    prompt: () => promptText(session, where.namespace),
    complete: (text, cursor) =>
      completion(text, cursor, {
        cluster,
        namespace: where.namespace,
        files,
        programs: Object.keys(programs),
      }),
    run: async (text, streams) => {
      const stop = tellStandstill(desk, time);
      const leave = createInterrupter();
      cluster.ranAs(text);
      const endMoves = time.onMove(() => leave.interrupt());
      try {
        const exit = await shell.run(text, {
          ...streams,
          interruption: either(streams.interruption, leave),
        });
        if (leave.happened) throw new RunWentElsewhere();
        return exit;
      } finally {
        stop();
        endMoves();
        cluster.ranAs(undefined);
      }
    },
    explain: (error) =>
      error instanceof RunWentElsewhere ? TEXTS.terminal.elsewhere : `error: ${messageOf(error)}`,
  });
  const endEcho = echoAbove(session, desk, echo.getState().lines);
  return {
    console: desk,
    close() {
      endEcho();
      time.close();
    },
  };
}

function promptText({ mirror }: Session, namespace: string): string {
  const clock = mirror.getState().clock;
  const isPast = clock !== null && clock.now < clock.horizon;
  const place = namespace === 'default' ? '' : `${namespace} `;
  return `${isPast ? `${DIM}${TEXTS.terminal.past}${PLAIN} ` : ''}${place}${GREEN}$${PLAIN} `;
}

/** Says once per command that the run stands still while the command waits for it. */
function tellStandstill(desk: Console, time: ReturnType<typeof createPageTime>): () => void {
  const timer = setInterval(() => {
    if (!time.standsStill) return;
    clearInterval(timer);
    desk.announce(`${DIM}${TEXTS.terminal.paused}${PLAIN}`);
  }, PATIENCE_MS);
  return () => clearInterval(timer);
}

/** What is done elsewhere on the page appears as one would have typed it. */
function echoAbove({ echo }: Session, desk: Console, before: readonly EchoLine[]): () => void {
  let last = 0;
  const tell = (lines: readonly EchoLine[]): void => {
    for (const { id, line, answers } of lines) {
      if (id <= last) continue;
      last = id;
      desk.announce([line, ...answers].map((text) => `${DIM}${text}${PLAIN}`).join('\n'));
    }
  };
  tell(before);
  return echo.subscribe(({ lines }) => tell(lines));
}
