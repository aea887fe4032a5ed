/**
 * What containers write to stdout and stderr, as lines with their times, in chunks of 64 so that a checkpoint copies little.
 *
 * Upstream: the CRI log files of containerd, rotated by the kubelet (pkg/kubelet/logs, containerLogMaxSize 10Mi, containerLogMaxFiles 5).
 * A line is kept when its newline comes or its writer ends. **Simplified:** the size is checked at each write instead of every 10 s;
 * rotated files are counted but not kept, because nothing reads them.
 */
import { sortedBy } from '../../../base/compare.ts';
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { WorldCore } from '../core.ts';
import { utf8Length } from '../filesystem/bytes.ts';

export interface LogLine {
  readonly at: Millis;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

interface LogChunk {
  readonly containerId: string;
  /** Zero-padded position, so that text order is numeric order. */
  readonly position: string;
  readonly lines: readonly LogLine[];
}

interface LogHead {
  readonly chunks: number;
  /** Bytes of the current file. */
  readonly bytes: number;
  /** Sizes of rotated files that are still on disk, oldest first. */
  readonly rotated: readonly number[];
  /** Text after the last newline, per stream. */
  readonly partial: { readonly stdout: string; readonly stderr: string };
}

const CHUNKS = defineTable<LogChunk>('world/log-chunks', { container: (chunk) => [chunk.containerId] });
const HEADS = defineTable<LogHead>('world/log-heads');
const CHUNK_LINES = 64;
const FILE_BYTES = 10 * 1024 * 1024;
const FILES_KEPT = 5;
const NEW_LOG: LogHead = { chunks: 0, bytes: 0, rotated: [], partial: { stdout: '', stderr: '' } };

export interface Logs {
  write(containerId: string, stream: 'stdout' | 'stderr', text: string): void;
  /** The writer has ended: what has no newline becomes a line. */
  close(containerId: string): void;
  /** Lines of the current file. */
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
    const parts = (head.partial[stream] + text).split('\n');
    const rest = parts.pop() ?? '';
    const lines = parts.map((line): LogLine => ({ at: core.sim.now, stream, text: line }));
    heads.put(containerId, append(containerId, { ...head, partial: { ...head.partial, [stream]: rest } }, lines));
  }

  function append(containerId: string, head: LogHead, lines: readonly LogLine[]): LogHead {
    if (lines.length === 0) return head;
    const current = head.bytes >= FILE_BYTES ? rotate(containerId, head) : head;
    let count = current.chunks;
    let from = 0;
    while (from < lines.length) {
      const position = String(Math.max(0, count - 1)).padStart(8, '0');
      const tail = count === 0 ? undefined : chunks.get(`${containerId}/${position}`);
      if (tail === undefined || tail.lines.length === CHUNK_LINES) {
        chunks.put(`${containerId}/${String(count).padStart(8, '0')}`, { containerId, position: String(count).padStart(8, '0'), lines: [] });
        count++;
        continue;
      }
      const taken = lines.slice(from, from + CHUNK_LINES - tail.lines.length);
      chunks.put(`${containerId}/${position}`, { ...tail, lines: [...tail.lines, ...taken] });
      from += taken.length;
    }
    return { ...current, chunks: count, bytes: current.bytes + lines.reduce((sum, line) => sum + lineBytes(line), 0) };
  }

  function rotate(containerId: string, head: LogHead): LogHead {
    dropChunks(containerId);
    return { ...head, chunks: 0, bytes: 0, rotated: [...head.rotated, head.bytes].slice(1 - FILES_KEPT) };
  }

  function dropChunks(containerId: string): void {
    for (const { position } of chunks.byIndex('container', containerId)) chunks.delete(`${containerId}/${position}`);
  }

  function close(containerId: string): void {
    const { partial } = heads.get(containerId) ?? NEW_LOG;
    if (partial.stdout !== '') write(containerId, 'stdout', '\n');
    if (partial.stderr !== '') write(containerId, 'stderr', '\n');
  }

  return {
    write,
    close,
    lines: (containerId) => sortedBy(chunks.byIndex('container', containerId), (chunk) => chunk.position).flatMap((chunk) => chunk.lines),
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

/** As written in the log file: time, stream, tag and text. */
function lineBytes(line: LogLine): number {
  return utf8Length(line.text) + 46;
}
