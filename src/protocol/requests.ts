/**
 * What the page may ask of the engine, and the answers: one request and one reply each. All plain data. The words of the answers are the
 * engine's own (engine/view).
 */
import type { Json } from '../base/json.ts';
import type {
  AvailabilityView,
  Command,
  CommandReply,
  ContainerRun,
  DecisionTable,
  EventLine,
  FileText,
  FileView,
  HappeningView,
  Lane,
  LogLine,
  ObjectRef,
  PodInside,
  Problem,
  RunSetup,
  SavedRun,
  SessionView,
  WaitView,
  WhyAnswer,
} from '../engine/index.ts';

export type {
  Command,
  CommandOutcome,
  CommandReply,
  ContainerRun,
  DecisionTable,
  EventLine,
  Lane,
  LogLine,
  MachineSetup,
  ObjectRef,
  PluginVerdict,
  RunSetup,
  SavedRun,
  SessionView,
  Suggestion,
  WhyAnswer,
  WhyStep,
} from '../engine/index.ts';

export type Request =
  | { readonly ask: 'start'; readonly setup: RunSetup }
  | { readonly ask: 'open'; readonly saved: SavedRun }
  | { readonly ask: 'save' }
  | { readonly ask: 'command'; readonly command: Command }
  | { readonly ask: 'play'; readonly playing: boolean; readonly speed: number }
  | { readonly ask: 'seek'; readonly at: number }
  /**
   * Next or previous happening, or what the run is said to wait for if that is sooner; with `about` only what happens to that object. `raw`
   * steps single simulator events (forward only).
   */
  | {
      readonly ask: 'step';
      readonly direction: 'next' | 'previous';
      readonly about?: ObjectRef;
      readonly raw?: boolean;
    }
  /** On to the end of the next moment at which anything happens or what the run is said to wait for is due, skipping the waiting. */
  | { readonly ask: 'skip' }
  | { readonly ask: 'undo' | 'redo' }
  | { readonly ask: 'switch-branch'; readonly id: number }
  /** To the moment just before command number `index` of the log. */
  | { readonly ask: 'before-command'; readonly index: number }
  | { readonly ask: 'object'; readonly ref: ObjectRef }
  | {
      readonly ask: 'objects';
      readonly kind: string;
      readonly namespace?: string;
      readonly labelSelector?: string;
      readonly fieldSelector?: string;
    }
  | { readonly ask: 'events'; readonly about?: ObjectRef; readonly limit?: number }
  | {
      readonly ask: 'logs';
      readonly namespace: string;
      readonly pod: string;
      readonly uid: string;
      readonly container: string;
      readonly previous: boolean;
      readonly tail: number;
    }
  | { readonly ask: 'runs'; readonly podUid: string }
  | { readonly ask: 'why'; readonly ref: ObjectRef; readonly field?: string; readonly at?: number }
  | { readonly ask: 'decision'; readonly podUid: string }
  | {
      readonly ask: 'lanes';
      readonly about: readonly ObjectRef[];
      readonly from: number;
      readonly to: number;
    }
  | { readonly ask: 'happenings'; readonly from: number; readonly to: number }
  | { readonly ask: 'waits'; readonly limit: number }
  /** A pod as the zoom into it shows it; its volumes' files and their texts are asked for one by one. */
  | { readonly ask: 'inside'; readonly pod: ObjectRef }
  | { readonly ask: 'files'; readonly pod: ObjectRef; readonly volume: string }
  | { readonly ask: 'file'; readonly pod: ObjectRef; readonly volume: string; readonly path: string }
  | { readonly ask: 'check'; readonly text: string }
  /** The files of a machine's static pod folder. */
  | { readonly ask: 'manifests'; readonly machine: string }
  /** What a person's command in a container has printed; null when no such session is known. */
  | { readonly ask: 'session'; readonly session: string }
  /**
   * Changes of objects after number `after`, oldest first, of the kinds that are asked for. The first request of a run begins the count;
   * only the newest are kept, and going elsewhere in time makes them meaningless.
   */
  | { readonly ask: 'changes'; readonly kinds: readonly string[]; readonly after: number }
  /** How requests to a Service fared from `from` to `to`, in the finest buckets that are still known, oldest first. */
  | {
      readonly ask: 'availability';
      readonly namespace: string;
      readonly service: string;
      readonly from: number;
      readonly to: number;
    }
  /** Trace hash and state hash at this moment. */
  | { readonly ask: 'hash' };

/** Where a step led. */
export interface Landing {
  readonly at: number;
  /** Null when what was waited for left no trace, such as a probe that passed. */
  readonly happening: HappeningView | null;
}

export interface ReplyMap {
  readonly start: null;
  readonly open: null;
  readonly save: SavedRun;
  readonly command: CommandReply;
  readonly play: null;
  readonly seek: null;
  /** Null: the run stands where it stood, because nothing is due within ten minutes, or it is at its beginning. */
  readonly step: Landing | null;
  readonly skip: Landing | null;
  readonly undo: { readonly text: string } | null;
  readonly redo: { readonly text: string } | null;
  readonly 'switch-branch': null;
  readonly 'before-command': null;
  /** The object as JSON, or null. */
  readonly object: Json;
  readonly objects: readonly Json[];
  readonly events: readonly EventLine[];
  readonly logs: { readonly lines: readonly LogLine[]; readonly message: string };
  readonly runs: readonly ContainerRun[];
  readonly why: WhyAnswer;
  readonly decision: DecisionTable | null;
  readonly lanes: readonly Lane[];
  readonly happenings: readonly HappeningView[];
  readonly waits: readonly WaitView[];
  readonly inside: PodInside | null;
  readonly files: readonly FileView[] | null;
  readonly file: FileText | null;
  readonly check: readonly Problem[];
  readonly manifests: readonly { readonly file: string; readonly content: string }[];
  readonly session: SessionView | null;
  readonly changes: ObjectChanges;
  readonly availability: readonly AvailabilityView[];
  readonly hash: { readonly trace: string; readonly state: string };
}

export interface ObjectChanges {
  /** Number of the newest change. */
  readonly upTo: number;
  readonly changes: readonly {
    readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
    readonly kind: string;
    /** JSON of the object after the change, and before it; the last version of a deleted one. */
    readonly object: Json;
    readonly before: Json;
  }[];
}

export type ReplyTo<R extends Request> = ReplyMap[R['ask']];

/** Requests that only read the run. */
export type Question = Extract<
  Request,
  {
    readonly ask:
      | 'object'
      | 'objects'
      | 'events'
      | 'logs'
      | 'runs'
      | 'why'
      | 'decision'
      | 'lanes'
      | 'happenings'
      | 'waits'
      | 'inside'
      | 'files'
      | 'file'
      | 'check'
      | 'manifests'
      | 'session'
      | 'changes'
      | 'availability'
      | 'hash';
  }
>;
