/** A container of an opened pod as a cell: how it is drawn, what its second line says, and its runs. */
import type { ContainerInside, EndedRun } from '../../protocol/pod-inside.ts';
import type { ContainerPhase } from '../../protocol/pod-row.ts';
import type { LineText } from '../view-model.ts';

/** The states of a cell; each has its drawing in the grammar of pods. */
export type CellState =
  | 'waiting'
  | 'creating'
  | 'running'
  | 'ready'
  | 'crash-loop'
  | 'no-image'
  | 'failed'
  | 'completed'
  | 'ending'
  | 'lost';

export interface RunMark {
  readonly attempt: number;
  readonly kind: 'failed' | 'completed' | 'killed-by-memory' | 'running';
  /** `137`, empty for the present run. */
  readonly text: string;
  readonly tip: string;
}

export interface CellModel {
  readonly state: CellState;
  readonly say: LineText;
  /** The whole state in words, for who cannot see it. */
  readonly spoken: string;
  /** `nginx -g daemon off;`, empty while nothing runs. */
  readonly command: string;
  readonly pid: number;
  /** Last five, oldest first; the present run last. */
  readonly runs: readonly RunMark[];
}

export interface CellContext {
  readonly lens: 'api' | 'truth';
  readonly restartPolicy: string;
  /** The node is silent, or the pod is gone. */
  readonly lost: boolean;
  /** The pod ends or has ended: nothing in it is started again. */
  readonly over: boolean;
}

const RUNS_SHOWN = 5;
const IMAGE_TROUBLE = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
const CREATING = new Set(['ContainerCreating', 'PodInitializing', '']);

function shownPhase(container: ContainerInside, lens: CellContext['lens']): ContainerPhase {
  return lens === 'truth' ? container.truth : container.phase;
}

/** Whether the kubelet will start it again. */
function comesBack({ kind }: ContainerInside, exitCode: number, restartPolicy: string): boolean {
  if (kind === 'sidecar') return true;
  if (kind === 'ephemeral') return false;
  if (kind === 'init') return exitCode !== 0 && restartPolicy !== 'Never';
  return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
}

function endState(container: ContainerInside, { restartPolicy, over }: CellContext): CellState {
  const exitCode = container.ended.at(-1)?.exitCode ?? 0;
  if (!over && comesBack(container, exitCode, restartPolicy)) return 'crash-loop';
  return exitCode === 0 ? 'completed' : 'failed';
}

/** A run that the machine does not have any more: it lost its power, or the pod is gone. */
function goneState(container: ContainerInside, context: CellContext): CellState {
  switch (container.phase) {
    case 'running':
    case 'ready':
      return 'lost';
    case 'completed':
    case 'error':
      return endState(container, context);
    default:
      return 'waiting';
  }
}

function waitingState({ reason, backOffUntil }: ContainerInside): CellState {
  if (reason === 'CrashLoopBackOff' || backOffUntil > 0) return 'crash-loop';
  if (IMAGE_TROUBLE.has(reason)) return 'no-image';
  if (!CREATING.has(reason)) return 'failed';
  return reason === 'PodInitializing' ? 'waiting' : 'creating';
}

export function cellState(container: ContainerInside, context: CellContext): CellState {
  const phase = shownPhase(container, context.lens);
  const runs = phase === 'running' || phase === 'ready';
  if (context.lost && runs) return 'lost';
  if (container.kill !== null && container.kill.stage !== 'ended' && runs) return 'ending';
  switch (phase) {
    case 'ready':
      return 'ready';
    case 'running':
      return 'running';
    case 'completed':
    case 'error':
      return endState(container, context);
    case 'waiting':
      return waitingState(container);
    case 'never':
      return goneState(container, context);
  }
}

function runWord(attempt: number): string {
  return attempt < 0 ? '' : `run ${attempt + 1}`;
}

function sayOf(container: ContainerInside, state: CellState, lens: CellContext['lens']): LineText {
  const last = container.ended.at(-1);
  switch (state) {
    case 'lost':
      return lens === 'api' || container.startedAt > 0 ? 'last known: running' : 'ran until it was gone';
    case 'ready':
    case 'running':
      return container.startedAt > 0
        ? {
            before: `${runWord(container.attempt)} for `,
            tick: 'since',
            atMs: container.startedAt,
            after: '',
          }
        : runWord(container.attempt) || 'running';
    case 'ending':
      return endingSay(container);
    case 'crash-loop':
      if (container.backOffUntil > 0)
        return {
          before: `run ${container.restarts + 2} in `,
          tick: 'until',
          atMs: container.backOffUntil,
          after: '',
        };
      return last === undefined ? 'about to restart' : `ended with ${last.exitCode}, about to restart`;
    case 'no-image':
      return container.reason;
    case 'failed':
      return last === undefined ? container.reason : `exit ${last.exitCode} ${container.reason}`.trim();
    case 'completed':
      return 'Completed';
    case 'creating':
      return container.reason === '' ? 'being created' : container.reason;
    case 'waiting':
      if (container.kind === 'init' || container.kind === 'sidecar') return 'waits its turn';
      return container.reason === 'PodInitializing' ? 'waits for init' : 'not started';
  }
}

function endingSay({ kill }: ContainerInside): LineText {
  if (kill === null) return 'ending';
  const { stage, killAt } = kill;
  const word = stage === 'hook' ? 'preStop' : stage === 'turn' ? 'waits for others' : 'TERM';
  return { before: `${word}, KILL in `, tick: 'until', atMs: killAt, after: '' };
}

const SPOKEN: Readonly<Record<CellState, string>> = {
  waiting: 'not started',
  creating: 'being created',
  running: 'running, not ready',
  ready: 'running, ready',
  'crash-loop': 'ended, waits to be started again',
  'no-image': 'waits for its image',
  failed: 'failed',
  completed: 'completed',
  ending: 'being stopped',
  lost: 'last known as running, gone or not to be reached',
};

function runMark({ attempt, exitCode, reason }: EndedRun): RunMark {
  const memory = reason === 'OOMKilled';
  return {
    attempt,
    kind: memory ? 'killed-by-memory' : exitCode === 0 ? 'completed' : 'failed',
    text: String(exitCode),
    tip: `run ${attempt + 1}: exit code ${exitCode}${reason === '' ? '' : `, ${reason}`}`,
  };
}

export function runMarks(container: ContainerInside): readonly RunMark[] {
  const ended = container.ended.map(runMark);
  if (container.attempt < 0) return ended.slice(-RUNS_SHOWN);
  const present: RunMark = {
    attempt: container.attempt,
    kind: 'running',
    text: '',
    tip: `run ${container.attempt + 1}: running`,
  };
  return [...ended.filter(({ attempt }) => attempt !== container.attempt), present].slice(-RUNS_SHOWN);
}

export function cellModel(container: ContainerInside, context: CellContext): CellModel {
  const state = cellState(container, context);
  const first = container.processes[0];
  return {
    state,
    say: sayOf(container, state, context.lens),
    spoken: SPOKEN[state],
    command: first?.command ?? '',
    pid: first?.pid ?? 0,
    runs: runMarks(container),
  };
}
