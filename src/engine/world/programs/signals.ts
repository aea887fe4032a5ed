/** Signal names, numbers and default actions, as on Linux x86-64. */
import type { SignalName } from './contract.ts';

const NUMBERS: Readonly<Record<SignalName, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  WINCH: 28,
};

const HARMLESS: readonly SignalName[] = ['CHLD', 'CONT', 'URG', 'WINCH', 'STOP', 'TSTP', 'TTIN', 'TTOU'];

export const SIGNAL_NAMES = Object.keys(NUMBERS) as readonly SignalName[];

export function signalNumber(signal: SignalName): number {
  return NUMBERS[signal];
}

/** Accepts `TERM`, `SIGTERM` and `15`, in any case. */
export function parseSignal(text: string): SignalName | null {
  const name = text.toUpperCase().replace(/^SIG/, '');
  const found = SIGNAL_NAMES.find((signal) => signal === name || String(NUMBERS[signal]) === name);
  return found ?? null;
}

/** Whether the default action ends the process. */
export function endsByDefault(signal: SignalName): boolean {
  return !HARMLESS.includes(signal);
}

/** What a shell reports about a child killed by a signal. */
export const SIGNAL_TEXTS: Readonly<Partial<Record<SignalName, string>>> = {
  HUP: 'Hangup',
  QUIT: 'Quit',
  ILL: 'Illegal instruction',
  TRAP: 'Trace/breakpoint trap',
  ABRT: 'Aborted',
  BUS: 'Bus error',
  FPE: 'Floating point exception',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  SEGV: 'Segmentation fault',
  USR2: 'User defined signal 2',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
};
