/** Files of recorded scheduling problems: `problems-NN.json` and `sequences-NN.json`, loose in a folder or packed with gzip. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { OracleProblem, OracleSequence } from './problem.ts';

export interface OracleFile {
  readonly name: string;
  readonly problems: readonly OracleProblem[];
  readonly sequences: readonly OracleSequence[];
}

const NAME = /^((?:problems|sequences)-.*)\.json(\.gz)?$/;

/** None for a folder that holds no such files, or is none. */
export function oracleFilesIn(folder: string): readonly OracleFile[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, name, packed] = NAME.exec(file) ?? [];
      if (name === undefined) return [];
      const bytes = readFileSync(join(folder, file));
      const read = JSON.parse(
        (packed === undefined ? bytes : gunzipSync(bytes)).toString('utf8'),
      ) as Partial<OracleFile>;
      return [{ name, problems: read.problems ?? [], sequences: read.sequences ?? [] }];
    });
}
