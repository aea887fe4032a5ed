/** Servers of static files: nginx and busybox httpd. */
import { readFile, statFile } from '../../filesystem/file-operations.ts';
import { byteLength } from '../../filesystem/bytes.ts';
import type { FileView } from '../../filesystem/mount-table.ts';
import { remembered } from '../../filesystem/remembered.ts';
import { normalPath } from '../../filesystem/resolve.ts';
import { strftime } from '../calendar.ts';
import type { Answer, Inbound, InboundHttp } from '../contract.ts';
import { FOR_APPENDING, openPath, pathOf, setDescriptor, viewOf, writeText } from '../descriptors.ts';
import { signalProcess } from '../kernel.ts';
import type { AnyProgram } from '../program.ts';
import { defineProgram, exit, REPLACED } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf, parseOptions, SMALL_BYTES } from '../simple.ts';
import { findExecutable, replaceProgram, spawnChild } from '../spawn.ts';
import { ACCEPTED, respond, server, tcp } from './server.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  xml: 'text/xml',
};

interface Found {
  readonly status: number;
  readonly body: string;
  readonly type: string;
}

/** What a directory of files has to say to a path. */
export function fileAnswer(call: Call, root: string, http: InboundHttp): Found {
  const path = normalPath(`/${http.path.split('?')[0] ?? ''}`);
  return remembered(viewOf(call.on), `page ${path} of ${root}`, (view) => pageAt(view, root, path));
}

