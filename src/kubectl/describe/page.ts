/** The page that `describe` writes: lines at levels, cells ended by tabs, aligned at the end. */
import { sortedKeys } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { timeMs } from '../../engine/api/time.ts';
import { humanDuration } from '../print/human-duration.ts';
import { aligned } from '../print/tab-writer.ts';

const ANNOTATION_MAX = 140;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export class Page {
  readonly nowMs: number;
  private text = '';

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** One line or several, the first two blanks per level to the right. */
  write(level: number, line: string): void {
    this.text += `${'  '.repeat(level)}${line}\n`;
  }

  /** `Name:` and its value in the next column. */
  field(name: string, value: string | number, level = 0): void {
    this.write(level, `${name}:\t${value}`);
  }

  /** Several values below one another. */
  list(name: string, values: readonly string[], none = '<none>'): void {
    if (values.length === 0) this.field(name, none);
    values.forEach((value, index) => this.write(0, `${index === 0 ? `${name}:` : ''}\t${value}`));
  }

  labels(name: string, labels: JsonObject): void {
    this.list(
      name,
      sortedKeys(labels).map((key) => `${key}=${textOf(labels[key])}`),
    );
  }

  annotations(name: string, annotations: JsonObject): void {
    const shown = sortedKeys(annotations).filter((key) => key !== LAST_APPLIED);
    this.list(
      name,
      shown.flatMap((key) => {
        const value = textOf(annotations[key]).replace(/\n$/, '');
        if (key.length + value.length + 2 <= ANNOTATION_MAX && !value.includes('\n'))
          return [`${key}: ${value}`];
        return [`${key}:`, ...value.split('\n').map((line) => `  ${shortened(line)}`)];
      }),
    );
  }

  /** How long ago, as tables say it. */
  since(time: Json | undefined): string {
    const at = typeof time === 'string' ? timeMs(time) : undefined;
    return at === undefined ? '<unknown>' : humanDuration(this.nowMs - at);
  }

  /** As written, with its tabs. */
  get raw(): string {
    return this.text;
  }

  toString(): string {
    return aligned(this.text);
  }
}

function shortened(line: string): string {
  return line.length > ANNOTATION_MAX - 2 ? `${line.slice(0, ANNOTATION_MAX - 5)}...` : line;
}

/** A field of a JSON object by its path; `spec.containers` gives a list. */
export function at(object: Json | undefined, path: string): Json | undefined {
  let value: Json | undefined = object;
  for (const step of path.split('.')) value = isJsonObject(value) ? value[step] : undefined;
  return value;
}

export function objectAt(object: Json | undefined, path: string): JsonObject {
  const value = at(object, path);
  return isJsonObject(value) ? value : {};
}

export function listAt(object: Json | undefined, path: string): readonly JsonObject[] {
  const value = at(object, path);
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}

export function textsAt(object: Json | undefined, path: string): readonly string[] {
  const value = at(object, path);
  return Array.isArray(value) ? (value as readonly Json[]).map(textOf) : [];
}

export function textAt(object: Json | undefined, path: string): string {
  return textOf(at(object, path));
}

export function numberAt(object: Json | undefined, path: string): number | undefined {
  const value = at(object, path);
  return typeof value === 'number' ? value : undefined;
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : String(value as number);
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday. */
const FIRST_DAY = 4;

/** `Mon, 23 Nov 2026 22:27:30 +0000`. */
export function longTime(time: Json | undefined): string {
  const text = textOf(time);
  const ms = timeMs(text);
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(text);
  if (ms === undefined || parts === null) return '<unknown>';
  const [, year = '', month = '', day = '', clock = ''] = parts;
  const weekday = DAYS[(Math.floor(ms / DAY_MS) + FIRST_DAY) % DAYS.length] ?? '';
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1] ?? ''} ${year} ${clock} +0000`;
}

export function orNone(text: string): string {
  return text === '' ? '<none>' : text;
}

/** `a=b,c in (d,e)`, as Go prints a label selector. */
export function selectorText(selector: Json | undefined, none = '<none>'): string {
  const labels = objectAt(selector, 'matchLabels');
  const pairs = sortedKeys(labels).map((key) => `${key}=${textOf(labels[key])}`);
  const more = listAt(selector, 'matchExpressions').map((one) => {
    const [key, values] = [textAt(one, 'key'), textsAt(one, 'values')];
    switch (textAt(one, 'operator')) {
      case 'In':
        return `${key} in (${values.join(',')})`;
      case 'NotIn':
        return `${key} notin (${values.join(',')})`;
      case 'Exists':
        return key;
      default:
        return `!${key}`;
    }
  });
  const all = [...pairs, ...more];
  return all.length === 0 ? none : all.join(',');
}

/** The owner that controls it, `ReplicaSet/web-1`. */
export function controllerOf(object: JsonObject): string {
  const owner = listAt(object, 'metadata.ownerReferences').find((one) => at(one, 'controller') === true);
  return owner === undefined ? '' : `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`;
}
