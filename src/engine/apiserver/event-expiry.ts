/** Forgets Events an hour after their last occurrence. **Upstream:** kube-apiserver --event-ttl (v1.37): a lease of etcd. */
import type { Component, ComponentContext } from './component.ts';
import type { Sim } from '../sim/sim.ts';
import { MINUTE } from '../sim/time.ts';
import { expireEvents } from './event-recorder.ts';

const DUE = 'apiserver/event-expiry-due';
const PERIOD_MS = 5 * MINUTE;
const BECAUSE = { rule: 'EVENT-02', text: 'events are kept for an hour' };

export function createEventExpiry(sim: Sim, { api, epochMs }: ComponentContext): Component {
  const plan = (): void => sim.setTimer(DUE, sim.now + PERIOD_MS, DUE, '', { cause: 0 });
  return {
    name: 'event-expiry',
    handlers: {
      [DUE]: () => {
        expireEvents(
          sim,
          (namespace, name) => void api.delete('Event', namespace, name, {}, BECAUSE),
          api.list('Event'),
          epochMs,
        );
        plan();
      },
    },
    start: plan,
  };
}
