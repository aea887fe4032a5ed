/**
 * nc: connects, or listens and takes connections one by one. What it reads on stdin is what it sends; when that is an
 * HTTP response, as in `{ echo -e 'HTTP/1.1 200 OK\r\n'; date; } | nc -l -p 8080`, an HTTP client gets it.
 *
 * **Simplified:** one exchange per connection; a client sends all of stdin first; `-e` programs do not see the connection.
 */
import type { Answer, Inbound } from '../contract.ts';
import { readSome, writeText } from '../descriptors.ts';
import { durationMs } from '../durations.ts';
import type { AnyProgram, Turn } from '../program.ts';
import { deadline, defineProgram, exit, waitFor } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf, complain, parseOptions, print, SMALL_BYTES, usage } from '../simple.ts';
import { findExecutable, spawnChild } from '../spawn.ts';
import { ask, takeReply } from './network.ts';

interface NcState {
  readonly mode: 'listen' | 'connect';
  readonly host: string;
  readonly port: number;
  readonly persistent: boolean;
  readonly scan: boolean;
  readonly verbose: boolean;
  readonly program: readonly string[];
  readonly timeoutMs: number | null;
  text: string;
  inputEnded: boolean;
  request: number | null;
  until: number | null;
}

export const nc: AnyProgram = defineProgram<NcState | number>({
  memoryBytes: SMALL_BYTES,
  start: (on) => begin(callOf(on)),
  run: (on, state) => {
    if (typeof state === 'number') return exit(state);
    return state.mode === 'listen' ? listen(callOf(on), state) : connect(callOf(on), state);
  },
});

function begin(call: Call): NcState | number {
  const programAt = call.args.indexOf('-e');
  const words = programAt < 0 ? call.args : call.args.slice(0, programAt);
  const { flags, values, rest } = parseOptions(words, 'lkuzvnw:p:i:s:q:o:4');
  const listening = flags.has('l') || words.some((word) => word === '-ll');
  const port = Number(values['p'] ?? rest.at(-1) ?? '0');
  if (!listening && rest.length < 2)
    return usage(call, 'nc [OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen');
  if (listening)
    call.on.process.listening = [{ port, protocol: flags.has('u') ? 'UDP' : 'TCP', address: '0.0.0.0' }];
  return {
    mode: listening ? 'listen' : 'connect',
    host: rest[0] ?? '',
    port: listening ? port : Number(rest[1] ?? '0'),
    persistent: flags.has('k') || words.includes('-ll') || words.includes('-lk'),
    scan: flags.has('z'),
    verbose: flags.has('v'),
    program: programAt < 0 ? [] : call.args.slice(programAt + 1),
    timeoutMs: values['w'] === undefined ? null : durationMs(values['w']),
    text: '',
    inputEnded: flags.has('z'),
    request: null,
    until: null,
  };
}

/** Reads what is there of stdin; true at its end. */
function readInput(call: Call, state: NcState): boolean {
  while (!state.inputEnded) {
    const read = readSome(call.on, 0);
    if (read.kind === 'wait') return false;
    if (read.kind === 'bytes') state.text += read.bytes.text;
    else state.inputEnded = true;
  }
  return true;
}

function connect(call: Call, state: NcState): Turn {
  if (state.request === null) {
    if (!readInput(call, state)) return waitFor('input', 0);
    state.request = ask(call.on, {
      kind: 'connect',
      host: state.host,
      port: state.port,
      protocol: 'TCP',
      payload: state.text,
    });
    state.until = state.timeoutMs === null ? null : deadline(call.on, state.timeoutMs);
  }
  const reply = takeReply(call.on, state.request);
  if (reply === undefined) {
    const expired = state.until !== null && call.on.kernel.io.now >= state.until;
    return expired ? exit(complain(call, 'timed out')) : waitFor('reply', state.request, state.until);
  }
  if (reply.kind === 'failed') return exit(complain(call, failure(state, reply.error, reply.address)));
  if (reply.kind !== 'connected') return exit(1);
  if (state.verbose) writeText(call.on, 2, `${state.host} (${reply.address}:${state.port}) open\n`);
  if (!state.scan) print(call, reply.text);
  return exit(0);
}

function failure(state: NcState, error: string, address: string | null): string {
  if (error === 'unknown-host' || error === 'no-dns') return `bad address '${state.host}'`;
  const text =
    error === 'refused'
      ? 'Connection refused'
      : error === 'unreachable'
        ? 'No route to host'
        : 'Operation timed out';
  return state.verbose || state.scan
    ? `${state.host} (${address ?? state.host}:${state.port}): ${text}`
    : `can't connect to remote host (${address ?? state.host}): ${text}`;
}

function listen(call: Call, state: NcState): Turn {
  readInput(call, state);
  const { process, kernel } = call.on;
  for (;;) {
    const [inbound, ...later] = process.inbox;
    if (inbound === undefined) return waitFor('inbound', 0);
    process.inbox = later;
    if (state.program.length > 0) startProgram(call, state);
    if (inbound.text !== '') print(call, inbound.text);
    if (inbound.http !== null && state.program.length === 0) print(call, requestText(inbound));
    kernel.effects.push({
      kind: 'answer',
      connection: inbound.connection,
      answer: answerFor(state, inbound),
    });
    if (!state.persistent) return exit(0);
  }
}

function startProgram(call: Call, state: NcState): void {
  const found = findExecutable(call.on, state.program, call.on.process.env['PATH']);
  if (found.ok) spawnChild(call.on, found.value);
}

function requestText({ http }: Inbound): string {
  if (http === null) return '';
  return `${http.method} ${http.path} HTTP/1.1\r\n${http.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${http.body}`;
}

function answerFor(state: NcState, inbound: Inbound): Answer {
  if (inbound.http === null) return { kind: 'accepted', text: state.text, delayMs: 0 };
  const status = /^HTTP\/1\.[01] ([0-9]{3})/.exec(state.text)?.[1];
  if (status === undefined) return { kind: 'hang' };
  const [head = '', ...body] = state.text.split(/\r?\n\r?\n/);
  const headers = head
    .split(/\r?\n/)
    .slice(1)
    .map((line): readonly [string, string] => [
      line.split(':')[0] ?? '',
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
  return { kind: 'response', status: Number(status), headers, body: body.join('\n\n'), delayMs: 0 };
}
