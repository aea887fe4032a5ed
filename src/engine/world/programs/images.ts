/**
 * The files of the images the simulation knows, and how each is started: entry point, command, user and stop signal
 * from the image's configuration.
 *
 * **Simplified:** only files that pods in documentation and lessons touch; one layer per image.
 */
import type { FileEntry, FileTree } from '../filesystem/file-tree.ts';
import {
  deviceEntry,
  directoryEntry,
  fileEntry,
  programEntry,
  symlinkEntry,
  treeOf,
} from '../filesystem/file-tree.ts';
import type { SignalName } from './contract.ts';
import { APPLET_NAMES } from './table.ts';

export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly stopSignal: SignalName;
  readonly uid: number;
}

export type ImageFamily =
  | 'busybox'
  | 'alpine'
  | 'bash'
  | 'debian'
  | 'nginx'
  | 'pause'
  | 'agnhost'
  | 'redis'
  | 'perl'
  | 'python'
  | 'node'
  | 'mysql'
  | 'postgres'
  | 'fluentd'
  | 'hello-app'
  | 'polite';

export const IMAGE_FAMILIES: readonly ImageFamily[] = [
  'busybox',
  'alpine',
  'bash',
  'debian',
  'nginx',
  'pause',
  'agnhost',
  'redis',
  'perl',
  'python',
  'node',
  'mysql',
  'postgres',
  'fluentd',
  'hello-app',
  'polite',
];

const PATH = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
const PLAIN: ImageConfig = {
  entrypoint: [],
  command: [],
  env: PATH,
  workingDir: '/',
  stopSignal: 'TERM',
  uid: 0,
};

const CONFIGS: Readonly<Record<ImageFamily, ImageConfig>> = {
  busybox: { ...PLAIN, command: ['sh'], env: { PATH: '/bin' } },
  alpine: { ...PLAIN, command: ['/bin/sh'] },
  nginx: {
    ...PLAIN,
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    env: { ...PATH, NGINX_VERSION: '1.27.5' },
    stopSignal: 'QUIT',
  },
  pause: { ...PLAIN, entrypoint: ['/pause'], uid: 65535 },
  agnhost: { ...PLAIN, entrypoint: ['/agnhost'], command: ['pause'] },
  redis: { ...PLAIN, command: ['redis-server'], workingDir: '/data' },
  perl: { ...PLAIN, command: ['perl', '-de0'], workingDir: '/usr/src/app' },
  bash: { ...PLAIN, command: ['bash'] },
  debian: { ...PLAIN, command: ['bash'] },
  python: { ...PLAIN, command: ['python3'], env: { ...PATH, PYTHON_VERSION: '3.13.5' } },
  node: { ...PLAIN, command: ['node'], env: { ...PATH, NODE_VERSION: '22.16.0' } },
  mysql: { ...PLAIN, command: ['mysqld'], env: { ...PATH, MYSQL_MAJOR: '8.4' } },
  postgres: {
    ...PLAIN,
    command: ['postgres'],
    env: { ...PATH, PG_MAJOR: '17', PGDATA: '/var/lib/postgresql/data' },
    stopSignal: 'INT',
  },
  fluentd: { ...PLAIN, command: ['fluentd'] },
  'hello-app': { ...PLAIN, entrypoint: ['/hello-app'], uid: 0 },
  polite: { ...PLAIN, entrypoint: ['/polite-server'] },
};

export function imageConfig(family: ImageFamily): ImageConfig {
  return CONFIGS[family];
}

/** Which family an image reference belongs to, by the last part of its repository's name. */
export function imageFamilyOf(reference: string): ImageFamily {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const found = IMAGE_FAMILIES.find((family) => family === name);
  return found ?? (name === 'e2e-test-images' ? 'agnhost' : 'polite');
}

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nbin:x:2:2:bin:/bin:/bin/false\nwww-data:x:33:33:www-data:/var/www:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n';
const GROUP = 'root:x:0:\ndaemon:x:1:\nbin:x:2:\nusers:x:100:\nwww-data:x:33:\nnobody:x:65534:\n';

function base(): Record<string, FileEntry> {
  return {
    '/dev/null': deviceEntry('null'),
    '/dev/zero': deviceEntry('zero'),
    '/dev/full': deviceEntry('full'),
    '/dev/random': deviceEntry('random'),
    '/dev/urandom': deviceEntry('random'),
    '/dev/tty': deviceEntry('tty'),
    '/dev/fd': symlinkEntry('/proc/self/fd'),
    '/dev/stdin': deviceEntry({ pid: 'self', fd: 0 }),
    '/dev/stdout': deviceEntry({ pid: 'self', fd: 1 }),
    '/dev/stderr': deviceEntry({ pid: 'self', fd: 2 }),
    '/dev/shm': directoryEntry(0o1777),
    '/etc/passwd': fileEntry(PASSWD),
    '/etc/group': fileEntry(GROUP),
    '/tmp': directoryEntry(0o1777),
    '/root': directoryEntry(0o700),
    '/home': directoryEntry(),
    '/var/run': directoryEntry(),
    '/var/log': directoryEntry(),
    '/var/tmp': directoryEntry(0o1777),
    '/usr/bin': directoryEntry(),
    '/usr/sbin': directoryEntry(),
    '/usr/local/bin': directoryEntry(),
    '/sys': directoryEntry(),
    '/mnt': directoryEntry(),
    '/opt': directoryEntry(),
  };
}

