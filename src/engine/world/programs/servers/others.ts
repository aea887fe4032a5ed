/** Small servers: pause, redis, a polite stand-in for unknown images, and perl's famous job. */
import { writeText } from '../descriptors.ts';
import { strftime } from '../calendar.ts';
import type { AnyProgram } from '../program.ts';
import { defineProgram, exit, waitTimer } from '../program.ts';
import { callOf, SMALL_BYTES } from '../simple.ts';
import { ACCEPTED, respond, server, tcp } from './server.ts';

/** The pause image: waits for a signal. **Upstream:** build/pause/linux/pause.c */
export const pause = server<null>({
  memoryBytes: 250 * 1024,
  begin: (call) => {
    if (call.args.includes('-v')) {
      writeText(call.on, 1, 'pause.c 3.10\n');
      return 0;
    }
    if (call.on.process.pid !== 1) writeText(call.on, 2, 'Warning: pause should be the first process\n');
    return { state: null, listening: [] };
  },
  answer: () => ACCEPTED,
  exits: { TERM: 0, INT: 0 },
  onExit: (call, _state, signal) =>
    writeText(call.on, 2, `Shutting down, got signal: ${signal === 'TERM' ? 'Terminated' : 'Interrupt'}\n`),
});

export const redisServer = server<null>({
  memoryBytes: 9 * 1024 * 1024,
  begin: (call) => {
    const line = (text: string): string =>
      `${call.on.process.pid}:M ${strftime('%d %b %Y %H:%M:%S.000', call.on.kernel.io.wallMs)} * ${text}\n`;
    writeText(
      call.on,
      1,
      line('Running mode=standalone, port=6379.') +
        line('Server initialized') +
        line('Ready to accept connections tcp'),
    );
    const port = call.args[call.args.indexOf('--port') + 1];
    return { state: null, listening: [tcp(call.args.includes('--port') ? Number(port) : 6379)] };
  },
  answer: (_call, _state, inbound) =>
    inbound.text.toUpperCase().includes('PING')
      ? { kind: 'accepted', text: '+PONG\r\n', delayMs: 0 }
      : ACCEPTED,
  exits: { TERM: 0, INT: 0 },
  onExit: (call) =>
    writeText(call.on, 1, `${call.on.process.pid}:signal-handler Received SIGTERM scheduling shutdown...\n`),
});

/** What runs in images the simulation does not know: answers every request on the ports in SIMULATED_PORTS (a list) or PORT, and ends when asked. */
export const politeServer = server<null>({
  memoryBytes: 20 * 1024 * 1024,
  begin: (call) => {
    const ports = (call.on.process.env['SIMULATED_PORTS'] ?? call.on.process.env['PORT'] ?? '80,8080')
      .split(',')
      .map(Number);
    writeText(
      call.on,
      1,
      `A stand-in runs here, not the program of the image. It answers every request on ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}.\n`,
    );
    return { state: null, listening: ports.filter((port) => port > 0).map((port) => tcp(port)) };
  },
  answer: (_call, _state, inbound) =>
    inbound.grpcService !== null
      ? { kind: 'grpc', serving: 'SERVING', delayMs: 1 }
      : inbound.http === null
        ? ACCEPTED
        : respond(200, 'ok\n'),
  exits: { TERM: 0, INT: 0, QUIT: 0 },
});

interface PerlState {
  waited: boolean;
}

/** `perl -Mbignum=bpi -wle 'print bpi(2000)'`, the Job of the documentation. Other scripts end without a word. */
export const perl: AnyProgram = defineProgram<PerlState>({
  memoryBytes: SMALL_BYTES * 20,
  start: () => ({ waited: false }),
  run: (on, state) => {
    const digits = /bpi\((\d+)\)/.exec(callOf(on).args.join(' '))?.[1];
    if (digits === undefined) return exit(0);
    if (!state.waited) {
      state.waited = true;
      return waitTimer(on, Math.min(60000, Number(digits) * 2));
    }
    writeText(on, 1, `${digitsOfPi(Math.min(10000, Number(digits)))}\n`);
    return exit(0);
  },
});

/** Machin's formula in whole numbers, with ten guard digits. */
function digitsOfPi(count: number): string {
  const scale = 10n ** BigInt(count + 10);
  const pi = 4n * (4n * arctanOfInverse(5n, scale) - arctanOfInverse(239n, scale));
  const text = ((pi + 5n * 10n ** 10n) / 10n ** 11n).toString();
  return `${text.slice(0, 1)}.${text.slice(1)}`;
}

function arctanOfInverse(x: bigint, scale: bigint): bigint {
  let power = scale / x;
  let sum = power;
  for (let n = 3n, sign = -1n; power > 0n; n += 2n, sign = -sign) {
    power /= x * x;
    sum += (sign * power) / n;
  }
  return sum;
}
