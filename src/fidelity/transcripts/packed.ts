/** Transcripts of a real terminal: the project's own, packed in one file, and folders of loose ones. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isTranscript, readTranscript } from './transcript.ts';
import type { Transcript } from './transcript.ts';

const PACKED = 'kubectl.transcripts.gz';

/** Those in the folders; without folders the project's own in `own`. */
export function transcriptsIn(folders: readonly string[], own: string): readonly Transcript[] {
  if (folders.length > 0) return folders.flatMap(below);
  const path = join(own, PACKED);
  if (!existsSync(path)) return [];
  const texts = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as Readonly<
    Record<string, string>
  >;
  return Object.entries(texts).map(([name, text]) => readTranscript(name, text));
}

function below(path: string): readonly Transcript[] {
  if (statSync(path).isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => below(join(path, name)));
  if (!path.endsWith('.yaml') || path.endsWith('.case.yaml')) return [];
  const text = readFileSync(path, 'utf8');
  return isTranscript(text) ? [readTranscript(basename(path, '.yaml'), text)] : [];
}
