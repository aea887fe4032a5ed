/** Builtins about the process itself: cd, pwd, umask, ulimit. */
import { statFile } from '../filesystem/file-operations.ts';
import { errnoText } from '../filesystem/errno.ts';
import { mayAccess, normalPath } from '../filesystem/resolve.ts';
import { pathOf, viewOf, writeText } from '../programs/descriptors.ts';
import type { BuiltinCall, BuiltinOutcome } from './builtins.ts';
import { complain } from './messages.ts';
import { setVariable, valueOf } from './variables.ts';

export function cdBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const { state, on } = shell;
  const word = argv.slice(1).find((arg) => !/^-[LP]+$/.test(arg));
  const target =
    word === '-' ? (valueOf(state, 'OLDPWD') ?? on.process.cwd) : (word ?? valueOf(state, 'HOME') ?? '/');
  const path = normalPath(pathOf(on, target));
  const found = statFile(viewOf(on), path);
  const problem = !found.ok
    ? found.error
    : found.value.entry.kind !== 'directory'
      ? 'ENOTDIR'
      : mayAccess(on.kernel.container.identity.who, found.value.entry, 'x')
        ? null
        : 'EACCES';
  if (problem !== null) {
    complain(
      shell,
      state.flavour === 'dash' ? `can't cd to ${target}` : `can't cd to ${target}: ${errnoText(problem)}`,
      'cd',
    );
    return 2;
  }
  setVariable(shell, 'OLDPWD', on.process.cwd);
  on.process.cwd = path;
  setVariable(shell, 'PWD', path);
  if (word === '-') writeText(on, 1, `${path}\n`);
  return 0;
}

export function pwdBuiltin({ shell }: BuiltinCall): BuiltinOutcome {
  writeText(shell.on, 1, `${shell.on.process.cwd}\n`);
  return 0;
}

export function umaskBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const { process } = shell.on;
  const mask = argv[1];
  if (mask === undefined) writeText(shell.on, 1, `${process.umask.toString(8).padStart(4, '0')}\n`);
  else if (/^[0-7]+$/.test(mask)) process.umask = parseInt(mask, 8) & 0o777;
  else {
    complain(shell, `illegal mode: ${mask}`, 'umask');
    return 1;
  }
  return 0;
}

/** Limits of a container as containerd sets them. Setting one is accepted and changes nothing. */
const LIMITS: Readonly<Record<string, string>> = {
  f: 'unlimited',
  n: '1048576',
  u: 'unlimited',
  c: 'unlimited',
  s: '8192',
  v: 'unlimited',
  m: 'unlimited',
};

export function ulimitBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const letter =
    argv
      .slice(1)
      .join('')
      .replace(/[^a-zA-Z]|[HS]/g, '')
      .charAt(0) || 'f';
  const isSetting = argv.slice(1).some((arg) => /^(unlimited|[0-9]+)$/.test(arg));
  if (!isSetting) writeText(shell.on, 1, `${LIMITS[letter] ?? 'unlimited'}\n`);
  return 0;
}
