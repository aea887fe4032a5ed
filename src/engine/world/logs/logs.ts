/**
 * What containers write to stdout and stderr, as lines with their times, in chunks of 64 so that a checkpoint copies little.
 *
 * Upstream: the CRI log files of containerd, rotated by the kubelet (pkg/kubelet/logs, containerLogMaxSize 10Mi, containerLogMaxFiles 5).
 * A line is kept when its newline comes or its writer ends. **Simplified:** the size is checked at each write instead of every 10 s;
 * rotated files are counted but not kept, because nothing reads them; of the current file only the newest 2,048 lines are kept, so that a
 * run of many days stays small.
 *
 * Old checkpoints keep alive what the present has forgotten, and access logs are most of that. Their lines differ in nothing but the time of
 * day, so a line is kept as its text without that time, and lines of equal text share it.
 */
import { formatTime } from '../../api/time.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { WorldCore } from '../core.ts';
import { utf8Length } from '../filesystem/bytes.ts';

export interface LogLine {
  readonly at: Millis;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Lines by column: `at[i]` and `text[i]` are one line, in the form of {@link packLine}. */
interface LogChunk {
  readonly containerId: string;
  readonly index: number;
  readonly at: readonly Millis[];
  readonly text: readonly string[];
}

interface LogHead {
  /** Lines of the current file. */
  readonly lines: number;
  /** Bytes of the current file. */
  readonly bytes: number;
  /** Sizes of rotated files that are still on disk, oldest first. */
  readonly rotated: readonly number[];
  /** Text after the last newline, per stream. */
  readonly partial: { readonly stdout: string; readonly stderr: string };
}

const CHUNKS = defineTable<LogChunk>('world/log-chunks', { container: (chunk) => chunk.containerId });
const HEADS = defineTable<LogHead>('world/log-heads');
const CHUNK_LINES = 64;
const CHUNKS_KEPT = 32;
const LAST_KEYS_MAX = 16_384;
const FILE_BYTES = 10 * 1024 * 1024;
const FILES_KEPT = 5;
/** A longer line is written in parts, as containerd does. */
const LINE_MAX = 16 * 1024;
const NEW_LOG: LogHead = { lines: 0, bytes: 0, rotated: [], partial: { stdout: '', stderr: '' } };

export interface Logs {
  write(containerId: string, stream: 'stdout' | 'stderr', text: string): void;
  /** The writer has ended: what has no newline becomes a line. */
  close(containerId: string): void;
  /** Lines of the current file, the newest when it has many. */
  lines(containerId: string): readonly LogLine[];
  /** Bytes of all files on disk. */
  bytes(containerId: string): number;
  remove(containerId: string): void;
}

export function createLogs(core: WorldCore): Logs {
  const chunks = core.sim.table(CHUNKS);
  const heads = core.sim.table(HEADS);

  function write(containerId: string, stream: 'stdout' | 'stderr', text: string): void {
    const head = heads.get(containerId) ?? NEW_LOG;
    const { parts, rest } = linesOf(head.partial[stream] + text);
    const lines = parts.map((line): LogLine => ({ at: core.sim.now, stream, text: line }));
    const partial = rest === head.partial[stream] ? head.partial : { ...head.partial, [stream]: rest };
    const { lines: count, bytes, rotated } = head;
    heads.put(containerId, append(containerId, { lines: count, bytes, rotated, partial }, lines));
  }

  const keyOf = chunkKeys();

  function append(containerId: string, head: LogHead, lines: readonly LogLine[]): LogHead {
    if (lines.length === 0) return head;
    const current = head.bytes >= FILE_BYTES ? rotate(containerId, head) : head;
    let count = current.lines;
    for (let from = 0; from < lines.length;) {
      const index = Math.floor(count / CHUNK_LINES);
      const used = count % CHUNK_LINES;
      const taken = lines.slice(from, from + CHUNK_LINES - used);
      const key = keyOf(containerId, index);
      const before = used === 0 ? undefined : chunks.get(key);
      chunks.put(key, {
        containerId,
        index,
        at: (before?.at ?? []).concat(taken.map(({ at }) => at)),
        text: (before?.text ?? []).concat(taken.map((line) => packLine(line, core.epochMs))),
      });
      if (used === 0) chunks.delete(chunkKey(containerId, index - CHUNKS_KEPT));
      from += taken.length;
      count += taken.length;
    }
    const bytes = lines.reduce((sum, line) => sum + lineBytes(line), current.bytes);
    return { lines: count, bytes, rotated: current.rotated, partial: current.partial };
  }

  function rotate(containerId: string, head: LogHead): LogHead {
    dropChunks(containerId);
    return { ...head, lines: 0, bytes: 0, rotated: [...head.rotated, head.bytes].slice(1 - FILES_KEPT) };
  }

  function dropChunks(containerId: string): void {
    for (const { index } of chunks.byIndex('container', containerId))
      chunks.delete(chunkKey(containerId, index));
  }

  function close(containerId: string): void {
    const { partial } = heads.get(containerId) ?? NEW_LOG;
    if (partial.stdout !== '') write(containerId, 'stdout', '\n');
    if (partial.stderr !== '') write(containerId, 'stderr', '\n');
  }

  return {
    write,
    close,
    lines: (containerId) => {
      const inOrder = chunks.byIndex('container', containerId).sort((a, b) => a.index - b.index);
      return inOrder.flatMap(({ at, text }) =>
        text.map((packed, i) => unpackLine(packed, at[i] ?? 0, core.epochMs)),
      );
    },
    bytes: (containerId) => {
      const head = heads.get(containerId) ?? NEW_LOG;
      return head.rotated.reduce((sum, bytes) => sum + bytes, head.bytes);
    },
    remove: (containerId) => {
      dropChunks(containerId);
      heads.delete(containerId);
    },
  };
}

const STREAM_LETTERS = { stdout: 'o', stderr: 'e' } as const;
/** Stands for the time of day at which the line was written. */
const TIME_MARK = '\0';

/** The stream's letter and the text, its first mention of the present time of day replaced by a mark. */
export function packLine({ at, stream, text }: LogLine, epochMs: number): string {
  const time = timeOfDay(epochMs + at);
  if (text.includes(TIME_MARK) || !text.includes(time)) return shared(`${STREAM_LETTERS[stream]}${text}`);
  return shared(`${TIME_MARK}${STREAM_LETTERS[stream]}${text.replace(time, TIME_MARK)}`);
}

export function unpackLine(packed: string, at: Millis, epochMs: number): LogLine {
  const isMarked = packed.startsWith(TIME_MARK);
  const letterAt = isMarked ? 1 : 0;
  const text = packed.slice(letterAt + 1);
  return {
    at,
    stream: packed.charAt(letterAt) === STREAM_LETTERS.stderr ? 'stderr' : 'stdout',
    text: isMarked ? text.replace(TIME_MARK, timeOfDay(epochMs + at)) : text,
  };
}

/** Times of day that were written lately, by second: a cluster writes the same second over and over. */
const timesOfDay = new Map<number, string>();
const TIMES_OF_DAY_MAX = 256;

/** `13:07:45`, UTC. */
function timeOfDay(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  const known = timesOfDay.get(second);
  if (known !== undefined) return known;
  if (timesOfDay.size >= TIMES_OF_DAY_MAX) timesOfDay.clear();
  const text = formatTime(second * 1000).slice(11, 19);
  timesOfDay.set(second, text);
  return text;
}

/** Lines that were kept lately: equal ones are kept once. */
const keptLately = new Map<string, string>();
const KEPT_LATELY_MAX = 1000;

function shared(line: string): string {
  const known = keptLately.get(line);
  if (known !== undefined) return known;
  if (keptLately.size >= KEPT_LATELY_MAX) keptLately.clear();
  keptLately.set(line, line);
  return line;
}

/** The lines that are complete, and what has no end yet. */
function linesOf(text: string): { readonly parts: readonly string[]; readonly rest: string } {
  const parts = text.split('\n');
  const open = parts.pop() ?? '';
  const cut = Math.floor(open.length / LINE_MAX) * LINE_MAX;
  for (let at = 0; at < cut; at += LINE_MAX) parts.push(open.slice(at, at + LINE_MAX));
  return { parts, rest: open.slice(cut) };
}

/** Keys of chunks, the last one of each container remembered: a text that is made anew has to be hashed anew. */
function chunkKeys(): (containerId: string, index: number) => string {
  const lastKeys = new Map<string, { readonly index: number; readonly key: string }>();
  return (containerId, index) => {
    const last = lastKeys.get(containerId);
    if (last?.index === index) return last.key;
    if (lastKeys.size >= LAST_KEYS_MAX) lastKeys.clear();
    const key = chunkKey(containerId, index);
    lastKeys.set(containerId, { index, key });
    return key;
  };
}

function chunkKey(containerId: string, index: number): string {
  return `${containerId}/${index}`;
}

/** As written in the log file: time, stream, tag and text. */
function lineBytes(line: LogLine): number {
  return utf8Length(line.text) + 46;
}
