/**
 * Servers whose inside is not simulated, only how they start, listen and end: MySQL, PostgreSQL, fluentd.
 *
 * Upstream: the entry points of the Docker official images mysql and postgres, and of fluent/fluentd.
 * **Simplified:** connections are accepted and say nothing.
 */
import { writeText } from '../descriptors.ts';
import { strftime } from '../calendar.ts';
import type { Call } from '../simple.ts';
import { ACCEPTED, server, tcp } from './server.ts';

const MEBIBYTE = 1024 * 1024;

function hasOne(call: Call, names: readonly string[]): boolean {
  return names.some((name) => (call.on.process.env[name] ?? '') !== '');
}

function portAfter(call: Call, flag: string, otherwise: number): number {
  const joined = call.args.find((word) => word.startsWith(`${flag}=`));
  const at = call.args.indexOf(flag);
  const text = joined?.slice(flag.length + 1) ?? (at < 0 ? undefined : call.args[at + 1]);
  return Number(text ?? otherwise) || otherwise;
}

const MYSQL_PASSWORDS = ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'];

export const mysql = server<null>({
  memoryBytes: 380 * MEBIBYTE,
  begin: (call) => {
    const stamp = strftime('%Y-%m-%d %H:%M:%S+00:00', call.on.kernel.io.wallMs);
    if (!hasOne(call, MYSQL_PASSWORDS)) {
      const list = MYSQL_PASSWORDS.map((name) => `    - ${name}\n`).join('');
      const what = 'Database is uninitialized and password option is not specified';
      writeText(
        call.on,
        2,
        `${stamp} [ERROR] [Entrypoint]: ${what}\n    You need to specify one of the following as an environment variable:\n${list}`,
      );
      return 1;
    }
    const port = portAfter(call, '--port', 3306);
    writeText(
      call.on,
      2,
      `${stamp} [Note] [Entrypoint]: Initializing database files\n${stamp} [System] /usr/sbin/mysqld: ready for connections. port: ${port}\n`,
    );
    return { state: null, listening: [tcp(port)] };
  },
  answer: () => ACCEPTED,
  exits: { TERM: 0, QUIT: 0 },
  onExit: (call) =>
    writeText(
      call.on,
      2,
      '[System] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld.\n',
    ),
  stopMs: () => 1500,
});

const NO_POSTGRES_PASSWORD = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".
`;

export const postgres = server<null>({
  memoryBytes: 45 * MEBIBYTE,
  begin: (call) => {
    const trusts = call.on.process.env['POSTGRES_HOST_AUTH_METHOD'] === 'trust';
    if (!trusts && !hasOne(call, ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE'])) {
      writeText(call.on, 2, NO_POSTGRES_PASSWORD);
      return 1;
    }
    const port = portAfter(call, '-p', 5432);
    const stamp = strftime('%Y-%m-%d %H:%M:%S.000 UTC', call.on.kernel.io.wallMs);
    const line = (text: string): string => `${stamp} [${call.on.process.pid}] LOG:  ${text}\n`;
    writeText(
      call.on,
      2,
      line(`listening on IPv4 address "0.0.0.0", port ${port}`) +
        line('database system is ready to accept connections'),
    );
    return { state: null, listening: [tcp(port)] };
  },
  answer: () => ACCEPTED,
  exits: { TERM: 0, INT: 0, QUIT: 2 },
  onExit: (call, _state, signal) => {
    const kind = signal === 'TERM' ? 'smart' : signal === 'INT' ? 'fast' : 'immediate';
    writeText(call.on, 2, `[${call.on.process.pid}] LOG:  received ${kind} shutdown request\n`);
  },
  stopMs: () => 200,
});

export const fluentd = server<null>({
  memoryBytes: 60 * MEBIBYTE,
  begin: (call) => {
    const stamp = strftime('%Y-%m-%d %H:%M:%S +0000', call.on.kernel.io.wallMs);
    writeText(call.on, 1, `${stamp} [info]: #0 fluentd worker is now running worker=0\n`);
    return { state: null, listening: [tcp(24_224)] };
  },
  answer: () => ACCEPTED,
  exits: { TERM: 0, INT: 0 },
  onExit: (call) => writeText(call.on, 1, '[info]: Received graceful stop\n'),
});
