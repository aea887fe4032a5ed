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
/** In the first seconds states pass quickly. */
const SOON_MS = 3000;
const LINE_MS_MAX = 150_000;

/** Whether a command is given again until it says what the real one said. */
export type Patience = (session: string, index: number) => boolean;

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
  isPatient: Patience = () => true,
): Promise<readonly PlayedStep[]> {
  const namespace = transcripts[0]?.namespace ?? 'default';
  const run = new Run(setupOf(namespace, seed));
  const time = new VirtualTime(run);
  const access = new RunAccess(run, time);
  return time.drive(playAll(transcripts, namespace, { run, access, time, isPatient }));
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

interface Playing {
  readonly run: Run;
  readonly access: RunAccess;
  readonly time: VirtualTime;
  readonly isPatient: Patience;
}

async function playAll(
  transcripts: readonly Transcript[],
  namespace: string,
  { run, access, time, isPatient }: Playing,
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
  for (const [path, text] of Object.entries(BEFORE_FILES[namespace] ?? {}))
    if (files.read(path) === undefined) files.write(path, text);
  const programs = workstationPrograms({ cluster: access, namespace: () => namespace });
  const played: PlayedStep[] = [];
  for (const transcript of transcripts) {
    for (const [path, text] of Object.entries(transcript.files)) files.write(path, text);
    await prepare(transcript, run, (text) => line(text, programs, files, time), time);
    for (const [index, step] of transcript.steps.entries()) {
      const once = (): Promise<Said> => line(step.run, programs, files, time);
      const began = run.engine.sim.now;
      let said = await once();
      const again = READS.test(step.run) && isPatient(transcript.name, index);
      const until = time.now + PATIENCE_MS;
      while (!isEqual(step, said) && again && time.now < until) {
        await time.sleep(time.now + PATIENCE_MS < until + SOON_MS ? SOON_MS / 10 : AGAIN_MS);
        said = await once();
      }
      // What was waited for in vain is taken back, so that the next step finds what it would have found.
      if (!isEqual(step, said) && again) {
        run.timeline.seek(began);
        said = await once();
      }
      played.push({ session: transcript.name, index, step, ...said, equal: isEqual(step, said) });
      await time.sleep(PAUSE_MS);
    }
  }
  return played;
}

/** A file that another session of the namespace had written. */
const BEFORE_FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kc-more': {
    'dep.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: nginx, image: "nginx:1.27", ports: [{containerPort: 80}]}]}}}\n',
  },
};

const STATIC_POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: fixed, namespace: kc-sick, labels: {app: fixed}}\nspec: {containers: [{name: main, image: "busybox:1.36", command: [sleep, "1000"]}]}\n';
const SETTLE_MS = 15_000;
/** The sick pods were looked at when they had been sick for a while. */
const SICK_MS = 285_000;

/** What was done before some sessions began, by other means than kubectl. */
async function prepare(
  { name, namespace, files }: Transcript,
  run: Run,
  type: (text: string) => Promise<unknown>,
  time: VirtualTime,
): Promise<void> {
  if (name === 'describe-config-errors') await time.sleep(SICK_MS);
  else if (name === 'mirror-pod')
    run.give({ kind: 'write-static-manifest', machine: 'node-1', file: 'fixed.yaml', content: STATIC_POD });
  else if (namespace === 'kc-nodes' && Object.keys(files).length > 0)
    for (const path of Object.keys(files)) await type(`kubectl apply -f ${path}`);
  else return;
  await time.sleep(SETTLE_MS);
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
