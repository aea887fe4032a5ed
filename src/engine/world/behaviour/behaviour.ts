/**
 * `podarium.dev/…` annotations: how the simulated program of a container behaves, on top of what it does anyway.
 *
 * `podarium.dev/<name>` holds for the pod's app containers, `podarium.dev/<name>.<container>` for that container only and first.
 * Values that cannot be read count as absent.
 *
 * | name | value | effect |
 * |---|---|---|
 * | start-delay | duration | servers refuse connections so long after the start |
 * | crash-after | duration | the first process ends so long after the start |
 * | exit-code | number | … with this code (1) |
 * | memory | quantity | memory in use from the start on |
 * | memory-growth | quantity | bytes more each second |
 * | cpu | quantity | CPU in use |
 * | ignore-term | true | the stop signal has no effect |
 * | answer-delay | duration | every answer comes so much later |
 * | fail-every | number n | each nth request is answered 500 |
 */
import type { ContainerConfig } from '../contract.ts';
import type { Millis } from '../../sim/time.ts';

export interface Behaviour {
  readonly startDelayMs: Millis;
  /** Undefined: never. */
  readonly crashAfterMs: Millis | undefined;
  readonly exitCode: number;
  readonly memoryBytes: number;
  readonly memoryGrowthBytes: number;
  readonly cpuMilli: number | undefined;
  readonly ignoresTerm: boolean;
  readonly answerDelayMs: Millis;
  /** 0: none fails. */
  readonly failEvery: number;
}

const PREFIX = 'podarium.dev/';

/** The names of the table above, and the kind of value each takes. */
export const BEHAVIOURS: Readonly<Record<string, 'duration' | 'number' | 'quantity' | 'switch'>> = {
  'start-delay': 'duration',
  'crash-after': 'duration',
  'exit-code': 'number',
  memory: 'quantity',
  'memory-growth': 'quantity',
  cpu: 'quantity',
  'ignore-term': 'switch',
  'answer-delay': 'duration',
  'fail-every': 'number',
};

/** Why the value cannot be given to a behaviour of that name; undefined when it can. An empty value takes the behaviour back. */
export function behaviourProblem(name: string, value: string): string | undefined {
  const kind = Object.hasOwn(BEHAVIOURS, name) ? BEHAVIOURS[name] : undefined;
  if (kind === undefined) return `There is no behaviour named ${name}.`;
  const fits: Readonly<Record<typeof kind, boolean>> = {
    duration: durationMs(value) !== undefined,
    number: wholeNumber(value) !== undefined,
    quantity: QUANTITY.test(value),
    switch: value === 'true' || value === 'false',
  };
  return value === '' || fits[kind] ? undefined : `${value} is no ${kind} for ${name}.`;
}

const PLAIN: Behaviour = {
  startDelayMs: 0,
  crashAfterMs: undefined,
  exitCode: 1,
  memoryBytes: 0,
  memoryGrowthBytes: 0,
  cpuMilli: undefined,
  ignoresTerm: false,
  answerDelayMs: 0,
  failEvery: 0,
};

export function behaviourOf(config: Pick<ContainerConfig, 'name' | 'kind' | 'behaviour'>): Behaviour {
  const annotations = config.behaviour;
  if (Object.keys(annotations).length === 0) return PLAIN;
  const value = (name: string): string =>
    annotations[`${PREFIX}${name}.${config.name}`] ??
    (config.kind === 'app' ? annotations[`${PREFIX}${name}`] : undefined) ??
    '';
  return {
    startDelayMs: durationMs(value('start-delay')) ?? 0,
    crashAfterMs: durationMs(value('crash-after')),
    exitCode: Math.min(255, wholeNumber(value('exit-code')) ?? 1),
    memoryBytes: Math.floor(quantityMilli(value('memory')) / 1000),
    memoryGrowthBytes: Math.floor(quantityMilli(value('memory-growth')) / 1000),
    cpuMilli: value('cpu') === '' ? undefined : quantityMilli(value('cpu')),
    ignoresTerm: value('ignore-term') === 'true',
    answerDelayMs: durationMs(value('answer-delay')) ?? 0,
    failEvery: wholeNumber(value('fail-every')) ?? 0,
  };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's duration form, e.g. `1m30s` or `1.5s`. */
export function durationMs(text: string): Millis | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.match(/\d+(\.\d+)?(ms|s|m|h)/g) ?? [];
  return parts.reduce((sum, part) => sum + partMs(part), 0);
}

function partMs(part: string): Millis {
  const unit = part.replace(/[\d.]/g, '');
  return Math.round(Number(part.slice(0, -unit.length)) * (UNIT_MS[unit] ?? 0));
}

const SCALE: Readonly<Record<string, number>> = {
  m: 1,
  '': 1000,
  k: 1e6,
  M: 1e9,
  G: 1e12,
  Ki: 1000 * 1024,
  Mi: 1000 * 1024 * 1024,
  Gi: 1000 * 1024 * 1024 * 1024,
};

const QUANTITY = /^(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/;

/** A Kubernetes quantity in thousandths; 0 when it cannot be read. */
function quantityMilli(text: string): number {
  const match = QUANTITY.exec(text);
  if (match === null) return 0;
  const milli = Math.round(Number(match[1]) * (SCALE[match[2] ?? ''] ?? 0));
  return milli;
}
