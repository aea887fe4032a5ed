/** Recordings of a real cluster: the project's own, packed one file a folder, and folders of loose files. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isJsonObject } from '../base/json.ts';
import type { Json } from '../base/json.ts';
import { recording, unpacked } from './packed-recordings.ts';
import type { Noisy, Packed, Recording } from './packed-recordings.ts';
import type { Trace } from './trace-format.ts';

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

function noisyIn(folder: string): Noisy {
  const path = join(folder, 'noisy.json');
  if (!existsSync(path)) return {};
  const value = readJson(path);
  return isJsonObject(value) ? (value as Noisy) : {};
}

/** Folders of the project's own recordings, by name. */
export function packedFolders(root: string): readonly string[] {
  return readdirSync(root)
    .filter((name) => name.endsWith('.json.gz'))
    .map((name) => name.slice(0, -'.json.gz'.length))
    .sort();
}

export function readPacked(root: string, folder: string): readonly Recording[] {
  const packed = JSON.parse(
    gunzipSync(readFileSync(join(root, `${folder}.json.gz`))).toString('utf8'),
  ) as Packed;
  return unpacked(packed, noisyIn(root));
}

/** Every `NAME.case.yaml` below a folder. What noisy.json says is looked for beside and above them. */
export function readFolder(path: string): readonly Recording[] {
  const noisy = { ...noisyIn(dirname(path)), ...noisyIn(path) };
  return casesBelow(path).map((file) => {
    const name = basename(file, '.case.yaml');
    const trace = join(dirname(file), `${name}.trace.json`);
    const told = existsSync(trace) ? (JSON.parse(readFileSync(trace, 'utf8')) as Trace) : undefined;
    return recording(basename(dirname(file)), name, readFileSync(file, 'utf8'), told, {
      ...noisyIn(dirname(dirname(file))),
      ...noisy,
    });
  });
}

function casesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return path.endsWith('.case.yaml') ? [path] : [];
  const names = readdirSync(path).sort();
  return names.flatMap((name) => {
    const inner = join(path, name);
    return statSync(inner).isDirectory() ? casesBelow(inner) : name.endsWith('.case.yaml') ? [inner] : [];
  });
}
