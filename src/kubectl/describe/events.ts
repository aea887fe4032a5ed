/** The Events at the end of a description. */
import { compareStrings } from '../../base/compare.ts';
import type { JsonObject } from '../../base/json.ts';
import { at, listAt, numberAt, textAt } from './page.ts';
import type { Page } from './page.ts';

export function writeEvents(page: Page, events: readonly JsonObject[]): void {
  if (events.length === 0) return page.field('Events', '<none>');
  page.write(0, 'Events:');
  page.write(1, 'Type\tReason\tAge\tFrom\tMessage');
  page.write(1, '----\t------\t----\t----\t-------');
  for (const event of sortedEvents(events)) {
    const path = textAt(event, 'involvedObject.fieldPath');
    const message = `${path === '' ? '' : `${path}: `}${textAt(event, 'message').trim()}`;
    page.write(
      1,
      [textAt(event, 'type'), textAt(event, 'reason'), eventAge(page, event), sourceOf(event), message].join(
        '\t',
      ),
    );
  }
}

export function sourceOf(event: JsonObject): string {
  return textAt(event, 'source.component') || textAt(event, 'reportingComponent');
}

/** `7s (x10 over 5m46s)`, or how long ago when it came once. */
export function eventAge(page: Page, event: JsonObject): string {
  const first = page.since(at(event, 'eventTime') ?? at(event, 'firstTimestamp'));
  const series = numberAt(event, 'series.count');
  if (series !== undefined)
    return `${page.since(at(event, 'series.lastObservedTime'))} (x${series} over ${first})`;
  const count = numberAt(event, 'count') ?? 0;
  return count > 1 ? `${page.since(at(event, 'lastTimestamp'))} (x${count} over ${first})` : first;
}

export function sortedEvents(events: readonly JsonObject[]): readonly JsonObject[] {
  return [...events].sort((a, b) => compareStrings(textAt(a, 'lastTimestamp'), textAt(b, 'lastTimestamp')));
}

/** Conditions with their reasons: of workloads. */
export function writeReasons(page: Page, object: JsonObject): void {
  const conditions = listAt(object, 'status.conditions');
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:');
  page.write(1, 'Type\tStatus\tReason');
  page.write(1, '----\t------\t------');
  for (const one of conditions)
    page.write(1, `${textAt(one, 'type')} \t${textAt(one, 'status')}\t${textAt(one, 'reason')}`);
}
