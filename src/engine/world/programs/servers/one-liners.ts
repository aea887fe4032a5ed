/**
 * Interpreters of which only the one-liners of examples are understood: `python3 -m http.server`, and a server in one line of node.
 *
 * **Simplified:** no language is interpreted here. A script that is not understood ends with status 1 and says so.
 */
import { pathOf, writeText } from '../descriptors.ts';
import { strftime } from '../calendar.ts';
import type { Answer } from '../contract.ts';
import type { Call } from '../simple.ts';

import { ACCEPTED, respond, server, tcp } from './server.ts';
import { fileAnswer } from './web.ts';

const MEBIBYTE = 1024 * 1024;

interface PythonState {
  readonly root: string;
}

export const pythonServer = server<PythonState>({
  memoryBytes: 14 * MEBIBYTE,
  begin: (call) => {
    const { args } = call;
    const module = args.indexOf('-m');
    if (args.includes('--version') || args.includes('-V')) {
      writeText(call.on, 1, 'Python 3.13.5\n');
      return 0;
    }
    if (module < 0 || args[module + 1] !== 'http.server') return notUnderstood(call);
    const rest = args.slice(module + 2);
    const directory = valueOf(rest, ['-d', '--directory']);
    const port = Number(rest.find((word) => /^\d+$/.test(word)) ?? 8000);
    return { state: { root: pathOf(call.on, directory ?? '.') }, listening: [tcp(port)] };
  },
  answer: (call, { root }, inbound): Answer => {
    if (inbound.http === null) return ACCEPTED;
    const found = fileAnswer(call, root, inbound.http);
    const time = strftime('%d/%b/%Y %H:%M:%S', call.on.kernel.io.wallMs);
    const status = found.status === 403 ? 200 : found.status;
    writeText(
      call.on,
      2,
      `${inbound.peer.address} - - [${time}] "GET ${inbound.http.path} HTTP/1.1" ${status} -\n`,
    );
    return respond(status, status === 404 ? 'Error response\n' : found.body, [['Server', 'SimpleHTTP/0.6']]);
  },
  // Without handlers: as PID 1 it drops TERM.
  exits: {},
});

function valueOf(words: readonly string[], flags: readonly string[]): string | undefined {
  const at = words.findIndex((word) => flags.includes(word));
  return at < 0 ? undefined : words[at + 1];
}

function notUnderstood(call: Call): number {
  writeText(call.on, 2, `${call.name}: this simulation understands only one-line servers, not this script\n`);
  return 1;
}

interface NodeState {
  readonly body: string;
}

export const nodeServer = server<NodeState>({
  memoryBytes: 40 * MEBIBYTE,
  begin: (call) => {
    if (call.args.includes('--version') || call.args.includes('-v')) {
      writeText(call.on, 1, 'v22.16.0\n');
      return 0;
    }
    const script = valueOf(call.args, ['-e', '--eval', '-p']) ?? '';
    for (const [, , text] of script.matchAll(/console\.log\((['"`])(.*?)\1\)/g))
      writeText(call.on, 1, `${text ?? ''}\n`);
    const port = /\.listen\((\d+)/.exec(script)?.[1];
    if (port !== undefined) {
      const [, , body = ''] = /\.end\((['"`])(.*?)\1\)/.exec(script) ?? [];
      return { state: { body: body.replaceAll('\\n', '\n') }, listening: [tcp(Number(port), '::')] };
    }
    const ending = /process\.exit\((\d*)\)/.exec(script);
    if (ending !== null) return Number(ending[1]);
    return script.includes('console.log') ? 0 : notUnderstood(call);
  },
  answer: (_call, { body }, inbound) => (inbound.http === null ? ACCEPTED : respond(200, body)),
  exits: {},
});

/** `gcr.io/google-samples/hello-app`: who answers, and which version of the program. */
export const helloApp = server<null>({
  memoryBytes: 8 * MEBIBYTE,
  begin: (call) => {
    const port = Number(call.on.process.env['PORT'] ?? 8080);
    writeText(call.on, 2, `Server listening on port ${port}\n`);
    return { state: null, listening: [tcp(port)] };
  },
  answer: (call, _state, inbound) => {
    if (inbound.http === null) return ACCEPTED;
    writeText(call.on, 2, `Serving request: ${inbound.http.path}\n`);
    const version = call.on.process.env['APP_VERSION'] ?? '1.0.0';
    const { hostname } = call.on.kernel.container.identity;
    return respond(200, `Hello, world!\nVersion: ${version}\nHostname: ${hostname}\n`);
  },
  exits: { TERM: 2, INT: 2 },
});
