/**
 * File descriptors of processes: opening, reading, writing, duplicating. What read(2), write(2), open(2) and dup2(2) do.
 *
 * **Simplified:** positions in files count UTF-16 units; a write to a file that was deleted meanwhile is lost; writes
 * never wait, programs ask for room before they produce more.
 */
import { must } from '../../../base/assert.ts';
import type { Result } from '../../../base/result.ts';
import { fail, ok } from '../../../base/result.ts';
import type { Bytes } from '../filesystem/bytes.ts';
import { byteLength, bytesOf, isEmpty, NO_BYTES, splitBytes } from '../filesystem/bytes.ts';
import type { Errno } from '../filesystem/errno.ts';
import { readFile, statFile, writeFile } from '../filesystem/file-operations.ts';
import type { FileEntryDevice } from '../filesystem/file-tree.ts';
import type { FileView } from '../filesystem/mount-table.ts';
import { absolutePath, mayAccess } from '../filesystem/resolve.ts';
import type { Descriptor, OpenFile, Pipe, Process } from './contract.ts';
import { findProcess } from './process-list.ts';
import { procEntry, procNames } from './proc-files.ts';
import type { Running } from './program.ts';
import { charge } from './program.ts';

export const PIPE_BYTES_MAX = 65536;
/** What reading /dev/zero yields at most in one go. */
const DEVICE_CHUNK = 1048576;
/** Moving data costs a millisecond per this many bytes. */
const BYTES_PER_MS = 1048576;

export function viewOf(on: Running): FileView {
  const { container, io } = on.kernel;
  return {
    store: io.files,
    table: container.table,
    who: container.identity.who,
    wallMs: io.wallMs,
    synthetic: (path) => procEntry(on, path),
    syntheticNames: (path) => procNames(on, path),
  };
}

export function pathOf(on: Running, path: string): string {
  return absolutePath(on.process.cwd, path);
}

export function descriptorOf(process: Process, fd: number): Descriptor | undefined {
  return process.descriptors.find(([number]) => number === fd)?.[1];
}

/** dup2, and with undefined close. */
export function setDescriptor(process: Process, fd: number, descriptor: Descriptor | undefined): void {
  const others = process.descriptors.filter(([number]) => number !== fd);
  const added: (readonly [number, Descriptor])[] = descriptor === undefined ? [] : [[fd, descriptor]];
  process.descriptors = [...others, ...added].sort((a, b) => a[0] - b[0]);
}

/** Descriptors from here on belong to the program itself: children and exec do not get them. */
export const PRIVATE_FD = 10;

/** The lowest private number that is not in use. */
export function freeDescriptor(process: Process): number {
  let fd = PRIVATE_FD;
  while (descriptorOf(process, fd) !== undefined) fd += 1;
  return fd;
}

export function inheritedDescriptors(descriptors: Process['descriptors']): Process['descriptors'] {
  return descriptors.filter(([fd]) => fd < PRIVATE_FD);
}

export interface OpenFlags {
  readonly read: boolean;
  readonly write: boolean;
  readonly append?: boolean;
  readonly truncate?: boolean;
  readonly create?: boolean;
}

export const FOR_READING: OpenFlags = { read: true, write: false };
export const FOR_WRITING: OpenFlags = { read: false, write: true, truncate: true, create: true };
export const FOR_APPENDING: OpenFlags = { read: false, write: true, append: true, create: true };

export function openPath(on: Running, path: string, flags: OpenFlags): Result<Descriptor, Errno> {
  const view = viewOf(on);
  const full = pathOf(on, path);
  const found = statFile(view, full);
  if (!found.ok && (found.error !== 'ENOENT' || flags.create !== true)) return found;
  const entry = found.ok ? found.value.entry : undefined;
  if (entry?.kind === 'device') return openDevice(on, entry);
  if (entry?.kind === 'directory' && flags.write) return fail('EISDIR');
  if (entry !== undefined && flags.read && !mayAccess(view.who, entry, 'r')) return fail('EACCES');
  const prepared = flags.write ? prepareForWriting(on, view, full, flags) : found;
  if (!prepared.ok) return prepared;
  const real = typeof prepared.value === 'string' ? prepared.value : prepared.value.path;
  return ok(addOpenFile(on, real, flags));
}

