/** A shell without `-c` and script reads its commands from stdin: line by line, until they make whole statements. */
import { readSome } from '../programs/descriptors.ts';
import type { Turn } from '../programs/program.ts';
import { exit, waitFor } from '../programs/program.ts';
import { compile } from './compile.ts';
import { leaveShell, pushFrame } from './frames.ts';
import type { Shell } from './state.ts';
import { newFrame } from './state.ts';

/** Null when there is something to run. Commands that read stdin themselves get what follows the line. */
export function readCommands(shell: Shell): Turn | null {
  const { state } = shell;
  const read = readSome(shell.on, 0);
  if (read.kind === 'bytes') {
    state.unread += read.bytes.text;
    return runWhole(shell);
  }
  if (read.kind === 'wait') return runWhole(shell) ?? waitFor('input', 0);
  if (read.kind === 'failed' && state.leaving !== null) return exit(state.leaving);
  if (state.unread !== '') return begin(shell, state.unread, '');
  leaveShell(shell, state.status);
  return null;
}

/** Runs the shortest beginning of the text that is complete, if there is one. */
function runWhole(shell: Shell): Turn | null {
  const { state } = shell;
  for (let cut = state.unread.indexOf('\n'); cut >= 0; cut = state.unread.indexOf('\n', cut + 1)) {
    const text = state.unread.slice(0, cut + 1);
    if (!compile(text).incomplete) return begin(shell, text, state.unread.slice(cut + 1));
  }
  return waitForMore(shell);
}

function waitForMore(shell: Shell): Turn | null {
  const read = readSome(shell.on, 0);
  if (read.kind === 'bytes') {
    shell.state.unread += read.bytes.text;
    return runWhole(shell);
  }
  if (read.kind === 'wait') return waitFor('input', 0);
  return begin(shell, shell.state.unread, '');
}

function begin(shell: Shell, text: string, rest: string): null {
  shell.state.unread = rest;
  pushFrame(shell, newFrame('unit', text));
  return null;
}
