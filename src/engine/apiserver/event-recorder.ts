/**
 * Recording core/v1 Events as components do.
 *
 * **Upstream:** staging/src/k8s.io/client-go/tools/record/{event,events_cache}.go (v1.37): a spam filter per source and object (25 at once,
 * then one per 5 minutes), aggregation of look-alikes (more than 10 different messages of one reason within 10 minutes become one
 * `(combined from similar events): …`), and counting of identical ones.
 * **Simplified:** records are kept for an hour, not in LRU caches of 4096.
 */
import { fnv32a, hashHex, hashText } from '../../base/hash.ts';
import { formatTime } from '../api/time.ts';
import type { Event, ObjectReference } from '../api/core-v1.ts';
import { defineTable } from '../sim/sim.ts';
import type { Sim, TableDefinition } from '../sim/sim.ts';
import { HOUR, MINUTE } from '../sim/time.ts';
import type { Millis } from '../sim/time.ts';
import type { ApiClient, EventRecorder, EventSubject } from './client.ts';

const SPAM_BURST = 25;
const SPAM_REFILL_MS = 5 * MINUTE;
const SIMILAR_MAX = 10;
const SIMILAR_MS = 10 * MINUTE;
const COMBINED = '(combined from similar events): ';

/** Tokens left for one source and object, in thousandths, and when that was so. */
interface Bucket {
  readonly milliTokens: number;
  readonly at: Millis;
}
/** Different messages of one reason seen lately. */
interface Similar {
  readonly messages: readonly string[];
  readonly at: Millis;
}
/** The Event object that counts a text, and its count. */
interface Counted {
  readonly name: string;
  readonly count: number;
  readonly first: string;
  readonly at: Millis;
}

const BUCKETS = defineTable<Bucket>('events/buckets');
const SIMILAR = defineTable<Similar>('events/similar');
const COUNTED = defineTable<Counted>('events/counted');

/** A hash in place of a text of several hundred letters: the tables hold one key per event. */
function shortKey(text: string): string {
  return hashHex(hashText(text));
}

export interface EventSource {
  readonly component: string;
  /** Node name, for events of a kubelet. */
  readonly host?: string;
}

export class Recorder implements EventRecorder {
  private readonly sim: Sim;
  private readonly api: ApiClient;
  private readonly epochMs: number;
  private readonly source: EventSource;

  constructor(sim: Sim, api: ApiClient, epochMs: number, source: EventSource) {
    this.sim = sim;
    this.api = api;
    this.epochMs = epochMs;
    this.source = source;
  }

  record(about: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const object = `${this.source.component}/${this.source.host ?? ''} ${about.kind}/${about.namespace}/${about.name}/${about.uid}`;
    if (!this.takeToken(shortKey(object))) return;
    const group = `${object} ${about.fieldPath ?? ''} ${type} ${reason}`;
    const combined = this.isFlood(shortKey(group), message);
    const text = combined ? COMBINED + message : message;
    this.write(about, type, reason, text, combined ? `${group} ${COMBINED}` : `${group} ${message}`);
  }

  /** The spam filter's token bucket. Integer arithmetic in thousandths of a token. */
  private takeToken(object: string): boolean {
    const buckets = this.sim.table(BUCKETS);
    const full = SPAM_BURST * 1000;
    const old = buckets.get(object) ?? { milliTokens: full, at: this.sim.now };
    const refilled = Math.min(
      full,
      old.milliTokens + Math.floor(((this.sim.now - old.at) * 1000) / SPAM_REFILL_MS),
    );
    if (refilled < 1000) return false;
    buckets.put(object, { milliTokens: refilled - 1000, at: this.sim.now });
    return true;
  }