function applets(directory: string): Record<string, FileEntry> {
  return Object.fromEntries(
    [...APPLET_NAMES, 'busybox'].map((name) => [`${directory}/${name}`, programEntry('busybox')]),
  );
}

/** A Debian image: coreutils at the usual places, dash as sh, no network tools but curl. */
function debian(): Record<string, FileEntry> {
  const missing = [
    'ash',
    'httpd',
    'nc',
    'nslookup',
    'ping',
    'wget',
    'ip',
    'ps',
    'free',
    'uptime',
    'killall',
    'pkill',
    'pidof',
    '[[',
  ];
  const tools = APPLET_NAMES.filter((name) => !missing.includes(name) && name !== 'sh');
  return {
    ...base(),
    ...Object.fromEntries(tools.map((name) => [`/usr/bin/${name}`, programEntry(name)])),
    '/usr/bin/dash': programEntry('dash'),
    '/usr/bin/sh': programEntry('dash'),
    '/usr/bin/bash': programEntry('ash'),
    '/usr/bin/curl': programEntry('curl'),
    '/bin': symlinkEntry('usr/bin'),
    '/sbin': symlinkEntry('usr/sbin'),
    '/etc/debian_version': fileEntry('12.10\n'),
    '/etc/os-release': fileEntry(
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n',
    ),
  };
}

const NGINX_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

function nginxFiles(): Record<string, FileEntry> {
  return {
    ...debian(),
    '/usr/sbin/nginx': programEntry('nginx'),
    '/docker-entrypoint.sh': programEntry('nginx-entrypoint'),
    '/usr/share/nginx/html/index.html': fileEntry(NGINX_PAGE),
    '/usr/share/nginx/html/50x.html': fileEntry(
      '<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n<body>\n<h1>An error occurred.</h1>\n</body>\n</html>\n',
    ),
    '/etc/nginx/nginx.conf': fileEntry('user  nginx;\nworker_processes  auto;\n'),
    '/etc/nginx/conf.d/default.conf': fileEntry(
      'server {\n    listen       80;\n    server_name  localhost;\n}\n',
    ),
    '/var/log/nginx/access.log': symlinkEntry('/dev/stdout'),
    '/var/log/nginx/error.log': symlinkEntry('/dev/stderr'),
  };
}

const ALPINE = {
  '/etc/alpine-release': fileEntry('3.21.3\n'),
  '/etc/os-release': fileEntry('NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.21.3\n'),
};

const FILES: Readonly<Record<ImageFamily, () => Record<string, FileEntry>>> = {
  busybox: () => ({ ...base(), ...applets('/bin') }),
  alpine: () => ({ ...base(), ...applets('/bin'), ...ALPINE }),
  nginx: nginxFiles,
  pause: () => ({ '/pause': programEntry('pause'), ...devices() }),
  agnhost: () => ({
    ...base(),
    ...applets('/bin'),
    ...ALPINE,
    '/agnhost': programEntry('agnhost'),
    '/usr/bin/curl': programEntry('curl'),
  }),
  redis: () => ({
    ...debian(),
    '/usr/local/bin/redis-server': programEntry('redis-server'),
    '/data': directoryEntry(0o755, { uid: 999, gid: 999 }),
  }),
  perl: () => ({
    ...debian(),
    '/usr/local/bin/perl': programEntry('perl'),
    '/usr/src/app': directoryEntry(),
  }),
  bash: () => ({ ...base(), ...applets('/bin'), ...ALPINE, '/usr/local/bin/bash': programEntry('ash') }),
  debian: () => debian(),
  python: () => ({
    ...debian(),
    '/usr/local/bin/python3': programEntry('python3'),
    '/usr/local/bin/python': programEntry('python3'),
  }),
  node: () => ({ ...debian(), '/usr/local/bin/node': programEntry('node') }),
  mysql: () => ({
    ...debian(),
    '/usr/sbin/mysqld': programEntry('mysql'),
    '/var/lib/mysql': directoryEntry(),
  }),
  postgres: () => ({
    ...debian(),
    '/usr/local/bin/postgres': programEntry('postgres'),
    '/var/lib/postgresql/data': directoryEntry(0o700, { uid: 999, gid: 999 }),
  }),
  fluentd: () => ({ ...base(), ...applets('/bin'), '/usr/bin/fluentd': programEntry('fluentd') }),
  'hello-app': () => ({ ...base(), ...applets('/bin'), '/hello-app': programEntry('hello-app') }),
  polite: () => ({ ...base(), ...applets('/bin'), '/polite-server': programEntry('polite-server') }),
};

function devices(): Record<string, FileEntry> {
  return Object.fromEntries(Object.entries(base()).filter(([path]) => path.startsWith('/dev/')));
}

/** The image layer's tree; make it once per image and keep it. */
export function imageFiles(family: ImageFamily): FileTree {
  return treeOf(FILES[family]());
}