function prepareForWriting(
  on: Running,
  view: FileView,
  full: string,
  flags: OpenFlags,
): Result<string, Errno> {
  return writeFile(view, full, NO_BYTES, {
    append: flags.truncate !== true,
    mode: 0o666 & ~on.process.umask,
  });
}

function addOpenFile(on: Running, path: string, flags: OpenFlags): Descriptor {
  const { container } = on.kernel;
  const id = container.nextId++;
  const file: OpenFile = {
    id,
    path,
    position: 0,
    append: flags.append === true,
    readable: flags.read,
    writable: flags.write,
  };
  container.opens = [...container.opens, file];
  return { kind: 'file', open: id };
}

function openDevice(on: Running, entry: FileEntryDevice): Result<Descriptor, Errno> {
  const { device } = entry;
  if (typeof device === 'string') return ok({ kind: 'device', device: device === 'tty' ? 'null' : device });
  const owner = device.pid === 'self' ? on.process : findProcess(on.kernel, device.pid);
  const descriptor = owner === undefined ? undefined : descriptorOf(owner, device.fd);
  return descriptor === undefined ? fail('ENOENT') : ok(descriptor);
}

export function newPipe(on: Running, external = false): number {
  const { container } = on.kernel;
  const id = container.nextId++;
  container.pipes = [...container.pipes, { id, text: '', zeros: 0, external }];
  return id;
}

function pipeOf(on: Running, id: number): Pipe {
  return must(
    on.kernel.container.pipes.find((pipe) => pipe.id === id),
    `pipe ${id}`,
  );
}

/** The draft of an open file, whose position may be changed. */
function openOf(on: Running, id: number): OpenFile {
  return must(
    on.kernel.container.opens.find((file) => file.id === id),
    `open file ${id}`,
  );
}

function hasEnd(on: Running, pipe: number, end: 'read' | 'write'): boolean {
  return on.kernel.container.processes.some((process) =>
    process.descriptors.some(([, d]) => d.kind === 'pipe' && d.pipe === pipe && d.end === end),
  );
}

/** True when a read would not wait: bytes are there, or the end. */
export function canRead(on: Running, fd: number): boolean {
  const descriptor = descriptorOf(on.process, fd);
  if (descriptor?.kind !== 'pipe') return true;
  const pipe = pipeOf(on, descriptor.pipe);
  return pipe.text !== '' || pipe.zeros > 0 || (!pipe.external && !hasEnd(on, pipe.id, 'write'));
}

/** True when a pipe can take more, or has nobody reading it (the write will then end the process). */
export function hasRoom(on: Running, fd: number): boolean {
  const descriptor = descriptorOf(on.process, fd);
  if (descriptor?.kind !== 'pipe') return true;
  const pipe = pipeOf(on, descriptor.pipe);
  return pipe.text.length + pipe.zeros < PIPE_BYTES_MAX || !hasEnd(on, pipe.id, 'read');
}

export type ReadOutcome =
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  | { readonly kind: 'end' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'failed'; readonly errno: Errno };

/** Reads what is there, at most `max` bytes. */
export function readSome(on: Running, fd: number, max = DEVICE_CHUNK): ReadOutcome {
  const descriptor = descriptorOf(on.process, fd);
  if (descriptor === undefined || descriptor.kind === 'output') return { kind: 'failed', errno: 'EBADF' };
  if (descriptor.kind === 'device') return readDevice(on, descriptor.device, max);
  if (!canRead(on, fd)) return { kind: 'wait' };
  return descriptor.kind === 'pipe'
    ? readPipe(pipeOf(on, descriptor.pipe), max)
    : readOpen(on, openOf(on, descriptor.open), max);
}

function readDevice(on: Running, device: string, max: number): ReadOutcome {
  if (device === 'null') return { kind: 'end' };
  const count = Math.min(max, DEVICE_CHUNK);
  chargeBytes(on, count);
  if (device !== 'random') return { kind: 'bytes', bytes: { text: '', zeros: count } };
  const letters = Array.from({ length: Math.min(count, 256) }, () =>
    String.fromCharCode(on.kernel.io.random(128, 'urandom')),
  );
  return { kind: 'bytes', bytes: bytesOf(letters.join('')) };
}

