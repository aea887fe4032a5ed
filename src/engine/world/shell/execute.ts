/** A simple command (POSIX 2.9.1): assignments, redirections, then a function, a builtin or a program. */
import type { Turn } from '../programs/program.ts';
import { charge, REPLACED } from '../programs/program.ts';
import type { Executable } from '../programs/spawn.ts';
import { findExecutable, replaceProgram, spawnChild } from '../programs/spawn.ts';
import { evaluateTest } from '../programs/test-expression.ts';
import { writeText } from '../programs/descriptors.ts';
import type { Builtin, BuiltinOutcome } from './builtins.ts';
import { BUILTINS, SPECIAL_BUILTINS } from './builtins.ts';
import { resumeChildren, waitForChildren } from './children.ts';
import { evaluate, takeWord } from './expand.ts';
import { textOf } from './fields.ts';
import { leaveShell, pushFrame, restoreLevel } from './frames.ts';
import { complain, traceWord } from './messages.ts';
import type { Op } from './ops.ts';
import { openRedirections } from './redirect.ts';
import type { Frame, Redirection, Shell, Variable } from './state.ts';
import { hasOption, newFrame } from './state.ts';
import { draftVariables, exportedEnv, setVariable, valueOf, variableOf } from './variables.ts';

type CommandOp = Extract<Op, { op: 'command' }>;
type Assignments = Frame['assignments'];

interface Prepared {
  readonly argv: readonly string[];
  readonly assignments: Assignments;
  readonly redirections: readonly Redirection[];
  readonly opened: string | null;
}

export function runCommand(shell: Shell, frame: Frame, op: CommandOp): Turn | null {
  const { pending } = frame;
  if (pending?.kind === 'children') return resumeChildren(shell, frame);
  if (pending?.kind === 'builtin') return runBuiltin(shell, frame, op, pending.argv);
  const prepared = takePrepared(frame);
  if (hasOption(shell.state, 'xtrace')) trace(shell, prepared);
  const problem = prepared.opened ?? openRedirections(shell, frame, prepared.redirections) ?? '';
  if (problem !== '') return failRedirection(shell, frame, prepared, problem);
  if (prepared.argv.length === 0) return endAssignments(shell, frame);
  frame.substituted = null;
  return dispatch(shell, frame, op, prepared);
}

function takePrepared(frame: Frame): Prepared {
  const { args: argv, assignments, redirections, opened } = frame;
  frame.args = [];
  frame.assignments = [];
  frame.redirections = [];
  frame.opened = null;
  return { argv, assignments, redirections, opened };
}

function trace(shell: Shell, { argv, assignments }: Prepared): void {
  const words = [
    ...assignments.map(([name, value]) => `${name}=${traceWord(value)}`),
    ...argv.map(traceWord),
  ];
  if (words.length > 0) writeText(shell.on, 2, `+ ${words.join(' ')}\n`);
}

function failRedirection(shell: Shell, frame: Frame, { argv }: Prepared, problem: string): null {
  complain(shell, problem);
  frame.substituted = null;
  shell.state.status = 1;
  if (SPECIAL_BUILTINS.has(argv[0] ?? '')) leaveShell(shell, 2);
  return null;
}

function endAssignments(shell: Shell, frame: Frame): null {
  restoreLevel(shell, frame);
  shell.state.status = frame.substituted ?? 0;
  frame.substituted = null;
  return null;
}

/** False when a variable is read-only; the shell is on its way out then. */
function assign(shell: Shell, assignments: Assignments): boolean {
  for (const [name, value] of assignments) {
    if (setVariable(shell, name, value)) continue;
    complain(shell, `${name}: is read only`);
    leaveShell(shell, 2);
    return false;
  }
  return true;
}

function dispatch(shell: Shell, frame: Frame, op: CommandOp, prepared: Prepared): Turn | null {
  const name = prepared.argv[0] ?? '';
  if (SPECIAL_BUILTINS.has(name))
    return assign(shell, prepared.assignments) ? runBuiltin(shell, frame, op, prepared.argv) : null;
  if (Object.hasOwn(shell.state.functions, name)) return callFunction(shell, frame, op, prepared);
  const builtin = BUILTINS.get(name);
  if (builtin === undefined) return runProgram(shell, frame, op, prepared.argv, prepared.assignments);
  frame.temporary = assignTemporarily(shell, prepared.assignments);
  return runBuiltin(shell, frame, op, prepared.argv);
}

function assignTemporarily(shell: Shell, assignments: Assignments): (readonly [string, Variable | null])[] {
  const saved = assignments.map(([name]): readonly [string, Variable | null] => [
    name,
    variableOf(shell.state, name) ?? null,
  ]);
  assignments.forEach(([name, value]) => setVariable(shell, name, value, { exported: true }));
  return saved;
}

function callFunction(shell: Shell, frame: Frame, op: CommandOp, prepared: Prepared): null {
  const { state } = shell;
  const body = state.functions[prepared.argv[0] ?? ''];
  if (body === undefined) return null;
  const called = newFrame('function', body.source, body.entry, op.tested || frame.tested);
  called.line = frame.line;
  called.positional = state.positional;
  called.locals = assignTemporarily(shell, prepared.assignments);
  called.saved = [frame.saved.pop() ?? []];
  state.positional = prepared.argv.slice(1);
  if (state.frames.length > 500) leaveShell(shell, 2);
  else pushFrame(shell, called);
  return null;
}

