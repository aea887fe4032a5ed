/** `ssh NODE`: a small shell on a machine. What it does there are commands of the run's log. */
import type { EngineClient } from '../../host/client/engine-client.ts';
import { fileShelf, plainPath } from '../../kubectl/file-shelf.ts';
import type { FileShelf } from '../../kubectl/file-shelf.ts';
import { FILE_TOOLS } from '../../kubectl/shell/file-tools.ts';
import type { Program, ProgramIo, Programs } from '../../kubectl/shell/program.ts';
import { sed } from '../../kubectl/shell/sed.ts';
import { Shell } from '../../kubectl/shell/shell.ts';
import { TEXT_TOOLS } from '../../kubectl/shell/text-tools.ts';
import { alignedRows } from '../../kubectl/print/blocks.ts';
import { humanDuration } from '../../kubectl/print/human-duration.ts';
import type { NodeView } from '../../protocol/views.ts';
import type { Mirror } from '../app-shell/mirror-state.ts';
import type { PageCluster } from './page-cluster.ts';
import type { PageTime } from './page-time.ts';

export interface MachineParts {
  readonly cluster: Pick<PageCluster, 'command' | 'list'>;
  readonly client: Pick<EngineClient, 'ask'>;
  readonly mirror: Mirror;
  readonly time: Pick<PageTime, 'now' | 'sleep'>;
}

const MANIFESTS = 'etc/kubernetes/manifests';
const UNREACHABLE = 255;

export function sshProgram(parts: MachineParts): Program {
  return async (argv, io) => {
    const words = argv.slice(1).filter((word, index) => index > 0 || !word.startsWith('-'));
    const name = (words[0] ?? '').replace(/^\w+@/, '');
    const node = (): NodeView | undefined => parts.mirror.getState().nodes.find((one) => one.name === name);
    const problem = unreachable(name, node());
    if (problem !== undefined) {
      io.stderr.push(`${problem}\n`);
      return UNREACHABLE;
    }
    const run = (text: string): Promise<number> => onMachine(parts, name, text, io);
    if (words.length > 1) return run(words.slice(1).join(' '));
    for (;;) {
      const line = await io.stdin.keyboard?.readLine(`root@${name}:~# `);
      if (line === undefined || line.trim() === 'exit' || line.trim() === 'logout') break;
      if (unreachable(name, node()) !== undefined) {
        io.stderr.push(`client_loop: send disconnect: Broken pipe\n`);
        return UNREACHABLE;
      }
      if (line.trim() !== '') await run(line);
    }
    io.stdout.push(`logout\nConnection to ${name} closed.\n`);
    return 0;
  };
}

function unreachable(name: string, node: NodeView | undefined): string | undefined {
  if (name === '') return 'usage: ssh NODE [COMMAND]';
  if (node === undefined || !node.hasMachine)
    return `ssh: Could not resolve hostname ${name}: Name or service not known`;
  if (node.power === 'off') return `ssh: connect to host ${name} port 22: No route to host`;
  return node.link === 'cut' ? `ssh: connect to host ${name} port 22: Connection timed out` : undefined;
}

async function onMachine(parts: MachineParts, machine: string, text: string, io: ProgramIo): Promise<number> {
  const folder = await openFolder(parts, machine);
  const shell = new Shell({
    programs: { ...FILE_TOOLS, ...TEXT_TOOLS, sed, ...machinePrograms(parts, machine) },
    files: folder.files,
    sleep: (ms) => parts.time.sleep(ms),
    variables: { HOSTNAME: machine },
  });
  const exit = await shell.run(text, io);
  await folder.save();
  return exit;
}

/** The machine's files; what was written into the folder of static pods is carried over when the command has ended. */
async function openFolder(
  { client, cluster }: MachineParts,
  machine: string,
): Promise<{ readonly files: FileShelf; save(): Promise<void> }> {
  const before = await client.ask({ ask: 'manifests', machine });
  const shelf = fileShelf(
    Object.fromEntries(before.map(({ file, content }) => [`${MANIFESTS}/${file}`, content])),
  );
  shelf.makeDirectory(MANIFESTS);
  return {
    files: shelf,
    async save() {
      const now = shelf.list(MANIFESTS) ?? [];
      const gone = before.filter(({ file }) => !now.includes(file)).map(({ file }) => [file, null] as const);
      const written = now
        .map((file) => [file, shelf.read(`${MANIFESTS}/${file}`) ?? ''] as const)
        .filter(([file, content]) => before.find((one) => one.file === file)?.content !== content);
      for (const [file, content] of [...gone, ...written])
        await cluster.command({ kind: 'write-static-manifest', machine, file: plainPath(file), content });
    },
  };
}

