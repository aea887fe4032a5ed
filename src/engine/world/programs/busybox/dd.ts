/** dd: if, of, bs and count, with its report on stderr. Zeros are counted, not stored. */
import { byteLength } from '../../filesystem/bytes.ts';
import { errnoText } from '../../filesystem/errno.ts';
import {
  FOR_READING,
  FOR_WRITING,
  hasRoom,
  openPath,
  readSome,
  setDescriptor,
  writeBytes,
  writeText,
} from '../descriptors.ts';
import type { Turn } from '../program.ts';
import { defineProgram, exit, waitFor, YIELD } from '../program.ts';
import type { Call } from '../simple.ts';
import { callOf, complain, SMALL_BYTES } from '../simple.ts';
import { humanSize } from './listing.ts';
import { sizeOf } from './streams.ts';

interface DdState {
  readonly blockSize: number;
  left: number | null;
  full: number;
  partial: number;
  bytes: number;
  readonly started: number;
  readonly failed: boolean;
}

const DD_BYTES_PER_TURN = 67108864;

export const dd = defineProgram<DdState>({
  memoryBytes: SMALL_BYTES,
  start: (on) => startDd(callOf(on)),
  run: (on, state) => runDd(callOf(on), state),
});

function startDd(call: Call): DdState {
  const option = (name: string): string | undefined =>
    call.args.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const count = option('count');
  const state = {
    blockSize: sizeOf(option('bs') ?? option('ibs') ?? '512') ?? 512,
    left: count === undefined ? null : Number(count),
    full: 0,
    partial: 0,
    bytes: 0,
    started: call.on.kernel.io.now,
  };
  for (const [name, fd, flags] of [
    ['if', 0, FOR_READING],
    ['of', 1, FOR_WRITING],
  ] as const) {
    const path = option(name);
    if (path === undefined) continue;
    const opened = openPath(call.on, path, flags);
    if (!opened.ok)
      return { ...state, failed: complain(call, `can't open '${path}': ${errnoText(opened.error)}`) === 1 };
    setDescriptor(call.on.process, fd, opened.value);
  }
  return { ...state, failed: false };
}

function runDd(call: Call, state: DdState): Turn {
  if (state.failed) return exit(1);
  for (let moved = 0; moved < DD_BYTES_PER_TURN;) {
    if (state.left === 0) return finishDd(call, state);
    if (!hasRoom(call.on, 1)) return waitFor('room', 1);
    const read = readSome(call.on, 0, state.blockSize);
    if (read.kind === 'wait') return waitFor('input', 0);
    if (read.kind !== 'bytes') return finishDd(call, state);
    const size = byteLength(read.bytes);
    if (size === state.blockSize) state.full += 1;
    else state.partial += 1;
    state.bytes += size;
    if (state.left !== null) state.left -= 1;
    moved += Math.max(size, 65536);
    const failed = writeBytes(call.on, 1, read.bytes);
    if (failed !== null)
      return exit(
        complain(
          call,
          `writing '${call.args.find((word) => word.startsWith('of='))?.slice(3) ?? 'standard output'}': ${errnoText(failed)}`,
        ),
      );
  }
  return YIELD;
}

function finishDd(call: Call, { full, partial, bytes, started }: DdState): Turn {
  const ms = Math.max(1, call.on.kernel.io.now - started + call.on.process.debtMs);
  const records = `${full}+${partial} records`;
  const rate = Math.floor((bytes * 1000) / ms);
  writeText(
    call.on,
    2,
    `${records} in\n${records} out\n${bytes} bytes (${humanUnit(bytes)}) copied, ${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}000 seconds, ${humanUnit(rate)}/s\n`,
  );
  return exit(0);
}

function humanUnit(bytes: number): string {
  const text = humanSize(bytes);
  return /[A-Z]$/.test(text) ? `${text}B` : `${text} bytes`.replace(' bytes', 'B');
}
