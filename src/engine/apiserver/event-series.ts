/**
 * Recording Events the newer way, as the scheduler does: repeats of one event become a series.
 *
 * **Upstream:** staging/src/k8s.io/client-go/tools/events (v1.37). Two events are one series when type, action, reason, reporter and the whole
 * reference to the object are equal; the reference includes the resourceVersion, the note is not compared. The first repeat is written at
 * once; later ones when the series is refreshed (30 min) or closes (6 min without a repeat).
 * **Simplified:** the refresh after 30 minutes is left out: a series closes first.
 */
import { fnv32a } from '../../base/hash.ts';
import { formatMicroTime } from '../api/time.ts';
import type { Event } from '../api/core-v1.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim } from '../sim/sim.ts';
import { MINUTE } from '../sim/time.ts';
import type { Millis } from '../sim/time.ts';
import type { ApiClient, EventSubject } from './client.ts';
import { TYPED, referenceTo } from './event-recorder.ts';

const SERIES_CLOSES_MS = 6 * MINUTE;

interface Series {
  readonly name: string;
  /** 1 is the event alone. */
  readonly count: number;
  readonly at: Millis;
}

const SERIES = defineTable<Series>('events/series');
const BECAUSE = { rule: 'EVENT-01', text: 'events are written beside the change they tell of' };

export interface SeriesEvent {
  readonly about: EventSubject;
  readonly related?: EventSubject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly action: string;
  readonly note: string;
}

export class SeriesRecorder {
  private readonly sim: Sim;
  private readonly api: ApiClient;
  private readonly epochMs: number;
  private readonly reporter: string;
  private readonly instance: string;

  constructor(sim: Sim, api: ApiClient, epochMs: number, reporter: string, instance: string) {
    this.sim = sim;
    this.api = api;
    this.epochMs = epochMs;
    this.reporter = reporter;
    this.instance = instance;
  }

  record(event: SeriesEvent): void {
    const { about, type, action, reason } = event;
    const key = [
      about.kind,
      about.namespace,
      about.name,
      about.uid,
      about.resourceVersion ?? '',
      type,
      action,
      reason,
    ].join(' ');
    const table = this.sim.table(SERIES);
    const open = table.get(key);
    if (open === undefined || this.sim.now - open.at > SERIES_CLOSES_MS) {
      const name = `${about.name}.${(this.epochMs + this.sim.now).toString(16)}${fnv32a(key).toString(16).padStart(8, '0').slice(0, 5)}`;
      table.put(key, { name, count: 1, at: this.sim.now });
      this.api.create('Event', this.newEvent(event, name), BECAUSE, TYPED);
      return;
    }
    table.put(key, { ...open, count: open.count + 1, at: this.sim.now });
    if (open.count === 1) this.writeSeries(about.namespace, open.name, 2);
  }

  private writeSeries(namespace: string, name: string, count: number): void {
    const lastObservedTime = formatMicroTime(this.epochMs + this.sim.now);
    this.api.modify(
      'Event',
      namespace === '' ? 'default' : namespace,
      name,
      (event) => ({ ...event, series: { count, lastObservedTime } }),
      BECAUSE,
    );
  }

  private newEvent({ about, related, type, reason, action, note }: SeriesEvent, name: string): Event {
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name, namespace: about.namespace === '' ? 'default' : about.namespace },
      involvedObject: referenceTo(about),
      reason,
      message: note,
      source: {},
      type,
      eventTime: formatMicroTime(this.epochMs + this.sim.now),
      action,
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reportingComponent: this.reporter,
      reportingInstance: this.instance,
    };
  }
}
