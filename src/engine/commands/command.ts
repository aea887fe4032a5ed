/**
 * Every way to poke a run from outside, as data. The command log is the only input of a run besides its first state and seed, so a command
 * must say everything it needs and mean the same at every replay.
 */
import type { Json } from '../../base/json.ts';
import type { Problem } from '../manifest/manifest.ts';
import type { MetricGroup } from '../sim/metrics.ts';
import type { LoadGeneratorSettings } from '../world/traffic/load/load-generator.ts';

/** A container of a pod. */
export interface ContainerTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** An object of the API. */
export interface ObjectTarget {
  readonly objectKind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One API request, as a client such as kubectl sends it. */
export interface ApiRequest {
  readonly kind: 'request';
  readonly verb: 'create' | 'update' | 'patch' | 'delete' | 'evict' | 'bind';
  readonly objectKind: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource?: string;
  readonly patchType?: 'json' | 'merge' | 'strategic';
  /** What becomes of unknown fields: dropped in silence, dropped with a warning (also when left out), or refused. */
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly body?: Json;
  /** For delete and evict. */
  readonly options?: {
    readonly gracePeriodSeconds?: number;
    readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
    readonly uid?: string;
    readonly resourceVersion?: string;
  };
  /** Who asks: `you` when left out, `kubectl` from a terminal. */
  readonly client?: string;
  /** The line a person typed, of which this request is a part. */
  readonly typed?: string;
}

export type Command =
  /** Like `kubectl apply -f -`. Refused documents do not hold up the others. */
  | { readonly kind: 'apply-manifest'; readonly text: string; readonly namespace?: string }
  /** Like `kubectl delete -f -`. */
  | { readonly kind: 'delete-manifest'; readonly text: string; readonly namespace?: string }
  | ApiRequest
  | {
      readonly kind: 'scale';
      readonly objectKind: string;
      readonly namespace: string;
      readonly name: string;
      readonly replicas: number;
    }
  /** Like `kubectl rollout undo --to-revision`; 0 is the revision before the present one. */
  | ({ readonly kind: 'rollout-undo'; readonly toRevision: number } & ObjectTarget)
  /** Like `kubectl rollout pause`, `resume` and `restart`. */
  | ({ readonly kind: 'rollout-pause' | 'rollout-resume' | 'rollout-restart' } & ObjectTarget)
  /** Sets or clears `spec.suspend` of a Job or CronJob. */
  | ({ readonly kind: 'suspend' | 'unsuspend' } & ObjectTarget)
  /** Like `kubectl create job JOB --from=cronjob/NAME`. */
  | {
      readonly kind: 'trigger-cron-job';
      readonly namespace: string;
      readonly name: string;
      readonly job: string;
    }
  | { readonly kind: 'cordon' | 'uncordon'; readonly node: string }
  /** A new machine whose kubelet registers a node. Left out: the next free name and the run's usual size. */
  | {
      readonly kind: 'add-node';
      readonly name?: string;
      readonly cpuMilli?: number;
      readonly memoryBytes?: number;
    }
  /** Removes the machine and its node object. */
  | { readonly kind: 'remove-node'; readonly machine: string }
  | {
      readonly kind:
        | 'power-off'
        | 'shut-down'
        | 'power-on'
        | 'cut-network'
        | 'heal-network'
        | 'stop-kubelet'
        | 'start-kubelet';
      readonly machine: string;
    }
  | ({ readonly kind: 'kill-process'; readonly signal?: string } & ContainerTarget)
  /** Makes the container's server answer 500, refuse or hang; exec probes then fail too. */
  | ({ readonly kind: 'break-probe'; readonly mode: 'fail' | 'refuse' | 'hang' } & ContainerTarget)
  | ({ readonly kind: 'mend-probe' } & ContainerTarget)
  /** Shapes how the container's program behaves: a name and value as in `world/behaviour`; an empty value takes it back. */
  | ({ readonly kind: 'set-behaviour'; readonly name: string; readonly value: string } & ContainerTarget)
  /**
   * Runs a command in the container. With `session`, a name of the caller's choice, what it prints is kept under that name; with `open`
   * its stdin stays open for `exec-input`.
   */
  | ({
      readonly kind: 'exec';
      readonly argv: readonly string[];
      readonly stdin?: string;
      readonly session?: string;
      readonly open?: boolean;
    } & ContainerTarget)
  /** What a person types into a running `exec`: text, the end of the input, or a signal for what runs in the foreground. */
  | ({
      readonly kind: 'exec-input';
      readonly session: string;
      readonly text?: string;
      readonly end?: boolean;
      readonly signal?: string;
    } & ContainerTarget)
  /** Adds a load generator, or changes the one of that name. */
  | ({ readonly kind: 'set-load-generator' } & LoadGeneratorSettings)
  | { readonly kind: 'remove-load-generator'; readonly name: string }
  | { readonly kind: 'set-registry'; readonly state: 'up' | 'down' | 'slow' }
  /** What a metrics server answers from now on. `path` as in `sim/metrics.ts`, `value` a quantity. */
  | {
      readonly kind: 'set-metric';
      readonly metrics: MetricGroup;
      readonly path: string;
      readonly value: string;
    }
  /** Writes a file of the machine's static pod folder, or removes it (`content` null). */
  | {
      readonly kind: 'write-static-manifest';
      readonly machine: string;
      readonly file: string;
      readonly content: string | null;
    };

export type CommandKind = Command['kind'];

/** What became of one document or request. */
export interface CommandOutcome {
  readonly result: 'created' | 'configured' | 'unchanged' | 'deleted' | 'done' | 'refused';
  /** Kind and name of the object, e.g. `Deployment`, `web`; the machine's name for pokes at hardware. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly document?: number;
  /** The API server's or the command's own words when refused. */
  readonly message?: string;
  /** HTTP code of an API refusal. */
  readonly code?: number;
  readonly reason?: string;
  /** The object as the server returned it, for requests; the details of a refusal. */
  readonly object?: Json;
  /** Texts of the Warning headers. */
  readonly warnings?: readonly string[];
}

export interface CommandReply {
  readonly ok: boolean;
  readonly outcomes: readonly CommandOutcome[];
  /** Where the text is wrong, for manifests. */
  readonly problems: readonly Problem[];
  /** Trace entry of the command; 0 when nothing was done. */
  readonly entry: number;
}