  private isFlood(group: string, message: string): boolean {
    const similar = this.sim.table(SIMILAR);
    const old = similar.get(group);
    const known = old === undefined || this.sim.now - old.at > SIMILAR_MS ? [] : old.messages;
    const messages = known.includes(message) || known.length >= SIMILAR_MAX ? known : [...known, message];
    const flood = known.length >= SIMILAR_MAX - 1 && !known.slice(0, SIMILAR_MAX - 1).includes(message);
    similar.put(group, { messages, at: this.sim.now });
    return flood;
  }

  private write(about: EventSubject, type: string, reason: string, message: string, key: string): void {
    const counted = this.sim.table(COUNTED);
    const id = shortKey(key);
    const old = counted.get(id);
    const now = formatTime(this.epochMs + this.sim.now);
    const namespace = about.namespace === '' ? 'default' : about.namespace;
    if (old !== undefined && this.api.get('Event', namespace, old.name) !== undefined) {
      const count = old.count + 1;
      counted.put(id, { ...old, count, at: this.sim.now });
      this.api.modify(
        'Event',
        namespace,
        old.name,
        (event) => ({ ...event, count, lastTimestamp: now, message }),
        BECAUSE,
      );
      return;
    }
    const name = `${about.name}.${this.suffix(key)}`;
    counted.put(id, { name, count: 1, first: now, at: this.sim.now });
    this.api.create(
      'Event',
      this.newEvent(about, namespace, name, type, reason, message, now),
      BECAUSE,
      TYPED,
    );
  }

  private newEvent(
    about: EventSubject,
    namespace: string,
    name: string,
    type: string,
    reason: string,
    message: string,
    now: string,
  ): Event {
    const { component, host } = this.source;
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name, namespace },
      involvedObject: referenceTo(about),
      reason,
      message,
      source: host === undefined ? { component } : { component, host },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      reportingComponent: component,
      reportingInstance: host ?? '',
    };
  }

  /** Upstream uses the time in nanoseconds; here the time in ms and the text's hash, so that names differ within one ms. */
  private suffix(key: string): string {
    return (
      (this.epochMs + this.sim.now).toString(16) +
      fnv32a(`${key} ${this.sim.now}`).toString(16).padStart(8, '0').slice(0, 5)
    );
  }
}

/** Events are made in the server's own form: there are more of them than of anything else. */
export const TYPED = { typed: true } as const;

/** The reference as the server prints it: fields in its order, empty ones left out. */
export function referenceTo({
  kind,
  namespace,
  name,
  uid,
  apiVersion,
  resourceVersion,
  fieldPath,
}: EventSubject): ObjectReference {
  return {
    kind,
    ...(namespace === '' ? {} : { namespace }),
    name,
    ...(uid === '' ? {} : { uid }),
    apiVersion,
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(fieldPath ? { fieldPath } : {}),
  };
}

const BECAUSE = { rule: 'EVENT-01', text: 'events are written beside the change they tell of' };

/** How long the server keeps Events. */
export const EVENT_TTL_MS = HOUR;

/** Forgets Events and recorder records older than the time to live; run now and then. */
export function expireEvents(
  sim: Sim,
  remove: (namespace: string, name: string) => void,
  events: readonly Event[],
  epochMs: number,
): void {
  const oldest = formatTime(epochMs + Math.max(0, sim.now - EVENT_TTL_MS));
  if (sim.now <= EVENT_TTL_MS) return;
  for (const event of events) {
    const { namespace = '', name } = event.metadata;
    if ((event.lastTimestamp ?? event.metadata.creationTimestamp ?? oldest) < oldest) remove(namespace, name);
  }
  forgetOld(sim, BUCKETS);
  forgetOld(sim, SIMILAR);
  forgetOld(sim, COUNTED);
}

function forgetOld<T extends { readonly at: Millis }>(sim: Sim, definition: TableDefinition<T>): void {
  const rows = sim.table(definition);
  for (const key of rows.keys()) if (sim.now - (rows.get(key)?.at ?? 0) > EVENT_TTL_MS) rows.delete(key);
}
