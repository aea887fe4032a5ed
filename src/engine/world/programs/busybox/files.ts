/** Programs that change files: mkdir, rmdir, rm, mv, cp, touch, ln, chmod, chown, truncate, mktemp. */
import { bytesOf, splitBytes } from '../../filesystem/bytes.ts';
import type { Errno } from '../../filesystem/errno.ts';
import { errnoText } from '../../filesystem/errno.ts';
import {
  changeEntry,
  copyEntry,
  makeDirectory,
  makeSymlink,
  readFile,
  removeEntry,
  renameEntry,
  statFile,
  writeFile,
} from '../../filesystem/file-operations.ts';
import type { FileEntry } from '../../filesystem/file-tree.ts';
import { baseName } from '../../filesystem/resolve.ts';
import { pathOf, viewOf } from '../descriptors.ts';
import type { Call } from '../simple.ts';
import { complain, instant, parseOptions, print, usage } from '../simple.ts';
import { sizeOf } from './streams.ts';
import { below, namesIn, walk } from './walk.ts';

function entryOf(call: Call, path: string, follow = true): FileEntry | undefined {
  const found = statFile(viewOf(call.on), pathOf(call.on, path), follow);
  return found.ok ? found.value.entry : undefined;
}

function isDirectory(call: Call, path: string): boolean {
  return entryOf(call, path)?.kind === 'directory';
}

/** Runs `action` for every path; the status is that of the worst. */
function forEach(paths: readonly string[], action: (path: string) => number): number {
  return paths.reduce((status, path) => Math.max(status, action(path)), 0);
}

export const mkdir = instant((call) => {
  const { flags, values, rest } = parseOptions(call.args, 'pm:', { parents: 'p' });
  if (rest.length === 0) return usage(call, 'mkdir [-m MODE] [-p] DIRECTORY...');
  const mode = values['m'] === undefined ? 0o777 & ~call.on.process.umask : parseInt(values['m'], 8);
  return forEach(rest, (path) => {
    const problem = flags.has('p')
      ? makeParents(call, path, mode)
      : failure(makeDirectory(viewOf(call.on), pathOf(call.on, path), mode));
    return problem === null ? 0 : complain(call, `can't create directory '${path}': ${errnoText(problem)}`);
  });
});

function failure(
  result: { readonly ok: true } | { readonly ok: false; readonly error: Errno },
): Errno | null {
  return result.ok ? null : result.error;
}

function makeParents(call: Call, path: string, mode: number): Errno | null {
  const full = pathOf(call.on, path);
  for (let cut = full.indexOf('/', 1); ; cut = full.indexOf('/', cut + 1)) {
    const part = cut < 0 ? full : full.slice(0, cut);
    const problem = failure(makeDirectory(viewOf(call.on), part, mode));
    const exists = problem !== null && isDirectory(call, part);
    if (problem !== null && !exists) return problem;
    if (cut < 0) return null;
  }
}

export const rmdir = instant((call) => {
  const { rest } = parseOptions(call.args, 'p', { 'ignore-fail-on-non-empty': 'p' });
  return forEach(rest, (path) => {
    const entry = entryOf(call, path, false);
    const problem =
      entry !== undefined && entry.kind !== 'directory'
        ? 'ENOTDIR'
        : failure(removeEntry(viewOf(call.on), pathOf(call.on, path)));
    return problem === null ? 0 : complain(call, `'${path}': ${errnoText(problem)}`);
  });
});

export const rm = instant((call) => {
  const { flags, rest, unknown } = parseOptions(call.args, 'fiRr', { recursive: 'r', force: 'f' });
  if (unknown !== null || (rest.length === 0 && !flags.has('f')))
    return usage(call, 'rm [-irf] FILE...', unknown);
  return forEach(rest, (path) => removeOne(call, path, flags));
});

function removeOne(call: Call, path: string, flags: ReadonlySet<string>): number {
  const entry = entryOf(call, path, false);
  if (entry === undefined) {
    const found = statFile(viewOf(call.on), pathOf(call.on, path), false);
    const missing = found.ok || found.error === 'ENOENT' || found.error === 'ENOTDIR';
    return flags.has('f') && missing
      ? 0
      : complain(call, `can't remove '${path}': ${errnoText(found.ok ? 'ENOENT' : found.error)}`);
  }
  if (/(^|\/)\.\.?$/.test(path)) return complain(call, `can't remove '.' or '..'`);
  if (entry.kind === 'directory' && !flags.has('r') && !flags.has('R'))
    return complain(call, `'${path}' is a directory`);
  const inside =
    entry.kind === 'directory'
      ? forEach(namesIn(call.on, path), (name) => removeOne(call, below(path, name), flags))
      : 0;
  if (inside !== 0) return inside;
  const problem = failure(removeEntry(viewOf(call.on), pathOf(call.on, path)));
  return problem === null ? 0 : complain(call, `can't remove '${path}': ${errnoText(problem)}`);
}

