/**
 * Simulated traffic as the page shows it. Load generators are few and sent whole when anything about them changed; how a Service did over the
 * whole run is asked for (`availability`). Times are visible ms.
 */
import type { FateCounts, RequestFate } from '../world/traffic/load/fates.ts';
import type { LoadPath } from '../world/traffic/load/load-generator.ts';

export type { FateCounts, RequestFate } from '../world/traffic/load/fates.ts';
export type { LoadGeneratorSettings, LoadPath } from '../world/traffic/load/load-generator.ts';

/** One request, or one try after the other of it. */
export interface LoadRequestView {
  /** Number among the requests of its generator; the same request keeps it from `pending` to its fate. */
  readonly request: number;
  /** How many requests it stands for: one up to 8/s, more when they are counted in groups. */
  readonly count: number;
  readonly at: number;
  /** 0 while it is on its way. */
  readonly endedAt: number;
  readonly tries: number;
  /** Where it went: uid and name of the pod and its node; empty when no container was reached. */
  readonly toUid: string;
  readonly toPod: string;
  readonly toNode: string;
  /** Address and port that were asked for, e.g. `10.96.0.5:80`; empty when the name was not resolved. */
  readonly address: string;
  readonly fate: RequestFate | 'pending';
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** What went wrong, as a clause without full stop: `nobody listens on port 80 of web-abc: container app has ended`. */
  readonly text: string;
  /** Happening that stood in the way; 0 when none is known. Its own causes lead on from there. */
  readonly cause: number;
}

export interface LoadGeneratorView {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  /** 0: the Service's first. */
  readonly port: number;
  readonly through: LoadPath;
  /** Pod that sends; empty for somebody outside. `fromUid` is empty while it does not run. */
  readonly fromPod: string;
  readonly fromUid: string;
  /** With a node port: the only machine asked; empty: all in turn. */
  readonly node: string;
  readonly path: string;
  readonly requestsPerSecond: number;
  readonly retries: number;
  readonly timeoutMs: number;
  /** Whether it sends at this moment: not while its pod does not run. */
  readonly sending: boolean;
  /** Requests are counted in groups: draw a rate, not dots. */
  readonly counted: boolean;
  /** Of the requests sent in the last ten whole seconds: how many, and the fates that are known. */
  readonly recentSent: number;
  readonly recentFates: FateCounts;
  /** The newest requests, oldest first, at most 24. */
  readonly requests: readonly LoadRequestView[];
}

/** A Service that load generators send to. */
export interface ServiceTrafficView {
  readonly namespace: string;
  readonly service: string;
  /** Requests per second that are meant to be sent now, by all generators together. */
  readonly requestsPerSecond: number;
  readonly recentSent: number;
  readonly recentFates: FateCounts;
}

export interface TrafficView {
  /** By name. */
  readonly generators: readonly LoadGeneratorView[];
  readonly services: readonly ServiceTrafficView[];
}

/** How a Service did in a piece of time, by when requests were sent. */
export interface AvailabilityView {
  readonly at: number;
  readonly lengthMs: number;
  readonly sent: number;
  /** Requests that are still on their way are in none. */
  readonly fates: FateCounts;
}
