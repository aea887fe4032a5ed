/** A frame as text, to be laid up beside a page. Reading gives back what was written, bit for bit. */
import type { Frame } from './frame.ts';

export function writeFrame(frame: Frame): string {
  return JSON.stringify({ ...frame, pods: [...frame.pods] });
}

export function readFrame(text: string): Frame {
  const { pods, ...rest } = JSON.parse(text) as Omit<Frame, 'pods'> & { readonly pods: readonly number[] };
  return { ...rest, pods: Float64Array.from(pods) };
}
