/**
 * System V objects of a pod: shared memory, semaphores, message queues, as ipcs shows, ipcmk makes and ipcrm removes them. The tables are
 * the files of /proc/sysvipc, one per IPC namespace.
 *
 * **Simplified:** the objects hold nothing and nobody attaches to them.
 */
import { readFile, writeFile } from '../../filesystem/file-operations.ts';
import { viewOf } from '../descriptors.ts';
import type { Call } from '../simple.ts';
import { complain, instant, parseOptions, print } from '../simple.ts';
import { ownerName } from './listing.ts';

type Kind = 'shm' | 'sem' | 'msg';
const KINDS: readonly Kind[] = ['shm', 'sem', 'msg'];

interface IpcObject {
  readonly key: number;
  readonly id: number;
  readonly mode: number;
  readonly uid: number;
  /** Bytes of a segment, semaphores of an array. */
  readonly size: number;
}

const FOLDER = '/proc/sysvipc';
const HEADS: Readonly<Record<Kind, string>> = {
  shm: 'key shmid perms size uid',
  sem: 'key semid perms nsems uid',
  msg: 'key msqid perms cbytes uid',
};

/** A view for which no permission stands in the way: the tables are the kernel's. */
function kernelView(call: Call): ReturnType<typeof viewOf> {
  const view = viewOf(call.on);
  return { ...view, who: { uid: 0, gid: 0, groups: [] } };
}

function objectsOf(call: Call, kind: Kind): readonly IpcObject[] {
  const table = readFile(kernelView(call), `${FOLDER}/${kind}`);
  if (!table.ok) return [];
  const rows = table.value.text.split('\n').slice(1, -1);
  return rows.map((row) => {
    const [key = 0, id = 0, mode = 0, size = 0, uid = 0] = row.trim().split(/\s+/).map(Number);
    return { key, id, mode: Number.parseInt(String(mode), 8), size, uid };
  });
}

function store(call: Call, kind: Kind, objects: readonly IpcObject[]): void {
  const rows = objects.map(
    ({ key, id, mode, size, uid }) => `${key} ${id} ${mode.toString(8)} ${size} ${uid}\n`,
  );
  const text = `${HEADS[kind]}\n${rows.join('')}`;
  writeFile(kernelView(call), `${FOLDER}/${kind}`, { text, zeros: 0 }, { mode: 0o444 });
}

const TITLES: Readonly<Record<Kind, string>> = {
  shm: `------ Shared Memory Segments --------\n${row('key', 'shmid', 'owner', 'perms', 'bytes', 'nattch', 'status')}`,
  sem: `------ Semaphore Arrays --------\n${row('key', 'semid', 'owner', 'perms', 'nsems')}`,
  msg: `------ Message Queues --------\n${row('key', 'msqid', 'owner', 'perms', 'used-bytes', 'messages')}`,
};

function row(...words: readonly string[]): string {
  return `${words.map((word, index) => word.padEnd(index > 3 && words.length === 6 ? 12 : 10)).join(' ')}\n`;
}

export const ipcs = instant((call) => {
  const { flags } = parseOptions(call.args, 'aqmsltcpui:');
  const asked = KINDS.filter((kind) => flags.has({ shm: 'm', sem: 's', msg: 'q' }[kind]));
  print(call, '\n');
  for (const kind of asked.length === 0 ? KINDS : asked) {
    print(call, TITLES[kind]);
    for (const object of objectsOf(call, kind)) print(call, described(call, kind, object));
    print(call, '\n');
  }
  return 0;
});

function described(call: Call, kind: Kind, { key, id, mode, uid, size }: IpcObject): string {
  const owner = ownerName(call, '/etc/passwd', uid);
  const start = `0x${key.toString(16).padStart(8, '0')} ${String(id).padEnd(10)} ${owner.padEnd(10)}`;
  const perms = (mode & 0o777).toString(8).padEnd(10);
  if (kind === 'sem') return `${start} ${perms} ${String(size).padEnd(10)}\n`;
  if (kind === 'msg') return `${start} ${perms} ${'0'.padEnd(12)} ${'0'.padEnd(12)}\n`;
  return `${start} ${perms} ${String(size).padEnd(10)} ${'0'.padEnd(10)} ${''.padEnd(6)} ${''.padEnd(6)}\n`;
}

const MADE: Readonly<Record<Kind, string>> = {
  shm: 'Shared memory id',
  sem: 'Semaphore id',
  msg: 'Message queue id',
};

export const ipcmk = instant((call) => {
  const { flags, values } = parseOptions(call.args, 'M:S:Qp:', {
    shmem: 'M',
    semaphore: 'S',
    queue: 'Q',
    mode: 'p',
  });
  const kinds = KINDS.filter((kind) => flags.has({ shm: 'M', sem: 'S', msg: 'Q' }[kind]));
  if (kinds.length === 0) return complain(call, 'bad usage');
  const mode = Number.parseInt(values['p'] ?? '644', 8);
  for (const kind of kinds) {
    const size = kind === 'msg' ? 0 : Number(kind === 'shm' ? values['M'] : values['S']);
    if (!Number.isSafeInteger(size) || size < 0)
      return complain(call, `failed to parse size: '${values['M'] ?? ''}'`);
    const objects = objectsOf(call, kind);
    const id = objects.reduce((highest, object) => Math.max(highest, object.id), -1) + 1;
    const key = call.on.kernel.io.random(0x7fff_ffff, 'ipc-key');
    const { uid } = call.on.kernel.container.identity.who;
    store(call, kind, [...objects, { key, id, mode, uid, size }]);
    print(call, `${MADE[kind]}: ${id}\n`);
  }
  return 0;
});

const BY_ID: readonly (readonly [letter: string, kind: Kind])[] = [
  ['m', 'shm'],
  ['s', 'sem'],
  ['q', 'msg'],
];

export const ipcrm = instant((call) => {
  const { flags, values } = parseOptions(call.args, 'm:s:q:M:S:Q:a');
  let status = 0;
  for (const [letter, kind] of BY_ID) {
    if (flags.has('a')) store(call, kind, []);
    for (const option of [letter, letter.toUpperCase()]) {
      const wanted = values[option];
      if (wanted === undefined) continue;
      const objects = objectsOf(call, kind);
      const kept = objects.filter(({ id, key }) => (option === letter ? id : key) !== Number(wanted));
      if (kept.length === objects.length)
        status = complain(call, `invalid ${option === letter ? 'id' : 'key'} (${wanted})`);
      else store(call, kind, kept);
    }
  }
  return status;
});
