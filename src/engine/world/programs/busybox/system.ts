/** Programs about the machine and the process: date, sleep, id, ps, env, uname, seq, test, yes and their like. */
import { strftime, two } from '../calendar.ts';
import { durationMs } from '../durations.ts';
import { hasRoom, writeText } from '../descriptors.ts';
import { signalProcess } from '../kernel.ts';
import { findProcess, signalNeighbour, visibleProcesses } from '../process-list.ts';
import type { Turn } from '../program.ts';
import { defineProgram, exit, waitFor, waitUntil, YIELD } from '../program.ts';
import { deadline } from '../program.ts';
import { callOf, complain, instant, LICENSE, parseOptions, print, SMALL_BYTES, usage } from '../simple.ts';
import { findExecutable } from '../spawn.ts';
import { evaluateTest } from '../test-expression.ts';
import { runEcho } from '../text/echo.ts';
import { runPrintf } from '../text/printf.ts';
import { parseKill } from '../kill-words.ts';
import { humanSize, ownerName } from './listing.ts';

export const yes0 = instant(() => 0);
export const no1 = instant(() => 1);
export const echo = instant((call) => (print(call, runEcho(call.args, false)), 0));

export const printf = instant((call) => {
  const outcome = runPrintf(call.args);
  print(call, outcome.text);
  for (const complaint of outcome.complaints) complain(call, complaint);
  return outcome.status;
});

export const test = instant((call) => {
  const words = call.name === '[' ? call.args.slice(0, -1) : call.args;
  if (call.name === '[' && call.args.at(-1) !== ']') return complain(call, 'missing ]') + 1;
  const outcome = evaluateTest(call.on, words, false);
  if (outcome.complaint !== null) complain(call, outcome.complaint);
  return outcome.status;
});

interface SleepState {
  readonly until: number | null;
  readonly failed: boolean;
}

export const sleep = defineProgram<SleepState>({
  memoryBytes: SMALL_BYTES,
  start: (on) => {
    const call = callOf(on);
    if (call.args.length === 0) {
      writeText(
        on,
        2,
        `${LICENSE}Usage: sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n`,
      );
      return { until: null, failed: true };
    }
    let total = 0;
    for (const word of call.args) {
      const ms = durationMs(word);
      if (ms === null) return { until: null, failed: complain(call, `invalid number '${word}'`) === 1 };
      total += ms;
    }
    return { until: total === Infinity ? null : deadline(on, total), failed: false };
  },
  run: (on, state) => {
    if (state.failed) return exit(1);
    if (state.until === null) return waitFor('forever', 0);
    return on.kernel.io.now >= state.until ? exit(0) : waitUntil(state.until);
  },
});

export const date = instant((call) => {
  const { values, rest } = parseOptions(call.args, 'ud:r:s:RI:D:', { date: 'd', utc: 'u' });
  const wanted = values['d'];
  const ms = wanted === undefined ? call.on.kernel.io.wallMs : parseDate(wanted, call.on.kernel.io.wallMs);
  if (ms === null) return complain(call, `invalid date '${wanted ?? ''}'`);
  const format =
    rest[0]?.startsWith('+') === true
      ? rest[0].slice(1)
      : call.args.includes('-R')
        ? '%a, %d %b %Y %H:%M:%S +0000'
        : call.args.some((word) => word.startsWith('-I'))
          ? '%Y-%m-%d'
          : '%a %b %e %H:%M:%S UTC %Y';
  print(call, `${strftime(format.replaceAll('%N', '%%N'), ms)}\n`);
  return 0;
});

/** `@seconds` and `YYYY-MM-DD [hh:mm[:ss]]`. */
function parseDate(text: string, now: number): number | null {
  if (text === 'now') return now;
  if (/^@[0-9]+$/.test(text)) return Number(text.slice(1)) * 1000;
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? '0'));
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const days =
    era * 146097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719468;
  return (days * 86400 + hour * 3600 + minute * 60 + second) * 1000;
}

