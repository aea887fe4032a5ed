/** Redirections: open the target, remember what the descriptor was, put the new one in its place. */
import type { Descriptor } from '../programs/contract.ts';
import {
  descriptorOf,
  FOR_APPENDING,
  freeDescriptor,
  FOR_READING,
  FOR_WRITING,
  newPipe,
  openPath,
  pathOf,
  setDescriptor,
  viewOf,
} from '../programs/descriptors.ts';
import { statFile } from '../filesystem/file-operations.ts';
import { restoreLevel } from './frames.ts';
import { cannotCreate, cannotOpen } from './messages.ts';
import type { Frame, Redirection, Shell } from './state.ts';
import { hasOption } from './state.ts';

/** Applies redirections in order and returns null, or undoes them and returns what went wrong. */
export function openRedirections(
  shell: Shell,
  frame: Frame,
  redirections: readonly Redirection[],
): string | null {
  frame.saved.push([]);
  for (const redirection of redirections) {
    const problem = applyRedirection(shell, frame, redirection);
    if (problem !== null) {
      restoreLevel(shell, frame);
      return problem;
    }
  }
  return null;
}

function applyRedirection(shell: Shell, frame: Frame, redirection: Redirection): string | null {
  const { operator, fd, target } = redirection;
  if (operator === 'here') return place(shell, frame, fd, hereDocument(shell, target));
  if (operator === '>&' || operator === '<&') return duplicate(shell, frame, fd, target);
  const opened = openTarget(shell, redirection);
  if (typeof opened === 'string') return opened;
  if (!operator.startsWith('&')) return place(shell, frame, fd, opened);
  place(shell, frame, 1, opened);
  return place(shell, frame, 2, opened);
}

function place(shell: Shell, frame: Frame, fd: number, descriptor: Descriptor | undefined): null {
  const { process } = shell.on;
  const old = descriptorOf(process, fd);
  const kept = old === undefined ? null : freeDescriptor(process);
  if (kept !== null) setDescriptor(process, kept, old);
  frame.saved.at(-1)?.push({ fd, kept });
  setDescriptor(process, fd, descriptor);
  return null;
}

function duplicate(shell: Shell, frame: Frame, fd: number, target: string): string | null {
  if (target === '-') return place(shell, frame, fd, undefined);
  const source = /^[0-9]+$/.test(target) ? descriptorOf(shell.on.process, Number(target)) : undefined;
  return source === undefined ? `${target}: Bad file descriptor` : place(shell, frame, fd, source);
}

function openTarget(shell: Shell, { operator, target }: Redirection): Descriptor | string {
  const flags =
    operator === '<'
      ? FOR_READING
      : operator.endsWith('>>')
        ? FOR_APPENDING
        : operator === '<>'
          ? { ...FOR_APPENDING, read: true, append: false }
          : FOR_WRITING;
  if (operator === '>' && hasOption(shell.state, 'noclobber') && isPlainFile(shell, target))
    return cannotCreate(shell.state, target, 'EEXIST');
  const opened = openPath(shell.on, target, flags);
  if (opened.ok) return opened.value;
  return operator === '<'
    ? cannotOpen(shell.state, target, opened.error)
    : cannotCreate(shell.state, target, opened.error);
}

function isPlainFile(shell: Shell, target: string): boolean {
  const found = statFile(viewOf(shell.on), pathOf(shell.on, target));
  return found.ok && found.value.entry.kind === 'file';
}

/** The text waits in a pipe whose writer is gone. */
function hereDocument(shell: Shell, text: string): Descriptor {
  const id = newPipe(shell.on);
  const pipe = shell.on.kernel.container.pipes.find((candidate) => candidate.id === id);
  if (pipe !== undefined) pipe.text = text;
  return { kind: 'pipe', pipe: id, end: 'read' };
}
