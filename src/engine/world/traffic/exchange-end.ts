/** What the end of a request carries through the queue of simulator events. */
import type { Exchange, TrafficAnswer } from '../runtime/records.ts';

export interface ExchangeEnd {
  readonly exchange: Exchange;
  readonly answer: TrafficAnswer;
}