export const id = instant((call) => {
  const { flags } = parseOptions(call.args, 'uGgnr');
  const { who } = call.on.kernel.container.identity;
  // The kernel keeps them sorted.
  const groups = [...new Set([who.gid, ...who.groups])].sort((a, b) => a - b);
  const user = ownerName(call, '/etc/passwd', who.uid);
  const group = (gid: number): string => ownerName(call, '/etc/group', gid);
  const named = (number: number, name: string): string =>
    String(number) === name ? String(number) : `${number}(${name})`;
  if (flags.has('u')) print(call, `${flags.has('n') ? user : who.uid}\n`);
  else if (flags.has('g')) print(call, `${flags.has('n') ? group(who.gid) : who.gid}\n`);
  else if (flags.has('G'))
    print(call, `${groups.map((gid) => (flags.has('n') ? group(gid) : gid)).join(' ')}\n`);
  else
    print(
      call,
      `uid=${named(who.uid, user)} gid=${named(who.gid, group(who.gid))}${who.uid === 0 && groups.length === 1 ? ' groups=0(root)' : ` groups=${groups.map((gid) => named(gid, group(gid))).join(',')}`}\n`,
    );
  return 0;
});

export const whoami = instant((call) => {
  const { uid } = call.on.kernel.container.identity.who;
  const name = ownerName(call, '/etc/passwd', uid);
  if (name === String(uid)) return complain(call, `unknown uid ${uid}`);
  print(call, `${name}\n`);
  return 0;
});

export const hostname = instant((call) => {
  const { hostname: name, addresses } = call.on.kernel.container.identity;
  const short = call.args.includes('-s') ? (name.split('.')[0] ?? name) : name;
  print(call, `${call.args.includes('-i') ? (addresses[0] ?? '127.0.0.1') : short}\n`);
  return 0;
});

export const uname = instant((call) => {
  const { flags } = parseOptions(call.args, 'amnrspviomp', { all: 'a' });
  const { hostname: node, kernel } = call.on.kernel.container.identity;
  const fields = [
    ['s', 'Linux'],
    ['n', node],
    ['r', kernel],
    ['v', '#1 SMP PREEMPT_DYNAMIC'],
    ['m', 'x86_64'],
    ['o', 'GNU/Linux'],
  ] as const;
  const wanted = flags.has('a')
    ? fields
    : fields.filter(([letter]) => (flags.size === 0 ? letter === 's' : flags.has(letter)));
  print(call, `${wanted.map(([, text]) => text).join(' ')}\n`);
  return 0;
});

export const nproc = instant((call) => (print(call, `${call.on.kernel.container.identity.cpus}\n`), 0));
export const pwd = instant((call) => (print(call, `${call.on.process.cwd}\n`), 0));

export const printenv = instant((call) => {
  const { env } = call.on.process;
  if (call.args.length === 0)
    Object.entries(env).forEach(([name, value]) => print(call, `${name}=${value}\n`));
  const found = call.args.map((name) => (Object.hasOwn(env, name) ? env[name] : undefined));
  for (const value of found) if (value !== undefined) print(call, `${value}\n`);
  return found.includes(undefined) ? 1 : 0;
});

export const ps = instant((call) => {
  print(call, 'PID   USER     TIME  COMMAND\n');
  for (const { pid, uid, argv } of visibleProcesses(call.on.kernel)) {
    const user = ownerName(call, '/etc/passwd', uid).padEnd(8);
    print(call, `${String(pid).padStart(5)} ${user}  0:00 ${argv.join(' ')}\n`);
  }
  return 0;
});

export const kill = instant((call) => {
  const { signal, targets, bad } = parseKill(call.args);
  if (bad !== null) return complain(call, `bad signal name '${bad}'`);
  if (targets.length === 0) return complain(call, 'you need to specify whom to kill');
  return targets.reduce((status, target) => {
    const victim = findProcess(call.on.kernel, Number(target));
    if (victim === undefined && signalNeighbour(call.on.kernel, Number(target), signal)) return status;
    if (victim === undefined) return complain(call, `can't kill pid ${target}: No such process`);
    if (signal !== null) signalProcess(call.on.kernel, victim, signal, true);
    return status;
  }, 0);
});

/** killall and pkill: by the command's name. */
export const killall = instant((call) => {
  const { signal, targets } = parseKill(call.args.filter((word) => word !== '-q' && word !== '-f'));
  return targets.reduce((status, target) => {
    const { kernel, process } = call.on;
    const victims = visibleProcesses(kernel).filter(
      ({ argv, pid }) => pid !== process.pid && (argv[0] ?? '').split('/').at(-1) === target,
    );
    if (victims.length === 0)
      return call.name === 'killall' ? complain(call, `${target}: no process killed`) : 1;
    for (const { pid } of victims) {
      const own = findProcess(kernel, pid);
      if (own === undefined) signalNeighbour(kernel, pid, signal);
      else if (signal !== null) signalProcess(kernel, own, signal, true);
    }
    return status;
  }, 0);
});

