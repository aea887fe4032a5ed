/**
 * The shell itself: takes one operation after the other until something has to be waited for. All it knows between two
 * operations is in its ShellState, so it can be saved and resumed anywhere.
 *
 * Behaves like busybox ash, down to when traps run: between commands, never while a foreground command is waited for.
 */
import { AssertionError, must, unreachable } from '../../../base/assert.ts';
import type { SignalName } from '../programs/contract.ts';
import type { Disposition, Turn } from '../programs/program.ts';
import { exit, YIELD } from '../programs/program.ts';
import { signalNumber } from '../programs/signals.ts';
import {
  resumeChildren,
  resumeSubstitution,
  startBackground,
  startPipeline,
  startSubshell,
  startSubstitution,
} from './children.ts';
import { compile } from './compile.ts';
import { runArithmeticCommand, runCommand, runTestCommand } from './execute.ts';
import { performWordOp } from './expand.ts';
import { leaveShell, popFrame, pushFrame, restoreLevel } from './frames.ts';
import { complain } from './messages.ts';
import type { Op, WordOp } from './ops.ts';
import { openRedirections } from './redirect.ts';
import type { Frame, Shell } from './state.ts';
import { hasOption, newFrame } from './state.ts';
import { readCommands } from './stdin-script.ts';
import { setVariable } from './variables.ts';

/** Operations per slice. With the kernel's pauses a tight loop gets 10,000 per virtual second, and less after a while. */
const SLICE_OPS = 500;

/** CPU time after which a slice ends, whatever was done in it. */
const SLICE_DEBT_MS = 20;

export function runShell(shell: Shell): Turn {
  const scripts: Scripts = { source: '', compiled: null };
  for (let steps = 0; steps < SLICE_OPS; steps++) {
    const turn = step(shell, scripts);
    if (turn !== null) return turn;
    if (shell.on.process.ending !== null) return exit(0);
    if (shell.on.process.debtMs >= SLICE_DEBT_MS) return YIELD;
  }
  return YIELD;
}

export function shellDisposition(state: Shell['state'], signal: SignalName): Disposition {
  const action = state.traps.find(([condition]) => condition === signal)?.[1];
  if (action === undefined) return 'default';
  return action === '' ? 'ignore' : 'catch';
}

/** The script of the last operation: most follow one another in the same. */
interface Scripts {
  source: string;
  compiled: ReturnType<typeof compile> | null;
}

function scriptOf(scripts: Scripts, source: string): ReturnType<typeof compile> {
  if (scripts.compiled !== null && scripts.source === source) return scripts.compiled;
  const compiled = compile(source);
  scripts.source = source;
  scripts.compiled = compiled;
  return compiled;
}

function step(shell: Shell, scripts: Scripts): Turn | null {
  const { state } = shell;
  const frame = state.frames.at(-1);
  if (frame === undefined) return atEnd(shell);
  if (isBetweenCommands(frame) && runTraps(shell)) return null;
  const { ops, isWord } = scriptOf(scripts, frame.source);
  const op = ops[frame.pc];
  if (op === undefined) throw new AssertionError(`no operation ${frame.pc}`);
  const buildsWord = isWord[frame.pc] === true;
  frame.pc += 1;
  if (!buildsWord) return perform(shell, frame, op as Exclude<Op, WordOp>);
  const problem = performWordOp(shell, frame, op as WordOp);
  if (problem !== null) failShell(shell, problem);
  return null;
}

function atEnd(shell: Shell): Turn | null {
  const { state } = shell;
  if (state.leaving !== null) return exit(state.leaving);
  if (state.origin === 'stdin') return readCommands(shell);
  leaveShell(shell, state.status);
  return null;
}

function isBetweenCommands(frame: Frame): boolean {
  return (
    frame.pending === null &&
    frame.words.length === 0 &&
    frame.args.length === 0 &&
    frame.redirections.length === 0 &&
    frame.opened === null
  );
}

/** Runs the actions of caught signals, in order of number as ash does. */
function runTraps(shell: Shell): boolean {
  const { process } = shell.on;
  if (process.pending.length === 0) return false;
  const due = [...process.pending].sort((a, b) => signalNumber(a) - signalNumber(b));
  process.pending = [];
  for (const signal of due.reverse()) pushTrap(shell, signal);
  return due.length > 0;
}

function pushTrap(shell: Shell, signal: SignalName): void {
  const action = shell.state.traps.find(([condition]) => condition === signal)?.[1];
  if (action === undefined || action === '') return;
  const frame = newFrame('trap', action);
  frame.restoreStatus = shell.state.status;
  pushFrame(shell, frame);
}

