/** What a shell says on stderr. ash of busybox and dash of Debian differ in the prefix and in some texts. */
import type { Errno } from '../filesystem/errno.ts';
import { errnoText } from '../filesystem/errno.ts';
import { writeText } from '../programs/descriptors.ts';
import type { Shell, ShellState } from './state.ts';

/** Prints a message; `builtin` names the builtin that complains. */
export function complain(shell: Shell, text: string, builtin?: string): void {
  writeText(shell.on, 2, `${prefix(shell.state, builtin)}${text}\n`);
}

function prefix(state: ShellState, builtin: string | undefined): string {
  const line = lineOf(state);
  const named = builtin === undefined ? '' : `${builtin}: `;
  if (state.flavour === 'dash') return `${state.name}: ${line}: ${named}`;
  if (state.origin === 'file') return `${state.name}: ${named}line ${line}: `;
  return builtin === undefined ? `${state.name}: ` : `${state.name}: ${named}line ${line - 1}: `;
}

function lineOf(state: ShellState): number {
  const frame = state.frames.findLast(({ kind }) => kind !== 'eval' && kind !== 'trap');
  return frame?.line ?? 1;
}

export function cannotCreate(state: ShellState, path: string, errno: Errno): string {
  if (state.flavour === 'dash')
    return `cannot create ${path}: ${errno === 'ENOENT' ? 'Directory nonexistent' : errnoText(errno)}`;
  return `can't create ${path}: ${errno === 'ENOENT' ? 'nonexistent directory' : errnoText(errno)}`;
}

export function cannotOpen(state: ShellState, path: string, errno: Errno): string {
  if (state.flavour === 'dash')
    return `cannot open ${path}: ${errno === 'ENOENT' ? 'No such file' : errnoText(errno)}`;
  return `can't open ${path}: ${errno === 'ENOENT' ? 'no such file' : errnoText(errno)}`;
}

/** A word as `set -x`, `trap` and `export -p` print it. */
export function quoteWord(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

export function traceWord(word: string): string {
  return /^[A-Za-z0-9_@+:,./^\]-]*$/.test(word) ? word : quoteWord(word);
}
