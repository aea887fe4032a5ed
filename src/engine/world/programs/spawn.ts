/**
 * New processes: the search in PATH, `#!` lines, fork and exec. Counterpart of execvp(3) and fork(2).
 *
 * **Simplified:** an executable is a file entry that names a program of the table, or a script.
 */
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Errno } from '../filesystem/errno.ts';
import { statFile } from '../filesystem/file-operations.ts';
import type { FileView } from '../filesystem/mount-table.ts';
import { remembered } from '../filesystem/remembered.ts';
import { mayAccess } from '../filesystem/resolve.ts';
import type { Descriptor, Process, ProgramState } from './contract.ts';
import { inheritedDescriptors, pathOf, viewOf } from './descriptors.ts';
import { programOf } from './kernel.ts';
import type { Kernel, Running } from './program.ts';
import { charge } from './program.ts';

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What starting a command costs in CPU time. */
const EXEC_COST_MS = 2;

export interface Executable {
  readonly program: string;
  /** As the program sees it: a script becomes the second word after its interpreter. */
  readonly argv: readonly string[];
  readonly path: string;
}

/** Finds the file of a command word. Without a slash every directory of PATH is tried. */
export function findExecutable(
  on: Running,
  argv: readonly string[],
  searchPath: string | undefined,
): Result<Executable, Errno> {
  const name = argv[0] ?? '';
  const view = viewOf(on);
  if (name.includes('/')) return executableAt(on, view, name, argv);
  const path = searchPath ?? DEFAULT_PATH;
  const found = remembered(view, `${name} in ${path} from ${on.process.cwd}`, (seen) =>
    searched(on, seen, path, name),
  );
  if (!found.ok) return found;
  const { program, argv: words } = found.value;
  return ok({ program, argv: [...words, ...argv.slice(1)], path: found.value.path });
}

/** The command without its arguments: those follow whatever words an interpreter adds. */
function searched(on: Running, view: FileView, searchPath: string, name: string): Result<Executable, Errno> {
  let refused: Errno = 'ENOENT';
  for (const directory of searchPath.split(':')) {
    const found = executableAt(on, view, `${directory === '' ? '.' : directory}/${name}`, [name]);
    if (found.ok) return found;
    if (found.error !== 'ENOENT' && found.error !== 'ENOTDIR') refused = found.error;
  }
  return fail(name === '' ? 'ENOENT' : refused);
}

function executableAt(
  on: Running,
  view: FileView,
  path: string,
  argv: readonly string[],
  depth = 0,
): Result<Executable, Errno> {
  const found = statFile(view, pathOf(on, path));
  if (!found.ok) return found;
  const { entry } = found.value;
  if (entry.kind !== 'file' || !mayAccess(view.who, entry, 'x')) return fail('EACCES');
  if (entry.program !== undefined) return ok({ program: programNamed(entry.program, argv), argv, path });
  const interpreter = /^#! *(\S+)(?: +(.*\S))? *\n/.exec(`${entry.content.text}\n`);
  if (interpreter === null || depth > 3) return fail('ENOEXEC');
  const [, command = '', option] = interpreter;
  const words = [command, ...(option === undefined ? [] : [option]), path, ...argv.slice(1)];
  return executableAt(on, view, command, words, depth + 1);
}

/** A multi-call binary runs the applet it is called by: `busybox ls` and a link named `ls` are the same. */
function programNamed(program: string, argv: readonly string[]): string {
  if (program !== 'busybox') return program;
  const called = (argv[0] ?? '').slice((argv[0] ?? '').lastIndexOf('/') + 1);
  return called === 'busybox' ? 'busybox' : called;
}

export interface NewProcess {
  readonly ppid: number;
  readonly session: string | null;
  readonly program: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly umask: number;
  readonly ignored: Process['ignored'];
  readonly descriptors: readonly (readonly [number, Descriptor])[];
}

/** Adds a process that begins its program at its first turn. */
export function createProcess(kernel: Kernel, spec: NewProcess): Process {
  const process = addProcess(kernel, spec);
  beginProgram({ kernel, process });
  return process;
}

/** Every field is named, and always in this order: processes are copied at each turn, and copying records of one shape is much cheaper. */
function addProcess(kernel: Kernel, spec: NewProcess): Process {
  const { container } = kernel;
  const process: Process = {
    pid: container.nextPid++,
    ppid: spec.ppid,
    session: spec.session,
    program: spec.program,
    argv: spec.argv,
    env: spec.env,
    cwd: spec.cwd,
    umask: spec.umask,
    startedAt: kernel.io.now,
    descriptors: spec.descriptors,
    state: null,
    wait: null,
    pending: [],
    ignored: spec.ignored,
    ended: [],
    listening: [],
    inbox: [],
    replies: [],
    debtMs: 0,
    slices: 0,
    notBefore: crowded(kernel),
    ending: null,
    memoryBytes: 0,
  };
  container.processes = [...container.processes, process];
  kernel.turns.set(process.pid, 0);
  return process;
}

const CROWD = 64;
const CROWD_MS = 5;

/** When a new process gets the CPU for the first time: later, the more there are already. */
function crowded({ container, io }: Kernel): number {
  const crowds = Math.floor(container.processes.length / CROWD);
  return crowds === 0 ? 0 : io.now + crowds * CROWD_MS;
}

function beginProgram(on: Running): void {
  const program = programOf(on.kernel, on.process);
  on.process.memoryBytes = program.memoryBytes;
  charge(on, EXEC_COST_MS);
  on.process.state = program.start(on);
}

/** fork: a child with the same program in the given state (a subshell). */
export function forkProcess(on: Running, state: ProgramState, descriptors = on.process.descriptors): Process {
  const { process, kernel } = on;
  const child = addProcess(kernel, {
    ...process,
    ppid: process.pid,
    session: null,
    descriptors: inheritedDescriptors(descriptors),
  });
  child.state = state;
  child.memoryBytes = process.memoryBytes;
  return child;
}

/** fork and exec. */
export function spawnChild(
  on: Running,
  executable: Executable,
  change: Partial<Pick<NewProcess, 'env' | 'descriptors'>> = {},
): Process {
  const { process, kernel } = on;
  return createProcess(kernel, {
    ppid: process.pid,
    session: null,
    program: executable.program,
    argv: executable.argv,
    env: change.env ?? process.env,
    cwd: process.cwd,
    umask: process.umask,
    ignored: process.ignored,
    descriptors: inheritedDescriptors(change.descriptors ?? process.descriptors),
  });
}

/** exec: the process goes on as another program. */
export function replaceProgram(
  on: Running,
  executable: Executable,
  env: Readonly<Record<string, string>>,
): void {
  const { process } = on;
  process.program = executable.program;
  process.argv = executable.argv;
  process.env = env;
  process.descriptors = inheritedDescriptors(process.descriptors);
  process.pending = [];
  process.ended = [];
  process.listening = [];
  beginProgram(on);
}

/** Takes the record of an ended child out of the list, if it is there. */
export function takeEnded(process: Process, pid: number): Process['ended'][number] | undefined {
  const found = process.ended.find((child) => child.pid === pid);
  if (found !== undefined) process.ended = process.ended.filter((child) => child !== found);
  return found;
}
