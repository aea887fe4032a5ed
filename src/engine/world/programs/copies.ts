/** Copies of a container's processes to work on, written out field by field; see `base/writable.ts`. */
import type { ContainerProcesses, OpenFile, Pipe, Process } from './contract.ts';

/** Everything a call may change is copied, except the states of programs: those are copied when their process runs. */
export function copyContainer(container: ContainerProcesses): ContainerProcesses {
  const { pipes, opens } = container;
  return {
    identity: container.identity,
    table: container.table,
    env: container.env,
    cwd: container.cwd,
    firstPid: container.firstPid,
    nextPid: container.nextPid,
    nextId: container.nextId,
    processes: container.processes.map(copyProcess),
    pipes: pipes.length === 0 ? pipes : pipes.map(copyPipe),
    opens: opens.length === 0 ? opens : opens.map(copyOpenFile),
    sessions: container.sessions,
    cpuMs: container.cpuMs,
    exit: container.exit,
  };
}

function copyProcess(process: Process): Process {
  return {
    pid: process.pid,
    ppid: process.ppid,
    session: process.session,
    program: process.program,
    argv: process.argv,
    env: process.env,
    cwd: process.cwd,
    umask: process.umask,
    startedAt: process.startedAt,
    descriptors: process.descriptors,
    state: process.state,
    wait: process.wait,
    pending: process.pending,
    ignored: process.ignored,
    ended: process.ended,
    listening: process.listening,
    inbox: process.inbox,
    replies: process.replies,
    debtMs: process.debtMs,
    slices: process.slices,
    notBefore: process.notBefore,
    ending: process.ending,
    memoryBytes: process.memoryBytes,
  };
}

function copyPipe(pipe: Pipe): Pipe {
  return { ...pipe };
}

function copyOpenFile(file: OpenFile): OpenFile {
  return { ...file };
}
