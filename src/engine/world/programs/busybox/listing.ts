/** ls, stat, readlink, realpath, find (without -exec), du, df. */
import { compareStrings } from '../../../../base/compare.ts';
import { byteLength } from '../../filesystem/bytes.ts';
import { errnoText } from '../../filesystem/errno.ts';
import { statFile } from '../../filesystem/file-operations.ts';
import type { FileEntry } from '../../filesystem/file-tree.ts';
import { entryUsage } from '../../filesystem/file-tree.ts';
import { baseName, normalPath } from '../../filesystem/resolve.ts';
import { strftime } from '../calendar.ts';
import { pathOf, viewOf } from '../descriptors.ts';
import type { Call } from '../simple.ts';
import { complain, instant, parseOptions, print, usage } from '../simple.ts';
import { below, namesIn, walk } from './walk.ts';

export function sizeOfEntry(entry: FileEntry): number {
  if (entry.kind === 'file') return byteLength(entry.content);
  return entry.kind === 'symlink' ? entry.target.length : entry.kind === 'directory' ? 4096 : 0;
}

export function modeText(entry: FileEntry): string {
  const kind = { file: '-', directory: 'd', symlink: 'l', device: 'c' }[entry.kind];
  const bits = [...'rwxrwxrwx'].map((letter, index) => ((entry.mode >> (8 - index)) & 1 ? letter : '-'));
  const special: readonly (readonly [number, number, string])[] = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ];
  for (const [mask, index, letter] of special) {
    if (entry.mode & mask) bits[index] = bits[index] === 'x' ? letter : letter.toUpperCase();
  }
  return kind + bits.join('');
}

export function ownerName(call: Call, file: '/etc/passwd' | '/etc/group', id: number): string {
  const found = statFile(viewOf(call.on), file);
  const text = found.ok && found.value.entry.kind === 'file' ? found.value.entry.content.text : '';
  const row = text.split('\n').find((line) => line.split(':')[2] === String(id));
  return row?.split(':')[0] ?? String(id);
}

interface Row {
  readonly name: string;
  readonly entry: FileEntry;
}

export const ls = instant((call) => {
  const { flags, rest, unknown } = parseOptions(call.args, '1AaCxdLHRFplinshrSXvctukTw', { color: '1' });
  if (unknown !== null) return usage(call, 'ls [-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...', unknown);
  const targets = rest.length === 0 ? ['.'] : [...rest].sort(compareStrings);
  const rows: Row[] = [];
  const directories: string[] = [];
  let status = 0;
  for (const path of targets) {
    const found = statFile(viewOf(call.on), pathOf(call.on, path), !flags.has('l') || path.endsWith('/'));
    const plain = found.ok ? found : statFile(viewOf(call.on), pathOf(call.on, path), false);
    if (!plain.ok) status = complain(call, `${path}: ${errnoText(plain.error)}`);
    else if (plain.value.entry.kind === 'directory' && !flags.has('d')) directories.push(path);
    else rows.push({ name: path, entry: plain.value.entry });
  }
  printRows(call, ordered(rows, flags), flags);
  const headed = targets.length > 1 || flags.has('R');
  directories.forEach((path, index) => listOne(call, path, flags, headed, index > 0 || rows.length > 0));
  return status;
});

function listOne(
  call: Call,
  path: string,
  flags: ReadonlySet<string>,
  headed: boolean,
  spaced: boolean,
): void {
  const hidden = flags.has('a') ? ['.', '..', ...namesIn(call.on, path)] : namesIn(call.on, path);
  const names = flags.has('a') || flags.has('A') ? hidden : hidden.filter((name) => !name.startsWith('.'));
  const rows = names.flatMap((name): Row[] => {
    const found = statFile(viewOf(call.on), pathOf(call.on, below(path, name)), false);
    return found.ok ? [{ name, entry: found.value.entry }] : [];
  });
  if (headed) print(call, `${spaced ? '\n' : ''}${path}:\n`);
  if (flags.has('l'))
    print(call, `total ${rows.reduce((sum, { entry }) => sum + Math.floor(entryUsage(entry) / 1024), 0)}\n`);
  printRows(call, ordered(rows, flags), flags);
  if (!flags.has('R')) return;
  for (const { name, entry } of rows) {
    if (entry.kind === 'directory' && name !== '.' && name !== '..')
      listOne(call, below(path, name), flags, true, true);
  }
}