function pageAt(view: FileView, root: string, path: string): Found {
  const full = `${root === '/' ? '' : root}${path}`;
  const found = statFile(view, full);
  const target =
    found.ok && found.value.entry.kind === 'directory'
      ? `${full === '/' ? '' : full.replace(/\/$/, '')}/index.html`
      : full;
  const content = readFile(view, target);
  if (content.ok)
    return {
      status: 200,
      body: content.value.text,
      type: TYPES[target.slice(target.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    };
  const isListing = found.ok && found.value.entry.kind === 'directory';
  return { status: content.error === 'EACCES' || isListing ? 403 : 404, body: '', type: 'text/html' };
}

const NGINX = 'nginx/1.27.5';
const NGINX_ERRORS: Readonly<Record<number, string>> = {
  403: '403 Forbidden',
  404: '404 Not Found',
  405: '405 Not Allowed',
};

function nginxErrorPage(status: number): string {
  const title = NGINX_ERRORS[status] ?? `${status}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${NGINX}</center>\r\n</body>\r\n</html>\r\n`;
}

/** The last text of each format: servers write the same second over and over. */
const stamps = new Map<string, { readonly second: number; readonly text: string }>();

function stamp(format: string, wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  const last = stamps.get(format);
  if (last?.second === second) return last.text;
  const text = strftime(format, wallMs);
  stamps.set(format, { second, text });
  return text;
}

const ACCESS_FD = 3;
const ERROR_FD = 4;

function notice(call: Call, text: string): void {
  const { process, kernel } = call.on;
  writeText(
    call.on,
    ERROR_FD,
    `${stamp('%Y/%m/%d %H:%M:%S', kernel.io.wallMs)} [notice] ${process.pid}#${process.pid}: ${text}\n`,
  );
}

function openLog(call: Call, fd: number, path: string, fallback: 1 | 2): void {
  const opened = openPath(call.on, path, FOR_APPENDING);
  const standard = call.on.process.descriptors.find(([number]) => number === fallback)?.[1];
  setDescriptor(call.on.process, fd, opened.ok ? opened.value : standard);
}

/** `nginx -g 'daemon off;'`. **Simplified:** one server on port 80, configuration files are not read, no worker processes. */
export const nginx = server<{ served: number }>({
  memoryBytes: 7 * 1024 * 1024,
  begin: (call) => {
    const order = call.args[call.args.indexOf('-s') + 1];
    if (call.args.includes('-s')) return signalNginx(call, order ?? '');
    if (call.args.some((word) => /^-[vVtT]/.test(word))) {
      const test = call.args.some((word) => /^-[tT]/.test(word));
      writeText(
        call.on,
        2,
        test
          ? 'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n'
          : `nginx version: ${NGINX}\n`,
      );
      return 0;
    }
    openLog(call, ACCESS_FD, '/var/log/nginx/access.log', 1);
    openLog(call, ERROR_FD, '/var/log/nginx/error.log', 2);
    for (const line of [
      'using the "epoll" event method',
      NGINX,
      'OS: Linux',
      'start worker processes',
      'start worker process 29',
    ])
      notice(call, line);
    return { state: { served: 0 }, listening: [tcp(80)] };
  },
  answer: (call, state, inbound) => {
    if (inbound.http === null) return ACCEPTED;
    const { http } = inbound;
    const allowed = http.method === 'GET' || http.method === 'HEAD';
    const found = allowed
      ? fileAnswer(call, '/usr/share/nginx/html', http)
      : { status: 405, body: '', type: 'text/html' };
    const body = found.status === 200 ? found.body : nginxErrorPage(found.status);
    state.served += 1;
    accessLine(call, inbound, http, found.status, byteLength({ text: body, zeros: 0 }));
    return respond(found.status, http.method === 'HEAD' ? '' : body, headersOf(call, found.type, body));
  },
  exits: { TERM: 0, INT: 0, QUIT: 0 },
  onExit: (call, _state, signal) => {
    const number =
      { TERM: '15 (SIGTERM)', INT: '2 (SIGINT)', QUIT: '3 (SIGQUIT)' }[signal as 'TERM'] ?? signal;
    notice(call, `signal ${number} received, ${signal === 'QUIT' ? 'shutting down' : 'exiting'}`);
    notice(call, 'exit');
  },
});

const ORDERS: Readonly<Record<string, 'QUIT' | 'TERM'>> = { quit: 'QUIT', stop: 'TERM' };

/** `nginx -s quit`: tells the running server. Reloading changes nothing here. */
function signalNginx(call: Call, order: string): number {
  const { kernel, process } = call.on;
  const running = kernel.container.processes.find(
    ({ program, pid }) => program === 'nginx' && pid !== process.pid,
  );
  const signal = ORDERS[order];
  if (running === undefined)
    writeText(call.on, 2, 'nginx: [error] open() "/run/nginx.pid" failed (2: No such file or directory)\n');
  else if (signal !== undefined) signalProcess(kernel, running, signal, true);
  return running === undefined ? 1 : 0;
}

function headersOf(call: Call, type: string, body: string): readonly (readonly [string, string])[] {
  return [
    ['Server', NGINX],
    ['Date', stamp('%a, %d %b %Y %H:%M:%S GMT', call.on.kernel.io.wallMs)],
    ['Content-Type', type],
    ['Content-Length', String(byteLength({ text: body, zeros: 0 }))],
    ['Connection', 'keep-alive'],
  ];
}

function accessLine(call: Call, inbound: Inbound, http: InboundHttp, status: number, size: number): void {
  const agent = http.headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? '-';
  const when = stamp('%d/%b/%Y:%H:%M:%S +0000', call.on.kernel.io.wallMs);
  writeText(
    call.on,
    ACCESS_FD,
    `${inbound.peer.address} - - [${when}] "${http.method} ${http.path} HTTP/1.1" ${status} ${size} "-" "${agent}" "-"\n`,
  );
}

const ENTRYPOINT_LINES = [
  '/docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  'Looking for shell scripts in /docker-entrypoint.d/',
  'Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  'Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
  'Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
  'Configuration complete; ready for start up',
];

/** The entry point of the nginx image: some words, then the command it was given. */
export const nginxEntrypoint: AnyProgram = defineProgram<null>({
  memoryBytes: SMALL_BYTES,
  start: () => null,
  run: (on) => {
    const call = callOf(on);
    if (call.args[0] === 'nginx')
      for (const line of ENTRYPOINT_LINES) writeText(on, 1, `/docker-entrypoint.sh: ${line}\n`);
    const found = findExecutable(on, call.args, on.process.env['PATH']);
    if (!found.ok) {
      writeText(on, 2, `/docker-entrypoint.sh: exec: line 47: ${call.args[0] ?? ''}: not found\n`);
      return exit(127);
    }
    replaceProgram(on, found.value, on.process.env);
    return REPLACED;
  },
});

interface HttpdState {
  readonly root: string;
}

function httpdPage(status: number): string {
  const title = status === 404 ? '404 Not Found' : `${status} Forbidden`;
  return `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${status === 404 ? 'The requested URL was not found' : ''}\n</BODY></HTML>\n`;
}

/** busybox httpd. Without `-f` it goes to the background and the command is done. TERM has its default action. */
export const httpd = server<HttpdState>({
  memoryBytes: SMALL_BYTES,
  begin: (call) => {
    const { flags, values } = parseOptions(call.args, 'ifvp:u:r:h:c:e:d:m:');
    if (!flags.has('f')) {
      spawnChild(call.on, { program: 'httpd', argv: ['httpd', '-f', ...call.args], path: 'httpd' });
      return 0;
    }
    const [port = '80', address] = (values['p'] ?? '80').split(':').reverse();
    return {
      state: { root: pathOf(call.on, values['h'] ?? '.').replace(/\/\.$/, '') || '/' },
      listening: [tcp(Number(port), address ?? '0.0.0.0')],
    };
  },
  answer: (call, { root }, inbound): Answer => {
    if (inbound.http === null) return ACCEPTED;
    const found = fileAnswer(call, root, inbound.http);
    const status = found.status === 403 ? 404 : found.status;
    return respond(status, status === 200 ? found.body : httpdPage(status), [['Content-type', found.type]]);
  },
  exits: {},
});