function readPipe(pipe: Pipe, max: number): ReadOutcome {
  if (pipe.text === '' && pipe.zeros === 0) return { kind: 'end' };
  const { head, rest } = splitBytes({ text: pipe.text, zeros: pipe.zeros }, max);
  pipe.text = rest.text;
  pipe.zeros = rest.zeros;
  return { kind: 'bytes', bytes: head };
}

function readOpen(on: Running, file: OpenFile, max: number): ReadOutcome {
  if (!file.readable) return { kind: 'failed', errno: 'EBADF' };
  const content = readFile(viewOf(on), file.path);
  if (!content.ok)
    return content.error === 'ENOENT' ? { kind: 'end' } : { kind: 'failed', errno: content.error };
  const { head } = splitBytes(tailOf(content.value, file.position), max);
  if (isEmpty(head)) return { kind: 'end' };
  file.position += head.text.length + head.zeros;
  return { kind: 'bytes', bytes: head };
}

function tailOf(content: Bytes, position: number): Bytes {
  const skippedZeros = Math.max(0, position - content.text.length);
  return { text: content.text.slice(position), zeros: Math.max(0, content.zeros - skippedZeros) };
}

/** Gives back what was read too much, so that the next reader of the same file or pipe sees it. */
export function unread(on: Running, fd: number, text: string): void {
  const descriptor = descriptorOf(on.process, fd);
  if (descriptor?.kind === 'pipe') pipeOf(on, descriptor.pipe).text = text + pipeOf(on, descriptor.pipe).text;
  else if (descriptor?.kind === 'file') openOf(on, descriptor.open).position -= text.length;
}

export function writeText(on: Running, fd: number, text: string): Errno | null {
  return writeBytes(on, fd, bytesOf(text));
}

/** Writes all bytes. A pipe nobody reads ends the process with SIGPIPE, as the default action does. */
export function writeBytes(on: Running, fd: number, bytes: Bytes): Errno | null {
  const descriptor = descriptorOf(on.process, fd);
  if (descriptor === undefined) return 'EBADF';
  if (isEmpty(bytes)) return null;
  chargeBytes(on, byteLength(bytes));
  switch (descriptor.kind) {
    case 'output':
      on.kernel.effects.push({
        kind: 'output',
        session: descriptor.session,
        stream: descriptor.stream,
        text: printable(bytes),
      });
      return null;
    case 'device':
      return descriptor.device === 'full' ? 'ENOSPC' : null;
    case 'pipe':
      return writePipe(on, descriptor.pipe, bytes);
    case 'file':
      return writeOpen(on, openOf(on, descriptor.open), bytes);
  }
}

function printable(bytes: Bytes): string {
  return bytes.text + '\0'.repeat(Math.min(bytes.zeros, PIPE_BYTES_MAX));
}

function writePipe(on: Running, id: number, bytes: Bytes): Errno | null {
  if (!hasEnd(on, id, 'read')) {
    if (!on.process.ignored.includes('PIPE')) on.process.ending = { code: 141, signal: 'PIPE' };
    return 'EINVAL';
  }
  const pipe = pipeOf(on, id);
  pipe.text += bytes.text;
  pipe.zeros += bytes.zeros;
  return null;
}

function writeOpen(on: Running, file: OpenFile, bytes: Bytes): Errno | null {
  if (!file.writable) return 'EBADF';
  const view = viewOf(on);
  const current = readFile({ ...view, who: { ...view.who, uid: 0 } }, file.path);
  if (!current.ok) return null;
  const at = file.append ? current.value.text.length + current.value.zeros : file.position;
  const written = writeFile(view, file.path, overwrite(current.value, bytes, at));
  file.position = at + bytes.text.length + bytes.zeros;
  return written.ok ? null : written.error;
}

function overwrite(content: Bytes, bytes: Bytes, at: number): Bytes {
  const before = content.text.slice(0, at);
  const after = content.text.slice(at + bytes.text.length + bytes.zeros);
  const zerosLeft = Math.max(
    0,
    content.text.length + content.zeros - (at + bytes.text.length + bytes.zeros) - after.length,
  );
  const gap = Math.max(0, at - content.text.length);
  return { text: before + bytes.text + after, zeros: gap + bytes.zeros + zerosLeft };
}

function chargeBytes(on: Running, count: number): void {
  if (count >= BYTES_PER_MS) charge(on, Math.floor(count / BYTES_PER_MS));
}