/** Source and target pairs: a last argument that is a directory takes all sources. */
function pairs(call: Call, rest: readonly string[]): (readonly [string, string])[] {
  const target = rest.at(-1) ?? '';
  const into = isDirectory(call, target);
  return rest
    .slice(0, -1)
    .map((source) => [source, into ? below(target, baseName(source.replace(/\/+$/, ''))) : target]);
}

export const cp = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'arRPLHpfinlsTud', { recursive: 'r' });
  if (rest.length < 2) return usage(call, 'cp [-arPLHpfinlsTu] SOURCE DEST');
  return pairs(call, rest).reduce(
    (status, [from, to]) => Math.max(status, copyOne(call, from, to, flags)),
    0,
  );
});

function copyOne(call: Call, from: string, to: string, flags: ReadonlySet<string>): number {
  const view = viewOf(call.on);
  const recursive = flags.has('r') || flags.has('R') || flags.has('a');
  const found = statFile(view, pathOf(call.on, from), !recursive);
  if (!found.ok) return complain(call, `can't stat '${from}': ${errnoText(found.error)}`);
  const { entry } = found.value;
  if (entry.kind === 'symlink') return report(call, to, makeSymlink(view, entry.target, pathOf(call.on, to)));
  if (entry.kind !== 'directory') {
    const copied =
      entry.kind === 'file'
        ? copyEntry(view, pathOf(call.on, from), pathOf(call.on, to))
        : writeFile(view, pathOf(call.on, to), bytesOf(''));
    return !copied.ok && copied.error === 'EACCES'
      ? complain(call, `can't open '${from}': ${errnoText('EACCES')}`)
      : report(call, to, copied);
  }
  if (!recursive) return complain(call, `omitting directory '${from}'`);
  if (!isDirectory(call, to)) {
    const made = makeDirectory(view, pathOf(call.on, to), entry.mode);
    if (!made.ok) return complain(call, `can't create directory '${to}': ${errnoText(made.error)}`);
  }
  return forEach(namesIn(call.on, from), (name) => copyOne(call, below(from, name), below(to, name), flags));
}

function report(
  call: Call,
  to: string,
  result: { readonly ok: true } | { readonly ok: false; readonly error: Errno },
): number {
  return result.ok ? 0 : complain(call, `can't create '${to}': ${errnoText(result.error)}`);
}

export const mv = instant((call) => {
  const { rest } = parseOptions(call.args, 'finT');
  if (rest.length < 2) return usage(call, 'mv [-finT] SOURCE DEST');
  return pairs(call, rest).reduce((status, [from, to]) => Math.max(status, moveOne(call, from, to)), 0);
});

function moveOne(call: Call, from: string, to: string): number {
  const moved = renameEntry(viewOf(call.on), pathOf(call.on, from), pathOf(call.on, to));
  if (moved.ok) return 0;
  if (moved.error !== 'EXDEV') return complain(call, `can't rename '${from}': ${errnoText(moved.error)}`);
  return copyOne(call, from, to, new Set(['r'])) || removeOne(call, from, new Set(['r']));
}

export const touch = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'cahmd:t:r:');
  if (rest.length === 0) return usage(call, 'touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...');
  return forEach(rest, (path) => {
    const full = pathOf(call.on, path);
    const exists = entryOf(call, path) !== undefined;
    if (!exists && flags.has('c')) return 0;
    const view = viewOf(call.on);
    const result = exists
      ? changeEntry(view, full, { mtimeMs: view.wallMs })
      : writeFile(view, full, bytesOf(''), { mode: 0o666 & ~call.on.process.umask });
    return result.ok ? 0 : complain(call, `${path}: ${errnoText(result.error)}`);
  });
});

export const ln = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'sfnbvT');
  const targets = rest.length === 1 ? [[rest[0] ?? '', baseName(rest[0] ?? '')] as const] : pairs(call, rest);
  return targets.reduce((status, [from, to]) => {
    if (flags.has('f') && entryOf(call, to, false) !== undefined)
      removeEntry(viewOf(call.on), pathOf(call.on, to));
    const view = viewOf(call.on);
    const exists = !flags.has('s') && entryOf(call, to, false) !== undefined;
    const made = flags.has('s')
      ? makeSymlink(view, from, pathOf(call.on, to))
      : exists
        ? { ok: false as const, error: 'EEXIST' as const }
        : copyEntry(view, pathOf(call.on, from), pathOf(call.on, to));
    return made.ok
      ? status
      : complain(call, `${made.error === 'EEXIST' ? to : from}: ${errnoText(made.error)}`);
  }, 0);
});

