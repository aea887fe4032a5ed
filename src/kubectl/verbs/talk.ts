/** A command in a container and a person at the keyboard: `kubectl exec -it`. */
import type { ExecStream, ExecView } from '../cluster-access.ts';
import type { Keyboard } from '../keyboard.ts';
import { Refusal, complaint } from '../session.ts';
import type { Session } from '../session.ts';

/** The client does not show in which frame the runtime's words came. */
const RPC = /^rpc error: code = \w+ desc = /;

const SHELLS = new Set(['sh', 'ash', 'bash', 'dash', 'busybox']);

/** Returns the exit code of the command. */
export async function talk(
  session: Session,
  stream: ExecStream,
  keyboard: Keyboard,
  tty: boolean,
  fromStart = true,
): Promise<number> {
  let shown = fromStart ? 0 : ((await stream.look())?.printed ?? 0);
  const quiet = keyboard.onInterrupt(() => void stream.signal('INT'));
  try {
    for (;;) {
      const view = await stream.look();
      if (view === undefined) throw new Refusal('command terminated with exit code 137', 137);
      // A log that was rotated has become shorter.
      shown = Math.min(shown, view.printed);
      const fresh = Math.min(view.printed - shown, view.output.length);
      if (fresh > 0) session.out.push(view.output.slice(view.output.length - fresh));
      shown = view.printed;
      if (!view.running) return ended(view);
      if (!view.waits) {
        await stream.wait();
        continue;
      }
      const line = await keyboard.readLine(tty ? promptOf(view) : '');
      if (line === undefined) await stream.end();
      else await stream.type(`${line}\n`);
    }
  } finally {
    quiet();
  }
}

/** As busybox's shell prompts root. */
function promptOf({ program, cwd }: ExecView): string {
  return SHELLS.has(program) ? `${cwd === '/root' ? '~' : cwd} # ` : '';
}

function ended({ exitCode, error }: ExecView): number {
  if (error !== '')
    throw complaint(
      `Internal error occurred: Internal error occurred: error executing command in container: ${error.replace(RPC, '')}`,
    );
  if (exitCode !== 0) throw new Refusal(`command terminated with exit code ${exitCode}`, exitCode);
  return 0;
}

/** Lines of a text as somebody would type them. */
export function pipedKeyboard(text: string): Keyboard {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  return {
    readLine: async () => lines.shift(),
    onInterrupt: () => () => undefined,
    interrupt: () => undefined,
  };
}