function machinePrograms(parts: MachineParts, machine: string): Programs {
  return {
    hostname: async (_, io) => {
      io.stdout.push(`${machine}\n`);
      return 0;
    },
    systemctl: (argv, io) => systemctl(parts, machine, argv, io),
    crictl: (argv, io) => crictl(parts, machine, argv, io),
  };
}

async function systemctl(
  { cluster, mirror }: MachineParts,
  machine: string,
  argv: readonly string[],
  io: ProgramIo,
): Promise<number> {
  const [, verb = '', unit = ''] = argv;
  if (unit.replace(/\.service$/, '') !== 'kubelet') {
    io.stderr.push(`Unit ${unit === '' ? verb : unit}.service could not be found.\n`);
    return 4;
  }
  const isRunning = mirror.getState().nodes.find(({ name }) => name === machine)?.kubelet === 'running';
  const stop = (): Promise<unknown> => cluster.command({ kind: 'stop-kubelet', machine });
  const start = (): Promise<unknown> => cluster.command({ kind: 'start-kubelet', machine });
  switch (verb) {
    case 'stop':
      if (isRunning) await stop();
      return 0;
    case 'start':
      if (!isRunning) await start();
      return 0;
    case 'restart':
      if (isRunning) await stop();
      await start();
      return 0;
    case 'is-active':
      io.stdout.push(isRunning ? 'active\n' : 'inactive\n');
      return isRunning ? 0 : 3;
    case 'status':
      io.stdout.push(
        `${isRunning ? '●' : '○'} kubelet.service - kubelet: The Kubernetes Node Agent\n     Loaded: loaded (/usr/lib/systemd/system/kubelet.service; enabled; preset: enabled)\n     Active: ${isRunning ? 'active (running)' : 'inactive (dead)'}\n`,
      );
      return isRunning ? 0 : 3;
    default:
      io.stderr.push(`Unknown command verb '${verb}'.\n`);
      return 1;
  }
}

interface Status {
  readonly name: string;
  readonly image: string;
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state?: {
    readonly running?: { readonly startedAt?: string };
    readonly terminated?: { readonly startedAt?: string };
  };
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
  readonly status?: {
    readonly initContainerStatuses?: readonly Status[];
    readonly containerStatuses?: readonly Status[];
  };
}

const ID_LENGTH = 13;

/** **Simplified:** read from what the kubelet has reported of its containers. */
async function crictl(
  { cluster, time }: MachineParts,
  machine: string,
  argv: readonly string[],
  io: ProgramIo,
): Promise<number> {
  const [, verb = '', ...flags] = argv;
  if (verb !== 'ps' && verb !== 'pods') {
    io.stderr.push(`No help topic for '${verb}'\n`);
    return 3;
  }
  const pods = (await cluster.list('Pod', {
    fieldSelector: `spec.nodeName=${machine}`,
  })) as readonly object[] as readonly PodObject[];
  if (verb === 'pods') {
    const rows = pods.map(({ metadata }) => [
      metadata.uid.replaceAll('-', '').slice(0, ID_LENGTH),
      'Ready',
      metadata.name,
      metadata.namespace ?? '',
    ]);
    io.stdout.push(alignedRows([['POD ID', 'STATE', 'NAME', 'NAMESPACE'], ...rows], []));
    return 0;
  }
  const all = flags.some((flag) => /^-\w*a/.test(flag) || flag === '--all');
  const rows = pods.flatMap(({ metadata, status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
      .filter(({ state }) => state?.running !== undefined || (all && state?.terminated !== undefined))
      .map(({ name, image, restartCount, containerID = '', state }) => {
        const began = Date.parse(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
        return [
          containerID.replace(/^\w+:\/\//, '').slice(0, ID_LENGTH),
          image,
          `${humanDuration(time.now() - began)} ago`,
          state?.running === undefined ? 'Exited' : 'Running',
          name,
          String(restartCount),
          metadata.uid.replaceAll('-', '').slice(0, ID_LENGTH),
          metadata.name,
          metadata.namespace ?? '',
        ];
      }),
  );
  const head = ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'];
  io.stdout.push(alignedRows([head, ...rows], []));
  return 0;
}
