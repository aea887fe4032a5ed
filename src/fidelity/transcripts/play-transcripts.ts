/**
 * Plays the sessions of a namespace on the cluster they were recorded on, in virtual time.
 *
 * The recordings do not say when a command was given, and were made on a slow host. A command that only reads is therefore given again for a
 * while when it says something else; what it last said counts. Everything else is given once.
 */
import { Run } from '../../engine/index.ts';
import { fileShelf } from '../../kubectl/file-shelf.ts';
import { createInterrupter } from '../../kubectl/interruption.ts';
import { Shell } from '../../kubectl/shell/shell.ts';
import { workstationPrograms } from '../../kubectl/shell/workstation.ts';
import { readCase } from '../case-file.ts';
import { setupFor } from '../recorded-cluster.ts';
import { RunAccess } from '../run-access.ts';
import { VirtualTime } from '../virtual-time.ts';
import { saysTheSame } from './mask-text.ts';
import type { Transcript, TranscriptStep } from './transcript.ts';

/** Between two commands of a session. */
const PAUSE_MS = 400;
const NAMESPACE_MS = 3000;
/** How long a reading command is given again, and how often. */
const PATIENCE_MS = 90_000;
const AGAIN_MS = 1000;
const LINE_MS_MAX = 150_000;

export interface PlayedStep {
  readonly session: string;
  readonly index: number;
  readonly step: TranscriptStep;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly equal: boolean;
}

type Said = Pick<PlayedStep, 'exit' | 'stdout' | 'stderr'>;

const READS =
  /^\s*kubectl (get|describe|logs|top|events|api-resources|explain|version)\b(?!.* (-w|--watch|-f)\b)/;

export async function playTranscripts(
  transcripts: readonly Transcript[],
  seed = 1,
): Promise<readonly PlayedStep[]> {
  const namespace = transcripts[0]?.namespace ?? 'default';
  const run = new Run(setupOf(namespace, seed));
  const time = new VirtualTime(run);
  const access = new RunAccess(run, time);
  return time.drive(playAll(transcripts, namespace, access, time));
}

/** The nodes of these sessions were called n1 and n2. */
function setupOf(namespace: string, seed: number): ConstructorParameters<typeof Run>[0] {
  const setup = setupFor(readCase('kubectl', namespace, ''), '', seed);
  if (namespace !== 'kc-nodes') return setup;
  const [first, second] = setup.machines;
  return {
    ...setup,
    machines: [
      ...(first === undefined ? [] : [{ ...first, name: 'n1' }]),
      ...(second === undefined ? [] : [{ ...second, name: 'n2' }]),
    ],
  };
}

async function playAll(
  transcripts: readonly Transcript[],
  namespace: string,
  access: RunAccess,
  time: VirtualTime,
): Promise<readonly PlayedStep[]> {
  await access.create('Namespace', '', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
  await time.sleep(NAMESPACE_MS);
  const files = fileShelf(
    Object.assign({}, ...transcripts.map((one) => one.files).reverse()) as Record<string, string>,
  );
  const programs = workstationPrograms({ cluster: access, namespace: () => namespace });
  const played: PlayedStep[] = [];
  for (const transcript of transcripts) {
    for (const [path, text] of Object.entries(transcript.files)) files.write(path, text);
    for (const [index, step] of transcript.steps.entries()) {
      const once = (): Promise<Said> => line(step.run, programs, files, time);
      let said = await once();
      const until = time.now + PATIENCE_MS;
      while (!isEqual(step, said) && READS.test(step.run) && time.now < until) {
        await time.sleep(AGAIN_MS);
        said = await once();
      }
      played.push({ session: transcript.name, index, step, ...said, equal: isEqual(step, said) });
      await time.sleep(PAUSE_MS);
    }
  }
  return played;
}

async function line(
  text: string,
  programs: ConstructorParameters<typeof Shell>[0]['programs'],
  files: ConstructorParameters<typeof Shell>[0]['files'],
  time: VirtualTime,
): Promise<Said> {
  const [out, err]: string[][] = [[], []];
  const interruption = createInterrupter();
  const shell = new Shell({ programs, files, sleep: (ms) => time.sleep(ms) });
  const work = shell.run(text, {
    stdout: { push: (piece) => void out?.push(piece) },
    stderr: { push: (piece) => void err?.push(piece) },
    interruption,
  });
  const exit = await Promise.race([work, time.sleep(LINE_MS_MAX).then(() => undefined)]);
  if (exit === undefined) interruption.interrupt();
  return { exit: exit ?? 124, stdout: out?.join('') ?? '', stderr: err?.join('') ?? '' };
}

function isEqual(step: TranscriptStep, { exit, stdout, stderr }: Said): boolean {
  return exit === step.exit && saysTheSame(step.stdout, stdout) && saysTheSame(step.stderr, stderr);
}
