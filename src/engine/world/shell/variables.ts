/** Shell variables and special parameters, export to commands, positional parameters. */
import type { Shell, ShellState, Variable } from './state.ts';
import { hasOption, OPTION_LETTERS } from './state.ts';

export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && text !== '__proto__';
}

export function variableOf(state: ShellState, name: string): Variable | undefined {
  return Object.hasOwn(state.vars, name) ? state.vars[name] : undefined;
}

export function valueOf(state: ShellState, name: string): string | undefined {
  return variableOf(state, name)?.value ?? undefined;
}

/** False when the variable is read-only. */
export function setVariable(
  state: ShellState,
  name: string,
  value: string,
  change: { readonly exported?: boolean; readonly readOnly?: boolean } = {},
): boolean {
  const old = variableOf(state, name);
  if (old?.readOnly === true) return false;
  const exported = change.exported ?? (old?.exported === true || hasOption(state, 'allexport'));
  state.vars[name] = { value, exported, readOnly: change.readOnly ?? false };
  return true;
}

export function unsetVariable(state: ShellState, name: string): boolean {
  if (variableOf(state, name)?.readOnly === true) return false;
  delete state.vars[name];
  return true;
}

export function putBack(state: ShellState, saved: readonly (readonly [string, Variable | null])[]): void {
  for (const [name, variable] of [...saved].reverse()) {
    if (variable === null) delete state.vars[name];
    else state.vars[name] = variable;
  }
}

/** The environment commands get, in order of first assignment. */
export function exportedEnv(state: ShellState): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, variable] of Object.entries(state.vars)) {
    if (variable.exported && variable.value !== null) env[name] = variable.value;
  }
  return env;
}

/** Value of `$name`, special and positional parameters included; undefined when unset. `@` and `*` are not for here. */
export function parameterOf(shell: Shell, name: string): string | undefined {
  const { state } = shell;
  if (/^[0-9]+$/.test(name)) return name === '0' ? state.name : state.positional[Number(name) - 1];
  switch (name) {
    case '#':
      return String(state.positional.length);
    case '?':
      return String(state.status);
    case '$':
      return String(state.pid);
    case '!':
      return state.background === null ? undefined : String(state.background);
    case '-':
      return optionFlags(state);
    case '@':
    case '*':
      return state.positional.length === 0 ? undefined : state.positional.join(joiner(state));
    case 'RANDOM':
      return String(shell.on.kernel.io.random(32768, 'shell/RANDOM'));
    case 'LINENO':
      return String(state.frames.at(-1)?.line ?? 1);
    default:
      return valueOf(state, name);
  }
}

function optionFlags(state: ShellState): string {
  const letters = Object.entries(OPTION_LETTERS).filter(([, name]) => hasOption(state, name));
  return (
    letters.map(([letter]) => letter).join('') +
    (state.origin === 'stdin' ? 's' : state.origin === 'command' ? 'c' : '')
  );
}

/** What stands between the parameters of "$*". */
export function joiner(state: ShellState): string {
  const ifs = valueOf(state, 'IFS');
  return ifs === undefined ? ' ' : ifs.slice(0, 1);
}
