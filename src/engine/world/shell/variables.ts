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

/**
 * The variables, free to be changed. They are copied at the first change of a call: most commands of a script change none, and what a
 * checkpoint keeps of a quiet shell is then shared (a third of the memory of 1,000 loops).
 */
export function draftVariables({ on, state }: Shell): Record<string, Variable> {
  const { drafts } = on.kernel;
  if (!drafts.has(state.vars)) {
    state.vars = { ...state.vars };
    drafts.add(state.vars);
  }
  return state.vars;
}

/** False when the variable is read-only. */
export function setVariable(
  shell: Shell,
  name: string,
  value: string,
  change: { readonly exported?: boolean; readonly readOnly?: boolean } = {},
): boolean {
  const old = variableOf(shell.state, name);
  if (old?.readOnly === true) return false;
  const exported = change.exported ?? (old?.exported === true || hasOption(shell.state, 'allexport'));
  draftVariables(shell)[name] = { value, exported, readOnly: change.readOnly ?? false };
  return true;
}

export function unsetVariable(shell: Shell, name: string): boolean {
  if (variableOf(shell.state, name)?.readOnly === true) return false;
  delete draftVariables(shell)[name];
  return true;
}

export function putBack(shell: Shell, saved: readonly (readonly [string, Variable | null])[]): void {
  if (saved.length === 0) return;
  const vars = draftVariables(shell);
  for (const [name, variable] of [...saved].reverse()) {
    if (variable === null) delete vars[name];
    else vars[name] = variable;
  }
}

/** Environments by the variables they were made of: most commands of a script find the variables as the one before left them. */
const ENVIRONMENTS = new WeakMap<ShellState['vars'], Readonly<Record<string, string>>>();

/** The environment commands get, in order of first assignment. */
export function exportedEnv({ on, state }: Shell): Readonly<Record<string, string>> {
  if (on.kernel.drafts.has(state.vars)) return environmentOf(state);
  const known = ENVIRONMENTS.get(state.vars);
  if (known !== undefined) return known;
  const env = environmentOf(state);
  ENVIRONMENTS.set(state.vars, env);
  return env;
}

function environmentOf({ vars }: ShellState): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of Object.keys(vars)) {
    const variable = vars[name];
    if (variable?.exported === true && variable.value !== null) env[name] = variable.value;
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
