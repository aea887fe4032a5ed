/**
 * agnhost, the test image of Kubernetes: the subcommands that documentation and tests of pods use.
 *
 * **Upstream:** test/images/agnhost (2.53). **Simplified:** netexec answers over HTTP only.
 */
import { evaluateHostPath } from './agnhost-netexec.ts';
import type { Answer, Inbound } from '../contract.ts';
import { writeText } from '../descriptors.ts';
import type { AnyProgram } from '../program.ts';
import { defineProgram, exit, REPLACED } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf, print } from '../simple.ts';
import { replaceProgram } from '../spawn.ts';
import { ACCEPTED, GO_EXITS, respond, server, tcp } from './server.ts';

const MEMORY_BYTES = 12 * 1024 * 1024;

/** `--name=value` or `--name value`. */
export function flagOf(call: Call, name: string, absent: string): string {
  const index = call.args.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const word = call.args[index];
  if (word === undefined) return absent;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (call.args[index + 1] ?? absent);
}

function http(inbound: Inbound, reply: (path: string) => Answer): Answer {
  return inbound.http === null ? ACCEPTED : reply(inbound.http.path);
}

export const agnhost: AnyProgram = defineProgram<null>({
  memoryBytes: MEMORY_BYTES,
  start: () => null,
  run: (on) => {
    const call = callOf(on);
    const [command = '--help', ...rest] = call.args;
    const program = `agnhost-${command}`;
    if (on.kernel.programs(program) === undefined) {
      writeText(
        on,
        command === '--help' ? 1 : 2,
        command === '--help'
          ? 'Usage:\n  app [command]\n'
          : `Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`,
      );
      return exit(command === '--help' ? 0 : 1);
    }
    replaceProgram(on, { program, argv: ['/agnhost', ...rest], path: '/agnhost' }, on.process.env);
    on.process.argv = ['/agnhost', command, ...rest];
    return REPLACED;
  },
});

/** Prints one word and waits. TERM and INT have exit codes of their own. */
export const pauseCommand = server<null>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => (print(call, 'Paused\n'), { state: null, listening: [] }),
  answer: () => ACCEPTED,
  exits: { INT: 1, TERM: 2 },
});

/** Healthy for ten seconds. */
export const liveness = server<{ readonly startedAt: number }>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => ({ state: { startedAt: call.on.kernel.io.now }, listening: [tcp(8080)] }),
  answer: (call, { startedAt }, inbound) =>
    http(inbound, (path) => {
      const aliveMs = call.on.kernel.io.now - startedAt;
      const seconds = `${Math.floor(aliveMs / 1000)}.${String(aliveMs % 1000).padStart(3, '0')}`;
      if (path.startsWith('/started')) return respond(200, `${seconds}s`);
      if (!path.startsWith('/healthz')) return respond(404, '404 page not found\n');
      return aliveMs > 10000 ? respond(500, `error: ${seconds}`) : respond(200, 'ok');
    }),
  exits: GO_EXITS,
});

export const serveHostname = server<{ readonly name: string }>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => {
    const port = Number(flagOf(call, 'port', '9376'));
    writeText(call.on, 2, `Serving on port ${port}.\n`);
    return { state: { name: call.on.kernel.container.identity.hostname }, listening: [tcp(port)] };
  },
  answer: (_call, { name }, inbound) =>
    inbound.http === null ? { kind: 'accepted', text: name, delayMs: 0 } : respond(200, name),
  exits: { ...GO_EXITS, TERM: 0 },
});

export const testWebserver = server<null>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => ({ state: null, listening: [tcp(Number(flagOf(call, 'port', '80')))] }),
  answer: (_call, _state, inbound) =>
    http(inbound, (path) =>
      path === '/' ? respond(200, '<pre>\n</pre>\n') : respond(404, '404 page not found\n'),
    ),
  exits: GO_EXITS,
});

/** Serves one port per SERVE_PORT_… variable with the variable's value. */
export const porter = server<{ readonly ports: readonly (readonly [number, string])[] }>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => {
    const ports = Object.entries(call.on.process.env).flatMap(
      ([name, value]): (readonly [number, string])[] => {
        const port = /^SERVE_(?:TLS_|SCTP_)?PORT_([0-9]+)$/.exec(name)?.[1];
        return port === undefined ? [] : [[Number(port), value]];
      },
    );
    return { state: { ports }, listening: ports.map(([port]) => tcp(port)) };
  },
  answer: (_call, { ports }, inbound) =>
    http(inbound, () => respond(200, ports.find(([port]) => port === inbound.port)?.[1] ?? '')),
  exits: GO_EXITS,
});

/** Prints its arguments. */
export const entrypointTester: AnyProgram = defineProgram<null>({
  memoryBytes: MEMORY_BYTES,
  start: () => null,
  run: (on) => {
    writeText(on, 1, `[${['/agnhost', ...on.process.argv.slice(1)].join(' ')}]\n`);
    return exit(0);
  },
});

export const netexec = server<{ quits: number | null; readonly startedAt: number }>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => {
    const port = Number(flagOf(call, 'http-port', '8080'));
    const udp = Number(flagOf(call, 'udp-port', '8081'));
    writeText(
      call.on,
      2,
      `Started HTTP server on port ${port}\n${udp < 0 ? '' : `Started UDP server on port  ${udp}\n`}`,
    );
    const listening = [
      tcp(port),
      ...(udp < 0 ? [] : [{ port: udp, protocol: 'UDP' as const, address: '0.0.0.0' }]),
    ];
    return { state: { quits: null, startedAt: call.on.kernel.io.now }, listening };
  },
  answer: (call, state, inbound) => http(inbound, (path) => evaluateHostPath(call, state, inbound, path)),
  exits: { TERM: 0, INT: 2 },
  stopMs: (call) => Number(flagOf(call, 'delay-shutdown', '0')) * 1000,
  quits: (state) => state.quits,
});

interface GrpcState {
  readonly startedAt: number;
  readonly unhealthyAfterMs: number | null;
  serving: boolean;
}

/** A gRPC health server that turns unhealthy after a while, or when told over HTTP. */
export const grpcHealthChecking = server<GrpcState>({
  memoryBytes: MEMORY_BYTES,
  begin: (call) => {
    const [port, httpPort] = [
      Number(flagOf(call, 'port', '5000')),
      Number(flagOf(call, 'http-port', '8080')),
    ];
    const seconds = Number(flagOf(call, 'delay-unhealthy-sec', '-1'));
    writeText(
      call.on,
      2,
      `Http server starting to listen on :${httpPort}\ngRPC server starting to listen on :${port}\n`,
    );
    return {
      state: {
        startedAt: call.on.kernel.io.now,
        unhealthyAfterMs: seconds < 0 ? null : seconds * 1000,
        serving: true,
      },
      listening: [tcp(port), tcp(httpPort)],
    };
  },
  answer: (call, state, inbound) => {
    if (inbound.grpcService !== null)
      return { kind: 'grpc', serving: isServing(call, state) ? 'SERVING' : 'NOT_SERVING', delayMs: 1 };
    return http(inbound, (path) => {
      if (path === '/make-serving') state.serving = true;
      else if (path === '/make-not-serving') state.serving = false;
      else return respond(404, '404 page not found\n');
      return respond(200, '');
    });
  },
  exits: GO_EXITS,
});

function isServing(call: Call, { serving, startedAt, unhealthyAfterMs }: GrpcState): boolean {
  return serving && (unhealthyAfterMs === null || call.on.kernel.io.now - startedAt < unhealthyAfterMs);
}