export const chmod = instant((call) => {
  const { flags, rest } = parseOptions(
    call.args.map((word) => word.replace(/^-([rwxX]+)$/, 'a-$1')),
    'Rcvf',
  );
  const [mode = '', ...paths] = rest;
  return forEach(paths, (path) => {
    const targets = flags.has('R') ? walk(call.on, path).map((walked) => walked.path) : [path];
    return forEach(targets, (target) => changeMode(call, target, mode));
  });
});

function changeMode(call: Call, path: string, text: string): number {
  const entry = entryOf(call, path);
  if (entry === undefined) return complain(call, `${path}: ${errnoText('ENOENT')}`);
  const mode = parseMode(text, entry);
  if (mode === null) return complain(call, `invalid mode '${text}'`);
  const changed = changeEntry(viewOf(call.on), pathOf(call.on, path), { mode });
  return changed.ok ? 0 : complain(call, `${path}: ${errnoText(changed.error)}`);
}

/** Octal, or clauses such as `u+x,go-w`. */
export function parseMode(text: string, entry: FileEntry): number | null {
  if (/^[0-7]{1,4}$/.test(text)) return parseInt(text, 8);
  let mode = entry.mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return null;
    const [, who = '', operator = '+', letters = ''] = match;
    mode = applyClause(
      mode,
      who === '' || who.includes('a') ? 'ugo' : who,
      operator,
      letters,
      entry.kind === 'directory',
    );
  }
  return mode;
}

function applyClause(
  mode: number,
  who: string,
  operator: string,
  letters: string,
  directory: boolean,
): number {
  const runs = letters.includes('x') || (letters.includes('X') && (directory || (mode & 0o111) !== 0));
  const bits = (letters.includes('r') ? 4 : 0) | (letters.includes('w') ? 2 : 0) | (runs ? 1 : 0);
  let result = mode;
  for (const [letter, shift] of [
    ['u', 6],
    ['g', 3],
    ['o', 0],
  ] as const) {
    if (!who.includes(letter)) continue;
    if (operator === '=') result &= ~(7 << shift);
    result = operator === '-' ? result & ~(bits << shift) : result | (bits << shift);
  }
  return result;
}

export const chown = instant((call) => {
  const { flags, rest } = parseOptions(call.args, 'RhLHPcvf');
  const [owner = '', ...paths] = rest;
  const [user = '', group = ''] = call.name === 'chgrp' ? ['', owner] : owner.split(/[:.]/);
  return forEach(paths, (path) => {
    const targets = flags.has('R') ? walk(call.on, path).map((walked) => walked.path) : [path];
    return forEach(targets, (target) => {
      if (call.on.kernel.container.identity.who.uid !== 0)
        return complain(call, `${target}: ${errnoText('EPERM')}`);
      const change = {
        ...(user === '' ? {} : { uid: idOf(call, '/etc/passwd', user) }),
        ...(group === '' ? {} : { gid: idOf(call, '/etc/group', group) }),
      };
      const changed = changeEntry(viewOf(call.on), pathOf(call.on, target), change);
      return changed.ok ? 0 : complain(call, `${target}: ${errnoText(changed.error)}`);
    });
  });
});

function idOf(call: Call, file: string, name: string): number {
  if (/^[0-9]+$/.test(name)) return Number(name);
  const content = readFile(viewOf(call.on), file);
  const row = content.ok
    ? content.value.text.split('\n').find((line) => line.split(':')[0] === name)
    : undefined;
  return Number(row?.split(':')[2] ?? '0');
}

export const truncate = instant((call) => {
  const { values, rest } = parseOptions(call.args, 'cs:');
  const size = sizeOf(values['s'] ?? '') ?? 0;
  return forEach(rest, (path) => {
    const view = viewOf(call.on);
    const old = readFile(view, pathOf(call.on, path));
    const { head } = splitBytes({ text: old.ok ? old.value.text : '', zeros: size }, size);
    const written = writeFile(view, pathOf(call.on, path), head);
    return written.ok ? 0 : complain(call, `${path}: open: ${errnoText(written.error)}`);
  });
});

const NAME_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const mktemp = instant((call) => {
  const { flags, values, rest } = parseOptions(call.args, 'dtup:q');
  const template = rest[0] ?? below(values['p'] ?? call.on.process.env['TMPDIR'] ?? '/tmp', 'tmp.XXXXXX');
  const path = template.replace(/X+$/, (run) =>
    [...run].map(() => NAME_LETTERS.charAt(call.on.kernel.io.random(NAME_LETTERS.length, 'mktemp'))).join(''),
  );
  const view = viewOf(call.on);
  const made = flags.has('d')
    ? makeDirectory(view, pathOf(call.on, path), 0o700)
    : writeFile(view, pathOf(call.on, path), bytesOf(''), { mode: 0o600 });
  if (!made.ok) return complain(call, `(null): ${errnoText(made.error)}`);
  print(call, `${path}\n`);
  return 0;
});
