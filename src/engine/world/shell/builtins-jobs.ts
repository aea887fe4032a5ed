/** Builtins about other processes and signals: wait, jobs, kill, trap. */
import type { SignalName } from '../programs/contract.ts';
import { writeText } from '../programs/descriptors.ts';
import { signalProcess } from '../programs/kernel.ts';
import { findProcess, signalNeighbour } from '../programs/process-list.ts';
import { waitFor } from '../programs/program.ts';
import { parseKill } from '../programs/kill-words.ts';
import { parseSignal, SIGNAL_NAMES, SIGNAL_TEXTS, signalNumber } from '../programs/signals.ts';
import type { BuiltinCall, BuiltinOutcome } from './builtins.ts';
import { collectJobs, reportKilled } from './children.ts';
import { complain, quoteWord } from './messages.ts';
import type { Job, Shell } from './state.ts';

/** Waits for all jobs, or for those named. A caught signal ends the wait; its trap runs right after. */
export function waitBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  collectJobs(shell);
  const { state, on } = shell;
  const caught = on.process.pending[0];
  if (caught !== undefined) return 128 + signalNumber(caught);
  const words = argv.slice(1);
  const wanted = words.map((word) => findJob(shell, word));
  const running =
    words.length === 0
      ? state.jobs.find(({ code }) => code === null)
      : wanted.find((job) => job?.code === null);
  if (running !== undefined) return { turn: waitFor('child', 0), partial: '', until: null };
  const last = wanted.at(-1);
  if (last !== undefined && last.signal !== null)
    reportKilled(shell, { pid: last.pid, code: last.code ?? 0, signal: last.signal });
  state.jobs = words.length === 0 ? [] : state.jobs.filter((job) => !wanted.includes(job));
  return words.length === 0 ? 0 : (last?.code ?? 127);
}

function findJob({ state }: Shell, word: string): Job | undefined {
  if (word === '%%' || word === '%+') return state.jobs.at(-1);
  if (word.startsWith('%')) return state.jobs.find(({ number }) => String(number) === word.slice(1));
  return state.jobs.find(({ pid }) => String(pid) === word);
}

export function jobsBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  collectJobs(shell);
  const { state } = shell;
  for (const job of state.jobs) {
    const mark = job === state.jobs.at(-1) ? '+' : '-';
    const text =
      job.code === null
        ? 'Running'
        : job.signal !== null
          ? (SIGNAL_TEXTS[job.signal] ?? job.signal)
          : job.code === 0
            ? 'Done'
            : `Done(${job.code})`;
    writeText(
      shell.on,
      1,
      argv[1] === '-p' ? `${job.pid}\n` : `[${job.number}]${mark}  ${text.padEnd(27)}\n`,
    );
  }
  state.jobs = state.jobs.filter(({ code }) => code === null);
  return 0;
}

export function killBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const words = argv.slice(1);
  if (words[0] === '-l') return listSignals(shell, words.slice(1));
  const { signal, targets, bad } = parseKill(words);
  if (bad !== null) {
    complain(shell, `bad signal name '${bad}'`);
    return 1;
  }
  if (targets.length === 0) {
    complain(shell, 'you need to specify whom to kill');
    return 1;
  }
  return targets.map((target) => killOne(shell, target, signal)).find((status) => status !== 0) ?? 0;
}

function killOne(shell: Shell, target: string, signal: SignalName | null): number {
  const pid = target.startsWith('%') ? String(findJob(shell, target)?.pid ?? '') : target;
  if (!/^-?[0-9]+$/.test(pid)) {
    complain(shell, `invalid number '${target}'`);
    return 1;
  }
  const victims = victimsOf(shell, Number(pid));
  if (victims.length === 0 && signalNeighbour(shell.on.kernel, Number(target), signal)) return 0;
  if (victims.length === 0) {
    complain(shell, `can't kill pid ${target}: No such process`);
    return 1;
  }
  for (const victim of victims) if (signal !== null) signalProcess(shell.on.kernel, victim, signal, true);
  return 0;
}

/** −1 means every process but PID 1; other groups hold the single process that leads them. */
function victimsOf(shell: Shell, pid: number): NonNullable<ReturnType<typeof findProcess>>[] {
  const { kernel, process } = shell.on;
  if (pid === -1) return kernel.container.processes.filter((other) => other.pid !== 1 && other !== process);
  const found = findProcess(kernel, pid === 0 ? process.pid : pid < 0 ? -pid : pid);
  return found === undefined ? [] : [found];
}

function listSignals(shell: Shell, words: readonly string[]): number {
  const [word] = words;
  if (word === undefined) {
    for (const name of SIGNAL_NAMES)
      writeText(shell.on, 1, `${String(signalNumber(name)).padStart(2)}) ${name}\n`);
    return 0;
  }
  const name = parseSignal(/^[0-9]+$/.test(word) && Number(word) > 128 ? String(Number(word) - 128) : word);
  if (name !== null) writeText(shell.on, 1, `${/^[0-9]/.test(word) ? name : signalNumber(name)}\n`);
  return name === null ? 1 : 0;
}

export function trapBuiltin({ shell, argv }: BuiltinCall): BuiltinOutcome {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  if (words.length === 0) return listTraps(shell);
  const resets = words.length === 1 || /^[0-9]+$/.test(words[0] ?? '');
  const action = resets || words[0] === '-' ? null : (words[0] ?? '');
  let status = 0;
  for (const word of resets && words[0] !== '-' ? words : words.slice(1)) {
    const condition = word === '0' || word.toUpperCase() === 'EXIT' ? 'EXIT' : parseSignal(word);
    if (condition !== null) setTrap(shell, condition, action);
    else {
      complain(shell, `${word}: invalid signal specification`, 'trap');
      status = 1;
    }
  }
  return status;
}

function setTrap(shell: Shell, condition: SignalName | 'EXIT', action: string | null): void {
  const { state, on } = shell;
  const others = state.traps.filter(([known]) => known !== condition);
  state.traps = action === null ? others : [...others, [condition, action]];
  if (condition === 'EXIT' || condition === 'KILL') return;
  const ignored = on.process.ignored.filter((signal) => signal !== condition);
  on.process.ignored = action === '' ? [...ignored, condition] : ignored;
}

function listTraps(shell: Shell): number {
  const order = (condition: SignalName | 'EXIT'): number =>
    condition === 'EXIT' ? 0 : signalNumber(condition);
  for (const [condition, action] of [...shell.state.traps].sort((a, b) => order(a[0]) - order(b[0]))) {
    writeText(shell.on, 1, `trap -- ${quoteWord(action)} ${condition}\n`);
  }
  return 0;
}
