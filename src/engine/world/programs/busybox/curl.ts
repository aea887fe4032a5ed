/** curl: the options that scripts in pods use. Found in Debian and agnhost images, not in busybox. */
import type { NetworkReply } from '../contract.ts';
import { writeText } from '../descriptors.ts';
import { durationMs } from '../durations.ts';
import type { Call } from '../simple.ts';
import { parseOptions, print } from '../simple.ts';
import { asker, parseUrl, saveBody, statusText } from './network.ts';

const CURL_VALUES = 'o:H:X:d:m:w:A:u:T:';
const CURL_LONG = {
  silent: 's',
  output: 'o',
  header: 'H',
  request: 'X',
  data: 'd',
  'max-time': 'm',
  'connect-timeout': 'm',
  'write-out': 'w',
  fail: 'f',
  location: 'L',
  insecure: 'k',
  head: 'I',
  include: 'i',
  verbose: 'v',
  'show-error': 'S',
  'user-agent': 'A',
  user: 'u',
};

export const curl = asker({
  begin: (call) => {
    const { flags, values, rest } = parseOptions(call.args, `${CURL_VALUES}sSfLkIivg46N`, CURL_LONG);
    if (rest[0] === undefined) {
      writeText(call.on, 2, "curl: try 'curl --help' for more information\n");
      return 2;
    }
    const method = values['X'] ?? (flags.has('I') ? 'HEAD' : values['d'] === undefined ? 'GET' : 'POST');
    const header = values['H'];
    const extra: readonly (readonly [string, string])[] =
      header === undefined
        ? []
        : [[header.split(':')[0] ?? '', header.slice(header.indexOf(':') + 1).trim()]];
    return {
      request: {
        kind: 'http',
        method,
        ...parseUrl(rest[0]),
        headers: [['User-Agent', 'curl/8.5.0'], ...extra],
        body: values['d'] ?? '',
      },
      timeoutMs: values['m'] === undefined ? null : durationMs(values['m']),
    };
  },
  end: endCurl,
  expired: (call) => (writeText(call.on, 2, 'curl: (28) Operation timed out\n'), 28),
});

function endCurl(call: Call, reply: NetworkReply): number {
  const { flags, values, rest } = parseOptions(call.args, `${CURL_VALUES}sSfLkIivg46N`, CURL_LONG);
  const url = parseUrl(rest[0] ?? '');
  const quiet = flags.has('s') && !flags.has('S');
  const failed = (code: number, text: string): number => {
    if (!quiet) writeText(call.on, 2, `curl: (${code}) ${text}\n`);
    return code;
  };
  if (reply.kind === 'failed') {
    if (reply.error === 'unknown-host' || reply.error === 'no-dns')
      return failed(6, `Could not resolve host: ${url.host}`);
    if (reply.error === 'timed-out')
      return failed(28, `Failed to connect to ${url.host} port ${url.port}: Connection timed out`);
    return reply.error === 'reset'
      ? failed(56, 'Recv failure: Connection reset by peer')
      : failed(7, `Failed to connect to ${url.host} port ${url.port} after 0 ms: Couldn't connect to server`);
  }
  if (reply.kind !== 'http') return 1;
  if (flags.has('f') && reply.status >= 400)
    return failed(22, `The requested URL returned error: ${reply.status}`);
  const head =
    flags.has('I') || flags.has('i')
      ? `HTTP/1.1 ${reply.status} ${statusText(reply.status)}\r\n${reply.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
      : '';
  const text = head + (flags.has('I') ? '' : reply.body);
  if (values['o'] === undefined || values['o'] === '-') print(call, text);
  else saveBody(call, values['o'], text, true);
  print(call, (values['w'] ?? '').replaceAll('%{http_code}', String(reply.status)).replaceAll('\\n', '\n'));
  return 0;
}
