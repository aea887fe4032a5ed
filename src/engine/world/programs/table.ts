/** Every program by the name that file entries and processes use. */
import { base64, md5sum, sha1sum, sha256sum } from './busybox/checksum.ts';
import { chmod, chown, cp, ln, mkdir, mktemp, mv, rm, rmdir, touch, truncate } from './busybox/files.ts';
import { grep } from './busybox/grep.ts';
import { busybox, env, find, passThrough, timeout, xargs } from './busybox/launchers.ts';
import { basename, df, dirname, du, ls, readlink, realpath, stat } from './busybox/listing.ts';
import { nc } from './busybox/netcat.ts';
import { curl } from './busybox/curl.ts';
import { dd } from './busybox/dd.ts';
import { expr } from './busybox/expr.ts';
import { tr } from './busybox/tr.ts';
import { ip, nslookup, ping, wget } from './busybox/network.ts';
import { sed } from './busybox/sed.ts';
import { cat, cut, head, nl, rev, sort, tac, tee, uniq, wc } from './busybox/streams.ts';
import {
  date,
  echo,
  free,
  hostname,
  id,
  kill,
  killall,
  mount,
  no1,
  nproc,
  pidof,
  printenv,
  printf,
  ps,
  pwd,
  seq,
  sleep,
  test,
  uname,
  uptime,
  which,
  whoami,
  yes,
  yes0,
} from './busybox/system.ts';
import { tail } from './busybox/tail.ts';
import type { AnyProgram } from './program.ts';
import {
  agnhost,
  entrypointTester,
  grpcHealthChecking,
  liveness,
  netexec,
  pauseCommand,
  porter,
  serveHostname,
  testWebserver,
} from './servers/agnhost.ts';
import { fluentd, mysql, postgres } from './servers/databases.ts';
import { helloApp, nodeServer, pythonServer } from './servers/one-liners.ts';
import { ipcmk, ipcrm, ipcs } from './busybox/ipc.ts';
import { awk } from './awk/awk.ts';
import { pause, perl, politeServer, redisServer } from './servers/others.ts';
import { httpd, nginx, nginxEntrypoint } from './servers/web.ts';
import { ASH, DASH } from '../shell/shell-program.ts';

/** The applets of busybox; `bin` holds one file for each. */
const APPLETS: Readonly<Record<string, AnyProgram>> = {
  '[': test,
  '[[': test,
  ash: ASH,
  awk,
  base64,
  basename,
  cat,
  chgrp: chown,
  chmod,
  chown,
  cp,
  cut,
  date,
  dd,
  df,
  dirname,
  du,
  echo,
  egrep: grep,
  env,
  expr,
  false: no1,
  fgrep: grep,
  find,
  free,
  grep,
  head,
  hostname,
  httpd,
  id,
  ip,
  ipcmk,
  ipcrm,
  ipcs,
  kill,
  killall,
  ln,
  ls,
  md5sum,
  mkdir,
  mktemp,
  mount,
  mv,
  nc,
  nice: passThrough,
  nl,
  nohup: passThrough,
  nproc,
  nslookup,
  pidof,
  ping,
  pkill: killall,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  setsid: passThrough,
  sh: ASH,
  sha1sum,
  sha256sum,
  sleep,
  sort,
  stat,
  sync: yes0,
  tac,
  tail,
  tee,
  test,
  timeout,
  touch,
  tr,
  true: yes0,
  truncate,
  uname,
  uniq,
  uptime,
  wc,
  wget,
  which,
  whoami,
  xargs,
  yes,
};

const OTHERS: Readonly<Record<string, AnyProgram>> = {
  busybox,
  dash: DASH,
  curl,
  nginx,
  'nginx-entrypoint': nginxEntrypoint,
  pause,
  agnhost,
  'redis-server': redisServer,
  'polite-server': politeServer,
  perl,
  mysql,
  postgres,
  fluentd,
  python3: pythonServer,
  node: nodeServer,
  'hello-app': helloApp,
  'agnhost-pause': pauseCommand,
  'agnhost-liveness': liveness,
  'agnhost-serve-hostname': serveHostname,
  'agnhost-test-webserver': testWebserver,
  'agnhost-porter': porter,
  'agnhost-entrypoint-tester': entrypointTester,
  'agnhost-netexec': netexec,
  'agnhost-grpc-health-checking': grpcHealthChecking,
};

export const APPLET_NAMES: readonly string[] = Object.keys(APPLETS);

export function programNamed(name: string): AnyProgram | undefined {
  if (Object.hasOwn(APPLETS, name)) return APPLETS[name];
  return Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
}
