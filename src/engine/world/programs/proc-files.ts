/**
 * The files of `/proc` that scripts in pods read: descriptors and command lines of processes, uptime, memory, CPUs.
 *
 * **Simplified:** a handful of files; numbers that nothing in the simulation decides are fixed.
 */
import { deviceEntry, directoryEntry, fileEntry, symlinkEntry } from '../filesystem/file-tree.ts';
import type { FileEntry } from '../filesystem/file-tree.ts';
import type { Process } from './contract.ts';
import type { Running } from './program.ts';

const TOP_FILES = ['cpuinfo', 'loadavg', 'meminfo', 'mounts', 'uptime', 'version'];
const PROCESS_FILES = ['cmdline', 'comm', 'cwd', 'environ', 'fd', 'status'];

export function procEntry(on: Running, path: string): FileEntry | undefined {
  if (path === '/proc') return directoryEntry(0o555);
  if (!path.startsWith('/proc/')) return undefined;
  const [first = '', second, third] = path.slice('/proc/'.length).split('/');
  if (second === undefined && TOP_FILES.includes(first)) return fileEntry(topFile(on, first), 0o444);
  const process =
    first === 'self' ? on.process : on.kernel.container.processes.find(({ pid }) => String(pid) === first);
  if (process === undefined) return undefined;
  if (second === undefined) return directoryEntry(0o555);
  if (second === 'fd') return third === undefined ? directoryEntry(0o500) : descriptorEntry(process, third);
  return third === undefined ? processFile(process, second) : undefined;
}

function descriptorEntry(process: Process, name: string): FileEntry | undefined {
  const open = process.descriptors.some(([fd]) => String(fd) === name);
  return open ? deviceEntry({ pid: process.pid, fd: Number(name) }) : undefined;
}

function processFile(process: Process, name: string): FileEntry | undefined {
  const command = process.argv[0] ?? process.program;
  switch (name) {
    case 'cmdline':
      return fileEntry(process.argv.map((word) => `${word}\0`).join(''), 0o444);
    case 'comm':
      return fileEntry(`${command}\n`, 0o444);
    case 'cwd':
      return symlinkEntry(process.cwd);
    case 'environ':
      return fileEntry(
        Object.entries(process.env)
          .map(([key, value]) => `${key}=${value}\0`)
          .join(''),
        0o400,
      );
    case 'status':
      return fileEntry(
        `Name:\t${command}\nState:\tS (sleeping)\nPid:\t${process.pid}\nPPid:\t${process.ppid}\n`,
        0o444,
      );
    default:
      return undefined;
  }
}

function topFile(on: Running, name: string): string {
  const { identity, table } = on.kernel.container;
  const kib = Math.floor(identity.memoryBytes / 1024);
  switch (name) {
    case 'cpuinfo':
      return Array.from({ length: identity.cpus }, (_, index) => `processor\t: ${index}\n\n`).join('');
    case 'meminfo':
      return `MemTotal:       ${kib} kB\nMemFree:        ${kib} kB\nMemAvailable:   ${kib} kB\n`;
    case 'uptime':
      return `${seconds(on.kernel.io.now)} ${seconds(on.kernel.io.now)}\n`;
    case 'version':
      return `Linux version ${identity.kernel}\n`;
    case 'mounts':
      return mountLines(
        table.mounts.map((mount) => [mount.fileSystem ?? 'ext4', mount.path, mount.readOnly]),
        table.readOnlyRoot,
      );
    default:
      return '0.00 0.00 0.00 1/1 1\n';
  }
}

function mountLines(mounts: readonly (readonly [string, string, boolean])[], readOnlyRoot: boolean): string {
  const rows: (readonly [string, string, boolean])[] = [
    ['overlay', '/', readOnlyRoot],
    ['proc', '/proc', false],
    ...mounts,
  ];
  return rows
    .map(([type, path, readOnly]) => `${type} ${path} ${type} ${readOnly ? 'ro' : 'rw'},relatime 0 0\n`)
    .join('');
}

/** Hundredths of a second from ms, as /proc/uptime prints them. */
function seconds(ms: number): string {
  return `${Math.floor(ms / 1000)}.${String(Math.floor((ms % 1000) / 10)).padStart(2, '0')}`;
}

export function procNames(on: Running, path: string): readonly string[] {
  if (path === '/') return ['proc'];
  if (path === '/proc')
    return [...on.kernel.container.processes.map(({ pid }) => String(pid)), 'self', ...TOP_FILES];
  if (/^\/proc\/[^/]+$/.test(path)) return PROCESS_FILES;
  const owner = /^\/proc\/([^/]+)\/fd$/.exec(path)?.[1];
  if (owner === undefined) return [];
  const process =
    owner === 'self' ? on.process : on.kernel.container.processes.find(({ pid }) => String(pid) === owner);
  return process?.descriptors.map(([fd]) => String(fd)) ?? [];
}
