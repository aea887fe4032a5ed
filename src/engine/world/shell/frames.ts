/** Entering and leaving frames: functions, eval, traps, loops, and the way out of the shell. */
import { descriptorOf, setDescriptor } from '../programs/descriptors.ts';
import type { Frame, SavedDescriptor, Shell } from './state.ts';
import { newFrame } from './state.ts';
import { putBack } from './variables.ts';

export function pushFrame(shell: Shell, frame: Frame): void {
  shell.state.frames.push(frame);
}

/** Leaves the innermost frame and puts back what it changed. */
export function popFrame(shell: Shell): void {
  const { state } = shell;
  const frame = state.frames.pop();
  if (frame === undefined) return;
  while (frame.saved.length > 0) restoreLevel(shell, frame);
  putBack(shell, frame.locals);
  putBack(shell, frame.temporary);
  if (frame.positional !== null) state.positional = frame.positional;
  if (frame.restoreStatus !== null) state.status = frame.restoreStatus;
}

/** Undoes the innermost redirections of a frame. */
export function restoreLevel(shell: Shell, frame: Frame): void {
  const level: readonly SavedDescriptor[] = frame.saved.pop() ?? [];
  const { process } = shell.on;
  for (const { fd, kept } of [...level].reverse()) {
    setDescriptor(process, fd, kept === null ? undefined : descriptorOf(process, kept));
    if (kept !== null) setDescriptor(process, kept, undefined);
  }
}

/** `exit`: everything is left, then the EXIT trap runs once, then the process ends. */
export function leaveShell(shell: Shell, status: number): void {
  const { state } = shell;
  while (state.frames.length > 0) popFrame(shell);
  const first = state.leaving === null;
  state.leaving = status;
  state.status = status;
  const action = first ? state.traps.find(([condition]) => condition === 'EXIT')?.[1] : undefined;
  if (action === undefined || action === '') return;
  state.traps = state.traps.filter(([condition]) => condition !== 'EXIT');
  pushFrame(shell, newFrame('trap', action));
}

/** `return`: out of the innermost function or sourced file; elsewhere it ends the script. */
export function returnFrom(shell: Shell, status: number): void {
  const { state } = shell;
  const depth = state.frames.findLastIndex(({ kind }) => kind === 'function' || kind === 'source');
  if (depth < 0) return leaveShell(shell, status);
  while (state.frames.length > depth) popFrame(shell);
  state.status = status;
}

/** `break n` and `continue n`. Outside a loop nothing happens. */
export function leaveLoop(shell: Shell, count: number, again: boolean): void {
  const frame = loopFrame(shell);
  if (frame === undefined) return;
  const depth = Math.max(0, frame.loops.length - count);
  frame.loops.length = depth + 1;
  const loop = frame.loops[depth];
  if (loop === undefined) return;
  while (frame.saved.length > loop.savedDepth) restoreLevel(shell, frame);
  frame.subjects.length = loop.subjectDepth;
  loop.status = 0;
  frame.pc = again ? loop.next : loop.end;
}

/** The frame whose loop is meant; `eval` and traps inside a loop are left on the way. */
function loopFrame(shell: Shell): Frame | undefined {
  const { frames } = shell.state;
  let depth = frames.length - 1;
  while (
    depth > 0 &&
    frames[depth]?.loops.length === 0 &&
    ['eval', 'trap'].includes(frames[depth]?.kind ?? '')
  )
    depth -= 1;
  const frame = frames[depth];
  if (frame === undefined || frame.loops.length === 0) return undefined;
  while (frames.length - 1 > depth) popFrame(shell);
  return frame;
}