function ordered(rows: readonly Row[], flags: ReadonlySet<string>): Row[] {
  const compare = (a: Row, b: Row): number => {
    const bySize = flags.has('S') ? sizeOfEntry(b.entry) - sizeOfEntry(a.entry) : 0;
    const byTime = flags.has('t') ? b.entry.mtimeMs - a.entry.mtimeMs : 0;
    return bySize || byTime || compareStrings(a.name, b.name);
  };
  const result = [...rows].sort(compare);
  return flags.has('r') ? result.reverse() : result;
}

function printRows(call: Call, rows: readonly Row[], flags: ReadonlySet<string>): void {
  for (const row of rows)
    print(call, `${flags.has('l') ? longRow(call, row, flags) : shortName(row, flags)}\n`);
}

function shortName({ name, entry }: Row, flags: ReadonlySet<string>): string {
  const mark =
    entry.kind === 'directory' && (flags.has('F') || flags.has('p'))
      ? '/'
      : entry.kind === 'symlink' && flags.has('F')
        ? '@'
        : '';
  return name + mark;
}

function longRow(call: Call, row: Row, flags: ReadonlySet<string>): string {
  const { entry } = row;
  const size = sizeOfEntry(entry);
  const owner = flags.has('n') ? String(entry.uid) : ownerName(call, '/etc/passwd', entry.uid);
  const group = flags.has('n') ? String(entry.gid) : ownerName(call, '/etc/group', entry.gid);
  const links = entry.kind === 'directory' ? '2' : '1';
  const sizeText = flags.has('h') ? humanSize(size) : String(size);
  const when = strftime(
    call.on.kernel.io.wallMs - entry.mtimeMs > 15768000000 ? '%b %e  %Y' : '%b %e %H:%M',
    entry.mtimeMs,
  );
  const arrow = entry.kind === 'symlink' ? ` -> ${entry.target}` : '';
  return `${modeText(entry)} ${links.padStart(4)} ${owner.padEnd(8)} ${group.padEnd(8)} ${sizeText.padStart(9)} ${when} ${shortName(row, flags)}${arrow}`;
}

/** One decimal and a letter, as busybox prints sizes with -h. */
export function humanSize(bytes: number): string {
  let unit = 0;
  let tenths = bytes * 10;
  while (tenths >= 10240 && unit < 5) {
    tenths = Math.floor(tenths / 1024);
    unit += 1;
  }
  if (unit === 0) return String(bytes);
  return `${Math.floor(tenths / 10)}.${tenths % 10}${'BKMGTP'.charAt(unit)}`;
}

export const stat = instant((call) => {
  const { flags, values, rest } = parseOptions(call.args, 'c:Lft');
  let status = 0;
  for (const path of rest) {
    const found = statFile(viewOf(call.on), pathOf(call.on, path), flags.has('L'));
    if (!found.ok) status = complain(call, `can't stat '${path}': ${errnoText(found.error)}`);
    else
      print(
        call,
        values['c'] === undefined
          ? fullStat(call, path, found.value.entry)
          : `${formatStat(call, values['c'], path, found.value.entry)}\n`,
      );
  }
  return status;
});

const KINDS = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  device: 'character special file',
} as const;

function octalMode(entry: FileEntry): string {
  return (entry.mode & 0o7777).toString(8);
}

function formatStat(call: Call, format: string, path: string, entry: FileEntry): string {
  const empty = entry.kind === 'file' && sizeOfEntry(entry) === 0;
  const fields: Readonly<Record<string, string>> = {
    a: octalMode(entry),
    A: modeText(entry),
    s: String(sizeOfEntry(entry)),
    n: path,
    u: String(entry.uid),
    g: String(entry.gid),
    U: ownerName(call, '/etc/passwd', entry.uid),
    G: ownerName(call, '/etc/group', entry.gid),
    Y: String(Math.floor(entry.mtimeMs / 1000)),
    X: String(Math.floor(entry.mtimeMs / 1000)),
    Z: String(Math.floor(entry.mtimeMs / 1000)),
    F: empty ? 'regular empty file' : KINDS[entry.kind],
    y: strftime('%Y-%m-%d %H:%M:%S.%N +0000', entry.mtimeMs),
    N: `'${path}'`,
    h: '1',
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) =>
    letter === '%' ? '%' : (fields[letter] ?? whole),
  );
}

