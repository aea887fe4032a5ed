/** What the end of a request carries through the queue of simulator events. */
import type { Millis } from '../../sim/time.ts';
import type { Exchange, TrafficAnswer } from '../runtime/records.ts';

export interface ExchangeEnd {
  readonly exchange: Exchange;
  readonly answer: TrafficAnswer;
  /** When the server was done with it; its container must live so long. */
  readonly servedAt?: Millis;
}
