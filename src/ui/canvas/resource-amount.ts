import type { ResourceBarModel } from '../../projections/view-model.ts';

export type ResourceUnit = 'cpu' | 'memory';

const GIB = 1024 ** 3;

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function cpuAmount(milli: number): string {
  return (milli / 1000).toFixed(2);
}

function memoryAmount(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}

export interface ResourceAmounts {
  /** '0.98 of 2': what is asked of what the whole has, in cores or GiB. */
  readonly text: string;
  /** The same with all four amounts in words. */
  readonly tip: string;
}

/** The amounts of a bar in words. */
export function resourceAmounts(bar: ResourceBarModel, unit: ResourceUnit): ResourceAmounts {
  const write = unit === 'cpu' ? cpuAmount : memoryAmount;
  const whole = unit === 'cpu' ? trimmed(bar.capacity / 1000, 2) : trimmed(bar.capacity / GIB, 1);
  const asked = bar.blocks.reduce((sum, block) => sum + block.amount, 0);
  const word = unit === 'cpu' ? ' cores' : ' GiB';
  const used = bar.usage === null ? '' : `, ${write(bar.usage)} used`;
  const limits = bar.limits === 0 ? '' : `, limits ${write(bar.limits)}`;
  return {
    text: `${write(asked)} of ${whole}`,
    tip: `${write(asked)} of ${whole}${word} requested, ${write(bar.reserved)} reserved${used}${limits}`,
  };
}