export const pidof = instant((call) => {
  const pids = visibleProcesses(call.on.kernel)
    .filter(({ argv }) => call.args.includes((argv[0] ?? '').split('/').at(-1) ?? ''))
    .map(({ pid }) => pid);
  if (pids.length > 0) print(call, `${pids.reverse().join(' ')}\n`);
  return pids.length > 0 ? 0 : 1;
});

export const which = instant((call) =>
  call.args
    .filter((word) => word !== '-a')
    .reduce((status, name) => {
      const found = findExecutable(call.on, [name], call.on.process.env['PATH']);
      if (found.ok) print(call, `${found.value.path}\n`);
      return found.ok ? status : 1;
    }, 0),
);

export const free = instant((call) => {
  const unit = call.args.includes('-m') ? 1048576 : call.args.includes('-g') ? 1073741824 : 1024;
  const total = call.on.kernel.container.identity.memoryBytes;
  const used = Math.floor(total / 4);
  const show = (bytes: number): string =>
    (call.args.includes('-h') ? humanSize(bytes) : String(Math.floor(bytes / unit))).padStart(12);
  print(call, '              total        used        free      shared  buff/cache   available\n');
  print(call, `Mem:   ${[total, used, total - used * 2, 0, used, total - used].map(show).join('')}\n`);
  print(call, `Swap:  ${[0, 0, 0].map(show).join('')}\n`);
  return 0;
});

export const uptime = instant((call) => {
  const { now, wallMs } = call.on.kernel.io;
  const minutes = Math.floor(now / 60000);
  const span = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  print(call, ` ${strftime('%H:%M:%S', wallMs)} up ${span},  0 users,  load average: 0.00, 0.00, 0.00\n`);
  return 0;
});

export const mount = instant((call) => {
  const { table } = call.on.kernel.container;
  print(
    call,
    `overlay on / type overlay (${table.readOnlyRoot ? 'ro' : 'rw'},relatime)\nproc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\n`,
  );
  for (const each of table.mounts) {
    const type = each.fileSystem ?? 'ext4';
    print(
      call,
      `${type === 'tmpfs' ? 'tmpfs' : '/dev/vda1'} on ${each.path} type ${type} (${each.readOnly ? 'ro' : 'rw'},relatime)\n`,
    );
  }
  return 0;
});

export const seq = instant((call) => {
  const { values, flags, rest } = parseOptions(
    call.args.map((word) => word.replace(/^-(?=[0-9])/, '\0-')),
    'ws:',
  );
  const numbers = rest.map((word) => word.replace('\0', ''));
  if (numbers.length === 0 || numbers.some((word) => !/^-?[0-9]+$/.test(word)))
    return usage(call, 'seq [-w] [-s SEP] [FIRST [INC]] LAST');
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, Number(numbers[0])]
      : numbers.length === 2
        ? [Number(numbers[0]), 1, Number(numbers[1])]
        : numbers.map(Number);
  const from = first ?? 1;
  const by = step === undefined || step === 0 ? 1 : step;
  const count = Math.min(1000000, Math.floor(((last ?? 0) - from) / by) + 1);
  const items = Array.from({ length: Math.max(0, count) }, (_, index) => String(from + index * by));
  const width = flags.has('w') ? Math.max(...items.map((item) => item.length), 0) : 0;
  if (items.length > 0)
    print(call, `${items.map((item) => item.padStart(width, '0')).join(values['s'] ?? '\n')}\n`);
  return 0;
});

interface YesState {
  readonly line: string;
}

export const yes = defineProgram<YesState>({
  memoryBytes: SMALL_BYTES,
  start: (on) => ({ line: `${on.process.argv.length > 1 ? on.process.argv.slice(1).join(' ') : 'y'}\n` }),
  run: (on, { line }): Turn => {
    for (let i = 0; i < 8; i++) {
      if (!hasRoom(on, 1)) return waitFor('room', 1);
      if (writeText(on, 1, line.repeat(128)) !== null) return exit(1);
    }
    return YIELD;
  },
});
