/**
 * Details on demand: what the page may ask about a run, and how the engine answers. Times are virtual ms since the visible beginning.
 */
import type { Command } from '../commands/command.ts';
import type { HappeningView } from './views.ts';

/** Names an object. `uid` tells bearers of one name apart; empty means the live one. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
}

/** A sentence of a "why" chain, newest first. */
export interface WhyStep {
  readonly happening: HappeningView;
  /** Objects and settings the sentence speaks of, to be linked. */
  readonly mentions: readonly ObjectRef[];
  /** Command that the chain ends with: its number in the log; -1 for none. */
  readonly command: number;
}

/** A change that would lead to another outcome, with the text to show as a diff. */
export interface Suggestion {
  readonly text: string;
  /** Object to edit and its manifest after the change, when the change is an edit. */
  readonly edit?: { readonly ref: ObjectRef; readonly before: string; readonly after: string };
  readonly command?: Command;
}

export interface WhyAnswer {
  readonly steps: readonly WhyStep[];
  readonly suggestions: readonly Suggestion[];
}

export interface EventLine {
  readonly at: number;
  readonly firstAt: number;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly source: string;
  readonly count: number;
  readonly about: ObjectRef;
  readonly fieldPath: string;
}

export interface LogLine {
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A person's command in a container. */
export interface SessionView {
  readonly running: boolean;
  /** The newest of what it printed. */
  readonly output: string;
  /** Characters printed in all. */
  readonly printed: number;
  /** While it runs: whether it waits for input, where it stands, and its program. */
  readonly waits: boolean;
  readonly cwd: string;
  readonly program: string;
  readonly exitCode: number;
  /** The runtime's text when it could not run at all, else empty. */
  readonly error: string;
}

export interface ContainerRun {
  readonly container: string;
  readonly attempt: number;
  readonly state: 'running' | 'exited' | 'created';
  readonly exitCode: number;
  readonly reason: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Verdict of one plugin on one node. */
export interface PluginVerdict {
  readonly plugin: string;
  /** Empty when it passed. */
  readonly rejected: string;
  readonly rawScore: number | null;
  readonly normalizedScore: number | null;
  readonly weight: number;
}

export interface DecisionTable {
  readonly at: number;
  readonly podUid: string;
  readonly podName: string;
  /** Node chosen, or empty. */
  readonly node: string;
  /** Text of the FailedScheduling event, or empty. */
  readonly message: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly total: number | null;
    readonly verdicts: readonly PluginVerdict[];
  }[];
}

/** A lane of the timeline. */
export interface Lane {
  readonly id: string;
  readonly label: string;
  readonly kind: 'you' | 'control-plane' | 'node' | 'pod';
  /** Stretches of one state, in order. */
  readonly bands: readonly {
    readonly from: number;
    readonly to: number;
    /** Whether it goes on at the newest moment of the run; `to` is that moment then. */
    readonly lasts: boolean;
    readonly state: string;
    readonly text: string;
  }[];
  readonly marks: readonly {
    readonly at: number;
    readonly kind: string;
    readonly text: string;
    readonly happening: number;
  }[];
}
