/** What a recording is, and how one folder of them lies in one file. */
import { readCase } from './case-file.ts';
import type { CaseFile } from './case-file.ts';
import type { Level } from './judge.ts';
import type { Trace } from './trace-format.ts';

export interface Recording {
  /** `kubelet/crash-loop`. */
  readonly id: string;
  readonly file: CaseFile;
  /** Absent for a case that was never recorded. */
  readonly trace?: Trace;
  /** The levels that count. */
  readonly levels: readonly Level[];
}

/** The content of one packed file. */
export interface Packed {
  readonly folder: string;
  readonly cases: Readonly<Record<string, { readonly case: string; readonly trace: Trace }>>;
}

/** Cases that chance or load decides, with the levels on which real runs agreed among themselves. */
export type Noisy = Readonly<Record<string, readonly Level[]>>;

export const ALL_LEVELS: readonly Level[] = ['outcome', 'story', 'clock'];

export function recording(
  folder: string,
  name: string,
  text: string,
  trace: Trace | undefined,
  noisy: Noisy,
): Recording {
  const id = `${folder}/${name}`;
  return {
    id,
    file: readCase(folder, name, text),
    levels: noisy[id] ?? ALL_LEVELS,
    ...(trace === undefined ? {} : { trace }),
  };
}

export function unpacked({ folder, cases }: Packed, noisy: Noisy): readonly Recording[] {
  return Object.entries(cases).map(([name, one]) => recording(folder, name, one.case, one.trace, noisy));
}
