/** Programs that ask the network: wget, nslookup, ping, nc as a client, ip. They wait for the world's reply. */
import { FOR_WRITING, openPath, setDescriptor, writeText } from '../descriptors.ts';
import { errnoText } from '../../filesystem/errno.ts';
import type { NetworkReply, NetworkRequest } from '../contract.ts';
import type { AnyProgram, Running, Turn } from '../program.ts';
import { deadline, defineProgram, exit, waitFor, waitUntil } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf, complain, instant, parseOptions, print, SMALL_BYTES, usage } from '../simple.ts';
import { baseName } from '../../filesystem/resolve.ts';

/** Sends a request to the world and returns its id, to wait for. */
export function ask(on: Running, request: NetworkRequest): number {
  const id = on.kernel.container.nextId++;
  on.kernel.effects.push({ kind: 'request', id, request });
  return id;
}

export function takeReply(on: Running, id: number): NetworkReply | undefined {
  const found = on.process.replies.find(({ request }) => request === id);
  if (found !== undefined) on.process.replies = on.process.replies.filter((reply) => reply !== found);
  return found?.reply;
}

interface AskState {
  request: number;
  readonly until: number | null;
}

/** A program that asks once. `begin` returns a request, or a status when there is nothing to ask. */
interface Asker {
  begin(call: Call): { readonly request: NetworkRequest; readonly timeoutMs: number | null } | number;
  end(call: Call, reply: NetworkReply): number;
  expired(call: Call): number;
}

export function asker(program: Asker): AnyProgram {
  return defineProgram<AskState | number>({
    memoryBytes: SMALL_BYTES,
    start: (on) => {
      const begun = program.begin(callOf(on));
      if (typeof begun === 'number') return begun;
      return {
        request: ask(on, begun.request),
        until: begun.timeoutMs === null ? null : deadline(on, begun.timeoutMs),
      };
    },
    run: (on, state) => {
      if (typeof state === 'number') return exit(state);
      const reply = takeReply(on, state.request);
      if (reply !== undefined) return exit(program.end(callOf(on), reply));
      if (state.until === null || on.kernel.io.now < state.until)
        return waitFor('reply', state.request, state.until);
      on.kernel.effects.push({ kind: 'request-dropped', id: state.request });
      return exit(program.expired(callOf(on)));
    },
  });
}

interface Url {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

export function parseUrl(text: string): Url {
  const match = /^(?:(https?):\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?]*)(?::([0-9]+))?(.*)$/.exec(text);
  const [, scheme = 'http', host = '', port, rest = ''] = match ?? [];
  const path = rest === '' ? '/' : rest.startsWith('/') ? rest : `/${rest}`;
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port),
    path,
  };
}

const WGET_OPTIONS = 'csqO:o:P:Y:U:T:t:S';
const WGET_LONG = {
  spider: 's',
  quiet: 'q',
  'output-document': 'O',
  timeout: 'T',
  tries: 't',
  'no-check-certificate': 'c',
  continue: 'c',
  'user-agent': 'U',
};
const LONG_VALUES = /^--(header|post-data|post-file|proxy)(=|$)/;

export const wget = asker({
  begin: (call) => {
    const { values, rest, unknown } = parseOptions(
      call.args.filter((word) => !LONG_VALUES.test(word)),
      WGET_OPTIONS,
      WGET_LONG,
    );
    const url = rest[0];
    if (url === undefined || unknown !== null)
      return usage(
        call,
        'wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[-P DIR] [-U AGENT] [-T SEC] URL...',
        unknown,
      );
    const target = parseUrl(url);
    const body = call.args.find((word) => word.startsWith('--post-data='))?.slice('--post-data='.length);
    const headers = call.args
      .filter((word) => word.startsWith('--header='))
      .map((word): readonly [string, string] => [
        word.slice(9).split(':')[0] ?? '',
        word.slice(word.indexOf(':') + 1).trim(),
      ]);
    return {
      request: {
        kind: 'http',
        method: body === undefined ? 'GET' : 'POST',
        ...target,
        headers: [['User-Agent', 'Wget'], ...headers],
        body: body ?? '',
      },
      timeoutMs: Number(values['T'] ?? '900') * 1000,
    };
  },
  end: endWget,
  expired: (call) => complain(call, 'download timed out'),
});

