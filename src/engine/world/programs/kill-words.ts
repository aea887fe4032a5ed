/** The arguments of kill, for the builtin and the program. */
import type { SignalName } from './contract.ts';
import { parseSignal } from './signals.ts';

export interface KillWords {
  /** Null: signal 0, which only asks whether the process exists. */
  readonly signal: SignalName | null;
  readonly targets: readonly string[];
  readonly bad: string | null;
}

export function parseKill(words: readonly string[]): KillWords {
  const [first = '', second = ''] = words;
  const named = first === '-s' || first === '-n';
  const text = named ? second : /^-[A-Za-z0-9]/.test(first) ? first.slice(1) : null;
  const rest = words.slice(named ? 2 : text === null ? 0 : 1);
  const targets = rest[0] === '--' ? rest.slice(1) : rest;
  if (text === null || text === '0') return { signal: text === null ? 'TERM' : null, targets, bad: null };
  const signal = parseSignal(text);
  return { signal, targets, bad: signal === null ? text : null };
}
