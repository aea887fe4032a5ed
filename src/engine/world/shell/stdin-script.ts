/** A shell without `-c` and script reads its commands from stdin: line by line, until they make whole statements. */
import { readSome } from '../programs/descriptors.ts';
import type { Turn } from '../programs/program.ts';
import { waitFor } from '../programs/program.ts';
import { compile } from './compile.ts';
import { leaveShell, pushFrame } from './frames.ts';
import type { Shell } from './state.ts';
import { newFrame } from './state.ts';

/** Null when there is something to run. */
export function readCommands(shell: Shell): Turn | null {
  const { state } = shell;
  for (;;) {
    if (beginWhole(shell)) return null;
    const read = readSome(shell.on, 0);
    if (read.kind === 'wait') return waitFor('input', 0);
    if (read.kind !== 'bytes') return atEndOfInput(shell);
    state.unread += read.bytes.text;
  }
}

/** Starts the shortest beginning of the text that is complete, if there is one. */
function beginWhole(shell: Shell): boolean {
  const { state } = shell;
  for (let cut = state.unread.indexOf('\n'); cut >= 0; cut = state.unread.indexOf('\n', cut + 1)) {
    const text = state.unread.slice(0, cut + 1);
    if (compile(text).incomplete) continue;
    begin(shell, text, state.unread.slice(cut + 1));
    return true;
  }
  return false;
}

/** What is left has no newline or is not complete: it is run all the same, for its complaint. */
function atEndOfInput(shell: Shell): null {
  const { state } = shell;
  if (state.unread.trim() === '') leaveShell(shell, state.status);
  else begin(shell, state.unread, '');
  return null;
}

/** The rest stays with the shell: commands such as `read` do not see what it has read ahead, as in busybox. */
function begin(shell: Shell, text: string, rest: string): void {
  shell.state.unread = rest;
  pushFrame(shell, newFrame('unit', text));
}