function endWget(call: Call, reply: NetworkReply): number {
  const { flags, values, rest } = parseOptions(
    call.args.filter((word) => !LONG_VALUES.test(word)),
    WGET_OPTIONS,
    WGET_LONG,
  );
  const url = parseUrl(rest[0] ?? '');
  if (reply.kind === 'failed' && (reply.error === 'unknown-host' || reply.error === 'no-dns'))
    return complain(call, `bad address '${url.host}'`);
  const address = reply.kind === 'http' || reply.kind === 'failed' ? (reply.address ?? url.host) : url.host;
  if (!flags.has('q'))
    writeText(
      call.on,
      2,
      `Connecting to ${url.host}${url.port === 80 ? '' : `:${url.port}`} (${address}:${url.port})\n`,
    );
  if (reply.kind === 'failed') return complain(call, connectFailure(reply.error, address));
  if (reply.kind !== 'http') return 1;
  if (flags.has('S'))
    writeText(
      call.on,
      2,
      `  HTTP/1.1 ${reply.status} ${statusText(reply.status)}\n${reply.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`,
    );
  if (reply.status >= 400)
    return complain(call, `server returned error: HTTP/1.1 ${reply.status} ${statusText(reply.status)}`);
  if (flags.has('s')) {
    if (!flags.has('q')) writeText(call.on, 2, 'remote file exists\n');
    return 0;
  }
  return saveBody(
    call,
    values['O'] ?? (baseName(url.path.split('?')[0] ?? '') || 'index.html'),
    reply.body,
    flags.has('q'),
  );
}

export function saveBody(call: Call, name: string, body: string, quiet: boolean): number {
  const note = (text: string): void => void (quiet || writeText(call.on, 2, text));
  if (name === '-') {
    note('writing to stdout\n');
    print(call, body);
    note(
      `${'-'.padEnd(20)} 100% |********************************| ${String(body.length).padStart(5)}  0:00:00 ETA\nwritten to stdout\n`,
    );
    return 0;
  }
  const opened = openPath(call.on, name, FOR_WRITING);
  if (!opened.ok) return complain(call, `can't open '${name}': ${errnoText(opened.error)}`);
  setDescriptor(call.on.process, 101, opened.value);
  note(`saving to '${name}'\n`);
  writeText(call.on, 101, body);
  note(
    `${name.padEnd(20)} 100% |********************************| ${String(body.length).padStart(5)}  0:00:00 ETA\n'${name}' saved\n`,
  );
  return 0;
}

