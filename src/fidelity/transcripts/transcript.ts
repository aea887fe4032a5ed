/** A transcript: a session of a person at a terminal of a real cluster, as `golden/kubectl/NAME.yaml` has it. */
import { parse } from 'yaml';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';

export interface TranscriptStep {
  /** A command line of bash. */
  readonly run: string;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Transcript {
  readonly name: string;
  readonly about: string;
  /** Also the namespace of the context. Sessions of one namespace share objects and files. */
  readonly namespace: string;
  /** Files that lie in the working directory at the start. */
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly TranscriptStep[];
}

export function readTranscript(name: string, text: string): Transcript {
  const value = parse(text) as Json;
  const root = isJsonObject(value) ? value : {};
  const steps = Array.isArray(root['steps']) ? (root['steps'] as readonly Json[]).filter(isJsonObject) : [];
  const files = isJsonObject(root['files']) ? root['files'] : {};
  return {
    name,
    about: textOf(root['about']),
    namespace: textOf(root['namespace']),
    files: Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, repaired(textOf(content))]),
    ),
    steps: steps.map(stepOf),
  };
}

/** Paths of the recording machine were taken out of the files, with the bracket behind them. */
function repaired(text: string): string {
  return text.replace(/\{path: <path>$/gm, '{path: /kc-path}');
}

/** Whether a YAML text is a transcript rather than a case. */
export function isTranscript(text: string): boolean {
  return /^namespace:/m.test(text) && /^- run:/m.test(text);
}

function stepOf(step: JsonObject): TranscriptStep {
  return {
    run: textOf(step['run']),
    exit: typeof step['exit'] === 'number' ? step['exit'] : 0,
    stdout: textOf(step['stdout']),
    stderr: textOf(step['stderr']),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** In which order the sessions of a namespace were recorded; others are independent of one another and go by name. */
const ORDER: readonly string[] = [
  ...(
    'apply-created-unchanged-configured get-pods-outputs get-yaml-deployment describe-deployment-replicaset-pod scale ' +
    'label-annotate rollout-good rollout-restart-pause-resume set-env-resources-image rollout-stuck expose-and-service ' +
    'autoscale-hpa exec-logs-cp patch-edit-replace apply-mistakes apply-server-side-conflict apply-pod-immutable wait watch ' +
    'events delete-things'
  ).split(' '),
  'sick-pods-created',
  'sick-pods-list',
  'describe-*',
  ...'terminating-pod logs-several-containers debug-ephemeral run pod-deleted-while-events-remain mirror-pod'.split(
    ' ',
  ),
];

function rank({ name }: Transcript): number {
  const at = ORDER.indexOf(name);
  if (at >= 0) return at;
  return name.startsWith('describe-') ? ORDER.indexOf('describe-*') : ORDER.length;
}

/** One group of sessions per namespace, each in the order of the recording. */
export function grouped(transcripts: readonly Transcript[]): readonly (readonly Transcript[])[] {
  const namespaces = [...new Set(transcripts.map(({ namespace }) => namespace))].sort();
  return namespaces.map((namespace) =>
    transcripts
      .filter((one) => one.namespace === namespace)
      .map((one, index) => ({ one, index }))
      .sort((a, b) => rank(a.one) - rank(b.one) || a.index - b.index)
      .map(({ one }) => one),
  );
}
