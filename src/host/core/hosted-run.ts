/**
 * What a host needs of an engine. The host is written against these words, so that its tests can put a small engine of their own in the
 * place of the real one; {@link openEngine} in `engine-door.ts` gives the real one.
 */
import type { Result } from '../../base/result.ts';
import type { PodRow } from '../../protocol/pod-row.ts';
import type {
  Command,
  CommandReply,
  Question,
  ReplyTo,
  RunSetup,
  SavedRun,
} from '../../protocol/requests.ts';
import type { TrafficView } from '../../protocol/traffic.ts';
import type {
  ClockView,
  ControlPlaneView,
  HappeningView,
  NodeView,
  ServiceView,
  WaitView,
  WorkloadView,
} from '../../protocol/views.ts';

/** A frame before it is packed for the wire. */
export interface ViewFrame {
  readonly full: boolean;
  readonly pods: readonly PodRow[];
  readonly podsGone: readonly string[];
  readonly nodes?: readonly NodeView[];
  readonly workloads?: readonly WorkloadView[];
  readonly services?: readonly ServiceView[];
  readonly controlPlane?: ControlPlaneView;
  readonly traffic?: TrafficView;
  readonly happenings: readonly HappeningView[];
  readonly next: WaitView | null;
}

/** A run that stands at a moment. All calls are synchronous; times are visible ms. Anything thrown is a bug of the engine. */
export interface HostedRun {
  readonly now: number;
  /** Simulator events processed. */
  readonly processed: number;
  /** Entries of the trace at this moment. */
  readonly traceLength: number;
  /** How many commands the log has, and how many branches can be switched to. */
  readonly commands: number;
  hasBranch(id: number): boolean;

  give(command: Command): CommandReply;
  /** Goes on up to `until`, at most `events` simulator events. True when `until` was reached. */
  advance(until: number, events: number): boolean;
  /** What the page names as next. */
  next(): WaitView | null;
  /** How far this line is known: at least the present. */
  readonly horizon: number;
  /** The present, as the function that leads back to it: what was run since is then not known any more. For use before the next command. */
  place(): () => void;
  /** Goes to the end of `at`, in either direction. */
  seek(at: number): void;
  /** Goes to the first moment at which the trace has `length` entries. */
  seekTrace(length: number): void;
  seekBeforeCommand(index: number): void;
  undo(): string | undefined;
  redo(): string | undefined;
  switchBranch(id: number): void;
  save(): SavedRun;

  clock(): Omit<ClockView, 'playing' | 'speed' | 'next'>;
  /** Entry number `id` of the trace, counted from 1. */
  happening(id: number): HappeningView | undefined;
  /** What changed on the map since the last call, or all of it. */
  frame(full: boolean, happeningsMax: number): ViewFrame;
  answer<Q extends Question>(question: Q): ReplyTo<Q>;
}

/** The way into an engine. */
export interface EngineDoor {
  readonly version: string;
  /** Checks foreign input; the message says what is wrong with it. */
  readSaved(saved: unknown): Result<SavedRun, string>;
  start(setup: RunSetup): HostedRun;
  open(saved: SavedRun): HostedRun;
}
