/**
 * Scripts: what somebody does with a run, as plain data. Fuzz tests make them up, regression files keep them.
 *
 * Pods have random names, so steps that concern one pick it by number among the pods that live at that moment.
 */
import { unreachable } from '../../base/assert.ts';
import type { Command } from '../commands/command.ts';
import type { Engine } from '../engine.ts';
import type { Run } from '../run/run.ts';
import { wait } from './run-builders.ts';

export type PodAct =
  | 'kill'
  | 'term'
  | 'delete'
  | 'force-delete'
  | 'evict'
  | 'fail'
  | 'refuse'
  | 'hang'
  | 'mend'
  | 'grow'
  | 'tire'
  | 'calm'
  | 'exec';

export type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'give'; readonly command: Command }
  | { readonly do: 'pod'; readonly pick: number; readonly act: PodAct }
  | { readonly do: 'undo' | 'redo' }
  /** To a moment of the known past or future, in thousandths of the horizon. */
  | { readonly do: 'seek'; readonly permille: number };

export interface Script {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** The command that a step comes to at this moment; undefined for the other steps and when there is no pod. */
export function commandOf(engine: Engine, step: Step): Command | undefined {
  if (step.do === 'give') return step.command;
  if (step.do !== 'pod') return undefined;
  const pods = engine.reader().list('Pod');
  const pod = pods[step.pick % Math.max(1, pods.length)];
  if (pod === undefined) return undefined;
  const { namespace = 'default', name } = pod.metadata;
  return podCommand(namespace, name, pod.spec.containers[0]?.name ?? 'app', step.act);
}

function podCommand(namespace: string, pod: string, container: string, act: PodAct): Command {
  const target = { namespace, pod, container };
  const request = { kind: 'request', objectKind: 'Pod', namespace, name: pod } as const;
  switch (act) {
    case 'kill':
      return { kind: 'kill-process', ...target };
    case 'term':
      return { kind: 'kill-process', ...target, signal: 'TERM' };
    case 'delete':
      return { ...request, verb: 'delete' };
    case 'force-delete':
      return { ...request, verb: 'delete', options: { gracePeriodSeconds: 0 } };
    case 'evict':
      return { ...request, verb: 'evict' };
    case 'fail':
    case 'refuse':
    case 'hang':
      return { kind: 'break-probe', ...target, mode: act };
    case 'mend':
      return { kind: 'mend-probe', ...target };
    case 'grow':
      return { kind: 'set-behaviour', ...target, name: 'memory-growth', value: '64Mi' };
    case 'tire':
      return { kind: 'set-behaviour', ...target, name: 'crash-after', value: '4s' };
    case 'calm':
      return { kind: 'set-behaviour', ...target, name: 'crash-after', value: '' };
    case 'exec':
      return { kind: 'exec', ...target, argv: ['sh', '-c', 'echo hello; kill -TERM 1'] };
    default:
      return unreachable(act);
  }
}

export function playStep(run: Run, step: Step): void {
  switch (step.do) {
    case 'wait':
      return wait(run, step.ms);
    case 'undo':
      return void run.undo();
    case 'redo':
      return void run.redo();
    case 'seek':
      return run.seek(Math.floor(((run.timeline.horizon - run.origin) * step.permille) / 1000));
    default: {
      const command = commandOf(run.engine, step);
      if (command !== undefined) run.give(command);
    }
  }
}

/** Plays the steps one after the other; `look` is called after each. */
export function play(run: Run, steps: readonly Step[], look: (step: Step) => void = () => {}): Run {
  for (const step of steps) {
    playStep(run, step);
    look(step);
  }
  return run;
}
