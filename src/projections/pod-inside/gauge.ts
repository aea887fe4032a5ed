/** What a container asked for, may have and uses, as a well: the ceiling is the limit, the floor the request, the line the use. */
import type { ResourceInside } from '../../protocol/pod-inside.ts';

export interface GaugeModel {
  readonly resource: 'cpu' | 'memory';
  /** Heights in hundredths of the well. */
  readonly floor: number;
  readonly use: number;
  readonly hasLimit: boolean;
  readonly limitText: string;
  readonly useText: string;
  readonly requestText: string;
  /** Memory close to its limit: the next bytes kill. */
  readonly tight: boolean;
  readonly spoken: string;
}

const KI = 1024;
const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;
const TIGHT = 0.9;

/** As a quantity is written: `38m`, `1.5`, `35Mi`. */
export function quantityText(resource: 'cpu' | 'memory', amount: number): string {
  if (resource === 'cpu') return amount < 1000 ? `${amount}m` : String(Math.round(amount / 100) / 10);
  if (amount < KI) return amount === 0 ? '0' : `${amount} B`;
  let value = amount;
  let unit = 0;
  while (value >= KI && unit < UNITS.length - 1) {
    value /= KI;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value)}${UNITS[unit]}`;
}

/** Without a limit the well is as high as leaves room above what is used and asked for. */
function wellOf({ request, limit, used }: ResourceInside): number {
  return limit > 0 ? limit : Math.max(2 * request, 2 * used, 1);
}

function share(amount: number, whole: number): number {
  return Math.min(100, Math.round((amount * 100) / whole));
}

export function gauge(resource: 'cpu' | 'memory', amounts: ResourceInside): GaugeModel {
  const { request, limit, used } = amounts;
  const well = wellOf(amounts);
  const word = resource === 'cpu' ? 'cpu' : 'mem';
  const text = (amount: number): string => quantityText(resource, amount);
  return {
    resource,
    floor: share(request, well),
    use: share(used, well),
    hasLimit: limit > 0,
    limitText: limit > 0 ? `lim ${text(limit)}` : 'no limit',
    useText: `${word} ${text(used)}`,
    requestText: request > 0 ? `req ${text(request)}` : 'no request',
    tight: resource === 'memory' && limit > 0 && used > TIGHT * limit,
    spoken: `${resource === 'cpu' ? 'CPU' : 'memory'}: uses ${text(used)}, request ${request > 0 ? text(request) : 'none'}, limit ${limit > 0 ? text(limit) : 'none'}`,
  };
}