function runBuiltin(shell: Shell, frame: Frame, op: CommandOp, argv: readonly string[]): Turn | null {
  const builtin: Builtin | undefined = BUILTINS.get(argv[0] ?? '');
  if (builtin === undefined) return null;
  const pending = frame.pending?.kind === 'builtin' ? frame.pending : null;
  const outcome: BuiltinOutcome = builtin({
    shell,
    frame,
    argv,
    tested: op.tested || frame.tested,
    partial: pending?.partial ?? '',
    until: pending?.until ?? null,
    resumed: pending !== null,
  });
  frame.pending = null;
  if (typeof outcome === 'object' && 'turn' in outcome) {
    frame.pending = { kind: 'builtin', argv, partial: outcome.partial, until: outcome.until };
    frame.pc -= 1;
    return outcome.turn;
  }
  if (typeof outcome === 'object') return runProgramAfterBuiltin(shell, frame, op, outcome);
  if (outcome !== 'moved') endBuiltin(shell, frame, outcome);
  return null;
}

function endBuiltin(shell: Shell, frame: Frame, outcome: number | 'left'): void {
  restoreLevel(shell, frame);
  if (frame.temporary.length > 0) endTemporary(shell, frame);
  if (typeof outcome === 'number') shell.state.status = outcome;
}

function endTemporary(shell: Shell, frame: Frame): void {
  const vars = draftVariables(shell);
  for (const [name, variable] of frame.temporary) {
    if (variable === null) delete vars[name];
    else vars[name] = variable;
  }
  frame.temporary = [];
}

/** `exec cmd` and `command cmd`. */
function runProgramAfterBuiltin(
  shell: Shell,
  frame: Frame,
  op: CommandOp,
  outcome: { readonly run: readonly string[]; readonly replace: boolean },
): Turn | null {
  const builtin = outcome.replace ? undefined : BUILTINS.get(outcome.run[0] ?? '');
  if (builtin !== undefined) return runBuiltin(shell, frame, op, outcome.run);
  if (!outcome.replace) return runProgram(shell, frame, { ...op, tail: false }, outcome.run, []);
  const found = findExecutable(shell.on, outcome.run, valueOf(shell.state, 'PATH'));
  if (found.ok) return become(shell, found.value, []);
  complain(
    shell,
    `${outcome.run[0] ?? ''}: ${found.error === 'ENOENT' ? 'not found' : 'Permission denied'}`,
    shell.state.flavour === 'ash' ? 'exec' : undefined,
  );
  leaveShell(shell, found.error === 'ENOENT' ? 127 : 126);
  return null;
}

function runProgram(
  shell: Shell,
  frame: Frame,
  op: CommandOp,
  argv: readonly string[],
  assignments: Assignments,
): Turn | null {
  const path = assignments.find(([name]) => name === 'PATH')?.[1] ?? valueOf(shell.state, 'PATH');
  const found = findExecutable(shell.on, argv, path);
  const script = !found.ok && found.error === 'ENOEXEC' ? asScript(argv, path, shell) : found;
  if (!script.ok) return refuse(shell, frame, argv[0] ?? '', script.error);
  if (op.tail && mayBecome(shell)) return become(shell, script.value, assignments);
  const child = spawnChild(shell.on, script.value, { env: commandEnv(shell, assignments) });
  restoreLevel(shell, frame);
  return waitForChildren(frame, [child.pid]);
}

/** A file without `#!` line is a script for a new shell. */
function asScript(
  argv: readonly string[],
  path: string | undefined,
  shell: Shell,
): ReturnType<typeof findExecutable> {
  return findExecutable(shell.on, ['/bin/sh', ...argv], path);
}

function refuse(shell: Shell, frame: Frame, name: string, errno: string): null {
  charge(shell.on, 1);
  const missing = errno === 'ENOENT' || errno === 'ENOTDIR';
  complain(shell, `${name}: ${missing && name !== '' ? 'not found' : 'Permission denied'}`);
  restoreLevel(shell, frame);
  shell.state.status = missing ? 127 : 126;
  return null;
}

/** The last command takes the shell's place, unless the shell is still needed: for traps, redirections or children. */
function mayBecome({ state }: Shell): boolean {
  const [only] = state.frames;
  if (state.frames.length !== 1 || only === undefined || state.traps.length > 0) return false;
  if (state.origin !== 'command' && only.kind !== 'fork') return false;
  return only.saved.length === 1 && only.loops.length === 0;
}

function become(shell: Shell, executable: Executable, assignments: Assignments): Turn {
  replaceProgram(shell.on, executable, commandEnv(shell, assignments));
  return REPLACED;
}

function commandEnv(shell: Shell, assignments: Assignments): Readonly<Record<string, string>> {
  const env = exportedEnv(shell);
  return assignments.length === 0 ? env : { ...env, ...Object.fromEntries(assignments) };
}

/** `[[ … ]]` */
export function runTestCommand(shell: Shell, frame: Frame): null {
  const words = frame.args;
  frame.args = [];
  const outcome = evaluateTest(shell.on, words, true);
  if (outcome.complaint !== null) complain(shell, outcome.complaint);
  shell.state.status = outcome.status;
  return null;
}

/** `(( … ))` */
export function runArithmeticCommand(shell: Shell, frame: Frame): null {
  const result = evaluate(shell, textOf(takeWord(frame)));
  if (!result.ok) {
    complain(shell, result.error);
    leaveShell(shell, 2);
  } else shell.state.status = result.value === '0' ? 1 : 0;
  return null;
}
