/**
 * The frame of long-running servers: ports, a pure answer per request, and what signals do. Everything a server knows is
 * its state in data.
 */
import type { Answer, Inbound, Listener, SignalName } from '../contract.ts';
import type { AnyProgram, Turn } from '../program.ts';
import { defineProgram, exit, waitFor } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf } from '../simple.ts';

export interface Server<S> {
  readonly memoryBytes: number;
  /** Prints what the server says when it starts. A number: it ends with that status at once. */
  begin(call: Call): { readonly state: S; readonly listening: readonly Listener[] } | number;
  /** May change the state in place. The kernel logs nothing by itself; print access lines here. */
  answer(call: Call, state: S, inbound: Inbound): Answer;
  /** Signals that end the server, with the exit status. Others take their default action. */
  readonly exits: Readonly<Partial<Record<SignalName, number>>>;
  /** Last words. */
  onExit?(call: Call, state: S, signal: SignalName): void;
  /** Time the server needs to stop, in ms. */
  stopMs?(call: Call, state: S): number;
  /** Answers can order the process to end: the status, or null. */
  quits?(state: S): number | null;
}

interface ServerState<S> {
  readonly own: S | null;
  readonly failure: number | null;
  stopping: { readonly at: number; readonly code: number } | null;
}

/** A Go program without a handler for TERM ends with status 2, also as PID 1. */
export const GO_EXITS = { TERM: 2, INT: 2, HUP: 2 } as const;

export function server<S>(program: Server<S>): AnyProgram {
  return defineProgram<ServerState<S>>({
    memoryBytes: program.memoryBytes,
    start: (on) => {
      const begun = program.begin(callOf(on));
      if (typeof begun === 'number') return { own: null, failure: begun, stopping: null };
      on.process.listening = begun.listening;
      return { own: begun.state, failure: null, stopping: null };
    },
    run: (on, state) => runServer(program, callOf(on), state),
    disposition: (_state, signal) => (program.exits[signal] === undefined ? 'default' : 'catch'),
  });
}

function runServer<S>(program: Server<S>, call: Call, state: ServerState<S>): Turn {
  const { process, kernel } = call.on;
  if (state.failure !== null) return exit(state.failure);
  const own = state.own as S;
  const [signal] = process.pending;
  process.pending = [];
  if (signal !== undefined && state.stopping === null) beginStop(program, call, state, own, signal);
  for (const inbound of process.inbox) {
    kernel.effects.push({
      kind: 'answer',
      connection: inbound.connection,
      answer: program.answer(call, own, inbound),
    });
  }
  process.inbox = [];
  const quits = program.quits?.(own) ?? null;
  if (quits !== null) return exit(quits);
  if (state.stopping === null) return waitFor('inbound', 0);
  return kernel.io.now >= state.stopping.at
    ? exit(state.stopping.code)
    : waitFor('inbound', 0, state.stopping.at);
}

function beginStop<S>(
  program: Server<S>,
  call: Call,
  state: ServerState<S>,
  own: S,
  signal: SignalName,
): void {
  state.stopping = {
    at: call.on.kernel.io.now + (program.stopMs?.(call, own) ?? 0),
    code: program.exits[signal] ?? 0,
  };
  program.onExit?.(call, own, signal);
}

export function tcp(port: number, address = '0.0.0.0'): Listener {
  return { port, protocol: 'TCP', address };
}

/** An answer with a text body. */
export function respond(
  status: number,
  body: string,
  headers: readonly (readonly [string, string])[] = [],
  delayMs = 1,
): Answer {
  return { kind: 'response', status, headers, body, delayMs };
}

export const ACCEPTED: Answer = { kind: 'accepted', text: '', delayMs: 0 };

/** The query parameters of a path. */
export function queryOf(path: string): Readonly<Record<string, string>> {
  const query: Record<string, string> = {};
  for (const pair of (path.split('?')[1] ?? '').split('&')) {
    const cut = pair.indexOf('=');
    const name = cut < 0 ? pair : pair.slice(0, cut);
    if (name !== '' && name !== '__proto__') query[name] = decode(cut < 0 ? '' : pair.slice(cut + 1));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
