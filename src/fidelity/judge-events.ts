/** Compares how often each Event was recorded. */
import { BLINK_MS } from './levels.ts';
import type { EventRecord, Trace } from './trace-format.ts';

/** Repairs of the recording host's address allocator. Probes caught by a dying container are left out too. */
const NOISE = new Set(['ipallocator-repair-controller']);

type Mask = (text: string) => string;

function keyOf(event: EventRecord, mask: Mask): string {
  return [
    mask(event.object),
    event.fieldPath ?? '',
    event.type,
    event.reason,
    mask(event.message),
    event.source,
  ].join(' | ');
}

/** Occurrences per event key. An Event object's count only grows, so its last one counts. */
function tally(trace: Trace, mask: Mask): Map<string, number> {
  const last = new Map<string, { readonly key: string; readonly count: number }>();
  for (const event of trace.events) {
    if (NOISE.has(event.source) || /resulted in unknown state/.test(event.message)) continue;
    const key = keyOf(event, mask);
    last.set(`${key}#${event.id ?? event.object}`, { key, count: event.count });
  }
  const counts = new Map<string, number>();
  for (const { key, count } of last.values()) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}

export function compareEvents(truth: Trace, other: Trace, mask: Mask): string[] {
  const [expected, found] = [tally(truth, mask), tally(other, mask)];
  const problems: string[] = [];
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [x, y] = [expected.get(key) ?? 0, found.get(key) ?? 0];
    const lastSeen = Math.max(
      ...[truth, other].map((trace) =>
        Math.max(-1, ...trace.events.filter((e) => keyOf(e, mask) === key).map((e) => e.t)),
      ),
    );
    const atEdge = Math.min(truth.endMs, other.endMs) - lastSeen < 2 * BLINK_MS && Math.abs(x - y) <= 1;
    if (Math.abs(x - y) > slack(key, x, y) && !atEdge)
      problems.push(`event ${key}: ${x} expected, ${y} found`);
  }
  return problems;
}

/** Counts of repeated events may differ a little, since their rhythm has a random part. */
function slack(key: string, x: number, y: number): number {
  if (x === 0 || y === 0) return 0;
  const most = Math.max(x, y);
  if (key.includes('| Unhealthy |')) return Math.max(2, Math.round(0.4 * most));
  return most > 3 ? Math.max(1, Math.round(0.15 * most)) : 0;
}
