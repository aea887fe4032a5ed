/** One try of a load generator's request on its way, as the exchange carries it. */
import type { Millis } from '../../../sim/time.ts';

export interface LoadAttempt {
  readonly generator: string;
  /** Number of the request among those of its generator. */
  readonly request: number;
  /** Of the Service that it is for. */
  readonly namespace: string;
  readonly service: string;
  /** When the first try was sent. */
  readonly sentAt: Millis;
  /** This try's number, from 1. */
  readonly tries: number;
  /** How many requests it stands for. */
  readonly count: number;
}