function fullStat(call: Call, path: string, entry: FileEntry): string {
  const when = strftime('%Y-%m-%d %H:%M:%S.%N +0000', entry.mtimeMs);
  const owner = (id: number, name: string): string => `(${String(id).padStart(5)}/${name.padStart(8)})`;
  const shown = entry.kind === 'symlink' ? `'${path}' -> '${entry.target}'` : path;
  return [
    `  File: ${shown}`,
    `  Size: ${String(sizeOfEntry(entry)).padEnd(10)}\tBlocks: ${String(entryUsage(entry) / 512).padEnd(10)} IO Block: 4096   ${KINDS[entry.kind]}`,
    'Device: 31h/49d\tInode: 1           Links: 1',
    `Access: (${octalMode(entry).padStart(4, '0')}/${modeText(entry)})  Uid: ${owner(entry.uid, ownerName(call, '/etc/passwd', entry.uid))}   Gid: ${owner(entry.gid, ownerName(call, '/etc/group', entry.gid))}`,
    `Access: ${when}`,
    `Modify: ${when}`,
    `Change: ${when}`,
    '',
  ].join('\n');
}

export const readlink = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'fnsv');
  const [path = ''] = rest;
  const found = statFile(viewOf(call.on), pathOf(call.on, path), flags.has('f'));
  const target = !found.ok
    ? flags.has('f')
      ? normalPath(pathOf(call.on, path))
      : null
    : flags.has('f')
      ? found.value.path
      : found.value.entry.kind === 'symlink'
        ? found.value.entry.target
        : null;
  if (target === null) return 1;
  print(call, flags.has('n') ? target : `${target}\n`);
  return 0;
});

export const realpath = instant((call) => {
  let status = 0;
  for (const path of call.args) {
    const found = statFile(viewOf(call.on), pathOf(call.on, path));
    if (found.ok) print(call, `${found.value.path}\n`);
    else status = complain(call, `${path}: ${errnoText(found.error)}`);
  }
  return status;
});

export const du = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'aHLdclsxhmkd:');
  for (const path of rest.length === 0 ? ['.'] : rest) {
    const all = walk(call.on, path);
    if (all.length === 0) return complain(call, `${path}: ${errnoText('ENOENT')}`);
    for (const shown of flags.has('s')
      ? all.slice(0, 1)
      : all.filter(({ entry }) => entry.kind === 'directory' || flags.has('a')).reverse()) {
      const bytes = all
        .filter((other) => other.path === shown.path || other.path.startsWith(`${shown.path}/`))
        .reduce((sum, { entry }) => sum + entryUsage(entry), 0);
      const size = flags.has('h')
        ? humanSize(bytes)
        : String(Math.ceil(bytes / (flags.has('m') ? 1048576 : 1024)));
      print(call, `${size}\t${shown.path}\n`);
    }
  }
  return 0;
});

/** **Simplified:** every file system shows the size of the machine's disk as a fixed number. */
const DISK_KIB = 103079200;

export const df = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'PkmhTai');
  const { table } = call.on.kernel.container;
  const human = flags.has('h');
  print(
    call,
    human
      ? 'Filesystem                Size      Used Available Use% Mounted on\n'
      : 'Filesystem           1K-blocks      Used Available Use% Mounted on\n',
  );
  const mounts = [
    { path: '/', type: 'overlay' },
    ...table.mounts.map((mount) => ({ path: mount.path, type: mount.fileSystem ?? '/dev/vda1' })),
  ];
  const shown =
    rest.length === 0
      ? mounts
      : rest.flatMap((path) => mounts.filter((mount) => isOn(pathOf(call.on, path), mount.path)).slice(-1));
  for (const { path, type } of shown) {
    const used = Math.floor(DISK_KIB / 10);
    const cells = [DISK_KIB, used, DISK_KIB - used].map((kib) =>
      (human ? humanSize(kib * 1024) : String(kib)).padStart(9),
    );
    print(call, `${type.padEnd(20)} ${cells.join(' ')}  10% ${path}\n`);
  }
  return 0;
});

function isOn(path: string, mount: string): boolean {
  return mount === '/' || path === mount || path.startsWith(`${mount}/`);
}

export const basename = instant((call) => {
  const [path = '', suffix = ''] = call.args;
  const name = baseName(path.replace(/(.)\/+$/, '$1')) || path;
  print(
    call,
    `${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`,
  );
  return 0;
});

export const dirname = instant((call) => {
  const path = (call.args[0] ?? '').replace(/(.)\/+$/, '$1');
  const cut = path.lastIndexOf('/');
  print(call, `${cut < 0 ? '.' : cut === 0 ? '/' : path.slice(0, cut).replace(/(.)\/+$/, '$1')}\n`);
  return 0;
});
