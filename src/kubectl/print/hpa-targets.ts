/** What an autoscaler looks at: each metric with what it is and what it should be. */
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../describe/page.ts';

export interface HpaTarget {
  /** As `describe` calls it. */
  readonly name: string;
  /** As tables call it; empty for most. */
  readonly short: string;
  readonly current: string;
  readonly target: string;
}

const UNKNOWN = '<unknown>';

export function hpaTargets(object: JsonObject): readonly HpaTarget[] {
  const now = listAt(object, 'status.currentMetrics');
  return listAt(object, 'spec.metrics').map((metric, index) => targetOf(metric, now[index]));
}

function targetOf(metric: JsonObject, now: JsonObject | undefined): HpaTarget {
  const type = textAt(metric, 'type');
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const source = objectAt(metric, field);
  const current = objectAt(now, `${field}.current`);
  const utilization = numberAt(source, 'target.averageUtilization');
  if (utilization !== undefined) {
    const is = numberAt(current, 'averageUtilization');
    const value = textAt(current, 'averageValue');
    const resource = textAt(source, 'name');
    return {
      name: `resource ${resource} ${field === 'containerResource' ? `of container "${textAt(source, 'container')}" ` : ''}on pods  (as a percentage of request)`,
      short: resource,
      current: is === undefined ? UNKNOWN : `${is}%${value === '' ? '' : ` (${value})`}`,
      target: `${utilization}%`,
    };
  }
  const average = textAt(source, 'target.averageValue');
  const isAverage = average !== '';
  const name = textAt(source, 'metric.name') || textAt(source, 'name');
  return {
    name: nameOf(field, name, source, isAverage),
    short: field === 'resource' || field === 'containerResource' ? name : '',
    current: textAt(current, isAverage ? 'averageValue' : 'value') || UNKNOWN,
    target: isAverage
      ? `${average}${field === 'external' || field === 'object' ? ' (avg)' : ''}`
      : textAt(source, 'target.value'),
  };
}

function nameOf(field: string, name: string, source: JsonObject, isAverage: boolean): string {
  switch (field) {
    case 'pods':
      return `"${name}" on pods`;
    case 'object': {
      const target = objectAt(source, 'describedObject');
      return `"${name}" on ${textAt(target, 'kind')}/${textAt(target, 'name')} (target ${isAverage ? 'average value' : 'value'})`;
    }
    case 'external':
      return `"${name}" (target ${isAverage ? 'average value' : 'value'})`;
    default:
      return `resource ${name} on pods`;
  }
}

/** The cell of the table. */
export function hpaCell(object: JsonObject): string {
  const targets = hpaTargets(object);
  if (targets.length === 0) return '<none>';
  const texts = targets.map(
    ({ short, current, target }) =>
      `${short === '' ? '' : `${short}: `}${current.replace(/ \(.*$/, '')}/${target}`,
  );
  const shown = texts.slice(0, 2).join(', ');
  return texts.length > 2 ? `${shown} + ${texts.length - 2} more...` : shown;
}

export function hpaReference(object: JsonObject): string {
  const ref = at(object, 'spec.scaleTargetRef');
  return isJsonObject(ref) ? `${textAt(ref, 'kind')}/${textAt(ref, 'name')}` : '';
}