function perform(shell: Shell, frame: Frame, op: Exclude<Op, WordOp>): Turn | null {
  switch (op.op) {
    case 'command':
      return runCommand(shell, frame, op);
    case 'test-command':
      return runTestCommand(shell, frame);
    case 'arithmetic-command':
      return runArithmeticCommand(shell, frame);
    case 'substitute':
      return frame.pending === null
        ? startSubstitution(shell, frame, op.entry)
        : resumeSubstitution(shell, frame, op.quoted);
    case 'subshell':
      return frame.pending === null ? startSubshell(shell, frame, op.entry) : resumeChildren(shell, frame);
    case 'pipeline':
      return frame.pending === null ? startPipeline(shell, frame, op.entries) : resumeChildren(shell, frame);
    default:
      performControl(shell, frame, op);
      return null;
  }
}

type ControlOp = Exclude<
  Op,
  | { op: 'command' | 'test-command' | 'arithmetic-command' | 'substitute' | 'subshell' | 'pipeline' }
  | Parameters<typeof performWordOp>[2]
>;

function performControl(shell: Shell, frame: Frame, op: ControlOp): void {
  const { state } = shell;
  switch (op.op) {
    case 'statement':
      if (frame.kind !== 'eval' && frame.kind !== 'trap') frame.line = op.line;
      return;
    case 'errexit':
      if (state.status !== 0 && hasOption(state, 'errexit') && !frame.tested) leaveShell(shell, state.status);
      return;
    case 'negate':
      state.status = state.status === 0 ? 1 : 0;
      return;
    case 'status':
      state.status = op.value;
      return;
    case 'jump':
      frame.pc = op.to;
      return;
    case 'jump-if':
      if ((state.status === 0) === op.success) frame.pc = op.to;
      return;
    case 'open':
      frame.opened = openRedirections(shell, frame, frame.redirections) ?? '';
      frame.redirections = [];
      return;
    case 'define':
      state.functions = { ...state.functions, [op.name]: { source: frame.source, entry: op.entry } };
      state.status = 0;
      return;
    case 'background':
      return startBackground(shell, frame, op.entry);
    case 'subject-end':
      frame.subjects.pop();
      return;
    case 'redirected':
      return enterRedirected(shell, frame, op.to);
    case 'restore':
      return restoreLevel(shell, frame);
    case 'end':
      return endFrame(shell, frame);
    case 'syntax-error':
      return failSyntax(shell, frame, op);
    case 'loop':
    case 'loop-status':
    case 'loop-end':
    case 'for':
    case 'for-next':
      return performLoop(shell, frame, op);
    default:
      return unreachable(op);
  }
}

function performLoop(
  shell: Shell,
  frame: Frame,
  op: Extract<Op, { op: 'loop' | 'loop-status' | 'loop-end' | 'for' | 'for-next' }>,
): void {
  const { state } = shell;
  const loop = frame.loops.at(-1);
  switch (op.op) {
    case 'loop':
      frame.loops.push({
        next: op.next,
        end: op.end,
        items: [],
        status: 0,
        savedDepth: frame.saved.length,
        subjectDepth: frame.subjects.length,
      });
      return;
    case 'loop-status':
      if (loop !== undefined) loop.status = state.status;
      return;
    case 'loop-end':
      state.status = frame.loops.pop()?.status ?? 0;
      return;
    case 'for':
      frame.loops[frame.loops.length - 1] = {
        ...must(loop, 'a loop'),
        items: op.positional ? state.positional : frame.args,
      };
      if (!op.positional) frame.args = [];
      return;
    case 'for-next':
      return nextItem(shell, frame, op);
  }
}

function nextItem(shell: Shell, frame: Frame, op: Extract<Op, { op: 'for-next' }>): void {
  const loop = must(frame.loops.at(-1), 'a loop');
  const [item, ...items] = loop.items;
  if (item === undefined) {
    frame.pc = op.to;
    return;
  }
  frame.loops[frame.loops.length - 1] = { ...loop, items };
  if (!setVariable(shell, op.name, item)) failShell(shell, `${op.name}: is read only`);
}

function enterRedirected(shell: Shell, frame: Frame, to: number): void {
  const redirections = frame.redirections;
  frame.redirections = [];
  const problem = openRedirections(shell, frame, redirections);
  if (problem === null) return;
  complain(shell, problem);
  shell.state.status = 1;
  frame.pc = to;
}

function endFrame(shell: Shell, frame: Frame): void {
  if (frame.kind === 'script' || frame.kind === 'fork') leaveShell(shell, shell.state.status);
  else popFrame(shell);
}

/** An expansion error ends a shell that is not interactive. */
export function failShell(shell: Shell, message: string): void {
  complain(shell, message);
  leaveShell(shell, 2);
}

function failSyntax(shell: Shell, frame: Frame, op: Extract<Op, { op: 'syntax-error' }>): void {
  if (op.line > 0) frame.line = shell.state.origin === 'file' ? op.line : frame.line;
  failShell(shell, op.message);
}