function connectFailure(error: string, address: string): string {
  const texts: Readonly<Record<string, string>> = {
    refused: 'Connection refused',
    'timed-out': 'Operation timed out',
    unreachable: 'No route to host',
    reset: 'Connection reset by peer',
  };
  return error === 'reset'
    ? 'error getting response: Connection reset by peer'
    : `can't connect to remote host (${address}): ${texts[error] ?? error}`;
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function statusText(status: number): string {
  return STATUS_TEXTS[status] ?? 'Unknown';
}

export const nslookup = asker({
  begin: (call) => {
    const [name, server] = call.args.filter((word) => !word.startsWith('-'));
    if (name === undefined) return usage(call, 'nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]');
    return { request: { kind: 'resolve', name, server: server ?? null }, timeoutMs: 15000 };
  },
  end: (call, reply) => {
    const [name = ''] = call.args.filter((word) => !word.startsWith('-'));
    if (reply.kind === 'failed' && reply.error !== 'unknown-host') return noServers(call);
    const server =
      reply.kind === 'resolved' ? reply.server : reply.kind === 'failed' ? (reply.server ?? '') : '';
    print(call, `Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
    if (reply.kind !== 'resolved') {
      print(call, `** server can't find ${name}: NXDOMAIN\n\n** server can't find ${name}: NXDOMAIN\n\n`);
      return 1;
    }
    for (const address of reply.addresses) print(call, `Name:\t${reply.name}\nAddress: ${address}\n`);
    print(call, '\n\n');
    return 0;
  },
  expired: noServers,
});

function noServers(call: Call): number {
  print(call, ';; connection timed out; no servers could be reached\n\n');
  return 1;
}

interface PingState {
  request: number;
  readonly host: string;
  readonly count: number | null;
  readonly waitMs: number;
  sent: number;
  received: number;
  sentAt: number;
  address: string;
  times: number[];
}

export const ping = defineProgram<PingState | number>({
  memoryBytes: SMALL_BYTES,
  start: (on) => {
    const { values, rest } = parseOptions(callOf(on).args, '46c:s:t:A:I:W:w:i:qp:');
    const [host] = rest;
    if (host === undefined) return usage(callOf(on), 'ping [OPTIONS] HOST');
    const count = values['c'] === undefined ? null : Number(values['c']);
    return {
      request: 0,
      host,
      count,
      waitMs: Number(values['W'] ?? '10') * 1000,
      sent: 0,
      received: 0,
      sentAt: 0,
      address: '',
      times: [],
    };
  },
  run: (on, state) => (typeof state === 'number' ? exit(state) : runPing(callOf(on), state)),
  disposition: (_state, signal) => (signal === 'INT' ? 'catch' : 'default'),
});

function runPing(call: Call, state: PingState): Turn {
  const { on } = call;
  const { now } = on.kernel.io;
  if (on.process.pending.length > 0) return pingSummary(call, state);
  if (state.request > 0) {
    const reply = takeReply(on, state.request);
    if (reply === undefined && now < state.sentAt + state.waitMs)
      return waitFor('reply', state.request, state.sentAt + state.waitMs);
    const failed = reply === undefined ? null : notePong(call, state, reply);
    if (failed !== null) return exit(failed);
    state.request = 0;
  }
  if (state.sent > 0 && state.sent === state.count) return pingSummary(call, state);
  if (state.sent > 0 && now < state.sentAt + 1000) return waitUntil(state.sentAt + 1000);
  state.request = ask(on, { kind: 'ping', host: state.host });
  state.sent += 1;
  state.sentAt = now;
  return waitFor('reply', state.request, now + state.waitMs);
}

function notePong(call: Call, state: PingState, reply: NetworkReply): number | null {
  if (reply.kind === 'failed' && (reply.error === 'unknown-host' || reply.error === 'no-dns'))
    return complain(call, `bad address '${state.host}'`);
  if (state.sent === 1) {
    state.address = (reply.kind === 'pong' || reply.kind === 'failed' ? reply.address : null) ?? state.host;
    print(call, `PING ${state.host} (${state.address}): 56 data bytes\n`);
  }
  if (reply.kind !== 'pong') return null;
  state.received += 1;
  state.times.push(reply.roundTripMs);
  print(
    call,
    `64 bytes from ${state.address}: seq=${state.sent - 1} ttl=64 time=${reply.roundTripMs}.000 ms\n`,
  );
  return null;
}

function pingSummary(call: Call, state: PingState): Turn {
  const lost = state.sent === 0 ? 0 : Math.floor(((state.sent - state.received) * 100) / state.sent);
  print(
    call,
    `\n--- ${state.host} ping statistics ---\n${state.sent} packets transmitted, ${state.received} packets received, ${lost}% packet loss\n`,
  );
  if (state.times.length > 0) {
    const sum = state.times.reduce((total, time) => total + time, 0);
    print(
      call,
      `round-trip min/avg/max = ${Math.min(...state.times)}.000/${Math.floor(sum / state.times.length)}.000/${Math.max(...state.times)}.000 ms\n`,
    );
  }
  return exit(state.received > 0 ? 0 : 1);
}

export const ip = instant((call) => {
  const { addresses } = call.on.kernel.container.identity;
  const topic = call.args.find((word) => !word.startsWith('-')) ?? 'addr';
  if (topic.startsWith('r')) {
    print(call, `default via 169.254.1.1 dev eth0 \n`);
    return 0;
  }
  print(
    call,
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n',
  );
  print(
    call,
    '2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue qlen 1000\n    link/ether 0a:58:0a:f4:01:02 brd ff:ff:ff:ff:ff:ff\n',
  );
  for (const address of addresses)
    print(
      call,
      `    inet ${address}/24 brd 255.255.255.255 scope global eth0\n       valid_lft forever preferred_lft forever\n`,
    );
  return 0;
});
